package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func newSnapshot(streams Streams) *cobra.Command {
	var source *sourceFlags
	var intent intentFlags
	var file string
	var schema bool
	cmd := &cobra.Command{
		Use:   "snapshot [-o FILE]",
		Short: "Write the facts of a cluster to a file that check can judge later",
		Long: `Snapshot reads what all checks need and writes it to a file: "kready check --from
FILE" gives the same verdicts as the live run. A name that ends in .gz is compressed.

A snapshot holds names, labels, versions and states. It holds no Secret, no
environment value but a few known switches, and no ConfigMap at large. What
"collect:" in kready.yaml declares for policies of your own is part of it.`,
		Example: `  kready snapshot -o cluster.json.gz
  kready check --from cluster.json.gz`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if schema {
				_, err := streams.Out.Write(facts.SnapshotSchema())
				return err
			}
			if file != "" && file != "-" {
				if err := writable(file); err != nil {
					return err
				}
			}
			read, err := intent.load()
			if err != nil {
				return err
			}
			source.custom = read.Custom
			known, err := loadCatalog(source.catalogs)
			if err != nil {
				return err
			}
			s, err := source.read(cmd.Context(), streams, known, facts.Kinds())
			if err != nil {
				return err
			}
			if err := writeSnapshot(s, file, streams); err != nil {
				return &exitError{code: exitUsage, err: err}
			}
			return nil
		},
	}
	source = addSourceFlags(cmd)
	cmd.Flags().StringVarP(&file, "output", "o", "", "`FILE` to write; stdout when absent or -")
	intent.addConfig(cmd.Flags())
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the file format, and read nothing")
	return cmd
}

// writeSnapshot writes s to the file, and says on stderr what it is good for.
func writeSnapshot(s *facts.Snapshot, file string, streams Streams) error {
	facts.FillEmpty(s)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(s); err != nil {
		return fmt.Errorf("encoding the snapshot: %w", err)
	}
	if file == "" || file == "-" {
		_, err := streams.Out.Write(b.Bytes())
		return err
	}
	data := b.Bytes()
	if strings.HasSuffix(file, ".gz") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := io.Copy(z, &b); err != nil {
			return fmt.Errorf("compressing the snapshot: %w", err)
		}
		if err := z.Close(); err != nil {
			return fmt.Errorf("compressing the snapshot: %w", err)
		}
		data = packed.Bytes()
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", file, shortError(err))
	}
	fmt.Fprintf(streams.Err, "kready: wrote %s, %d bytes", file, len(data))
	if n := len(s.BlindSpots); n > 0 {
		fmt.Fprintf(streams.Err, "; %s could not be read", check.Counted(n, "thing", "things"))
	}
	fmt.Fprintln(streams.Err)
	return nil
}
