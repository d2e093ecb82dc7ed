package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/output"
)

// build is the output of `kready version`.
type build struct {
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Version  string `json:"version"`
}

func thisBuild() build { return build{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, version} }

func (b build) String() string { return fmt.Sprintf("kready %s (%s, %s)", b.Version, b.Go, b.Platform) }

func newVersion(env Env) *cobra.Command {
	var outputs []string
	formats := []output.Format[build]{
		output.Text(func(w io.Writer, b build, _ output.Options) error {
			_, err := fmt.Fprintln(w, b)
			return err
		}),
		output.New("json", "", ".json", func(w io.Writer, b build) error { return json.NewEncoder(w).Encode(b) }),
	}
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := parseOutputs(env, outputs, formats)
			if err != nil {
				return err
			}
			return writeOutputs(env, all, thisBuild(), output.Options{})
		},
	}
	addOutputFlag(cmd.Flags(), &outputs, formats)
	return cmd
}
