package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// Commands returns the whole command tree, to be described and not to be run.
func Commands() *cobra.Command {
	return newRoot(Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" },
	})
}

// Version returns kready's own version, such as v1.2.0.
func Version() string { return version }
