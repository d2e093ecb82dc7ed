package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/target"
)

// Exit codes, the same for every output format.
const (
	exitGap        = 1 // at least one gap that counts
	exitUsage      = 2 // the command line, configuration or a policy is wrong
	exitIncomplete = 3 // the verdict is not complete
)

// exitError ends a command with a code; err is what is said on stderr, if anything.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usageError says that the command line or configuration is wrong.
func usageError(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// targetError gives an error of a target its exit code: what is wrong with the
// configuration is the caller's to mend, a server that does not answer is not.
func targetError(err error) error {
	if target.IsConfigError(err) {
		return &exitError{code: exitUsage, err: err}
	}
	return &exitError{code: exitIncomplete, err: err}
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
