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

// exitCode returns the code of an error and the message to print, if any. Every other error is
// cobra's: the command line is wrong.
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

// usageHint makes cobra's own errors say what to do next, on one line.
func usageHint(root *cobra.Command, args []string, err error) error {
	message, suggestions, _ := strings.Cut(err.Error(), "\n")
	if strings.HasPrefix(message, "unknown command") && suggestions != "" {
		_, names, _ := strings.Cut(suggestions, "?")
		return fmt.Errorf("%s: did you mean %s?", message, strings.Join(strings.Fields(names), " or "))
	}
	cmd, _, findErr := root.Find(args)
	if findErr != nil || cmd == nil {
		cmd = root
	}
	return fmt.Errorf("%s: see `%s --help`", message, cmd.CommandPath())
}
