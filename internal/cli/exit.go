package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
)

// Exit codes, the same for every output format.
const (
	exitGap        = 1 // at least one gap that counts
	exitUsage      = 2 // the command line, configuration or a policy is wrong
	exitIncomplete = 3 // the verdict is not complete
)

// exitError ends a command whose result is written with the code of its verdict.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }

// exitCode is the code of an error, and what is printed of it, if anything. What is neither
// the engine's nor a verdict is cobra's: the command line is wrong.
func exitCode(err error) (code int, message error) {
	var exit *exitError
	var incomplete *engine.IncompleteError
	switch {
	case errors.As(err, &exit):
		return exit.code, nil
	case errors.As(err, &incomplete):
		return exitIncomplete, incomplete.Err
	}
	return exitUsage, err
}

// usageHint makes cobra's own errors say what to do next.
func usageHint(root *cobra.Command, args []string, err error) error {
	text := err.Error()
	if strings.HasPrefix(text, "unknown command") {
		first, rest, _ := strings.Cut(text, "\n")
		hint := strings.Join(strings.Fields(rest), " ")
		if hint == "" {
			hint = "`" + root.CommandPath() + " --help` lists the commands"
		}
		return fmt.Errorf("%s: %s", first, hint)
	}
	cmd, _, findErr := root.Find(args)
	if findErr != nil || cmd == nil {
		return err
	}
	return errors.New(text + ": see `" + cmd.CommandPath() + " --help`")
}
