package engine

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/kready/kready/internal/target"
)

// UsageError is an error of the command line, the configuration or a policy: the caller can
// fix it, and nothing was checked.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// IncompleteError is why there is no verdict although the command line is right: the target does not answer, or the run was interrupted. Err is nil where all has
// been printed already.
type IncompleteError struct{ Err error }

func (e *IncompleteError) Error() string {
	if e.Err == nil {
		return "incomplete"
	}
	return e.Err.Error()
}

func (e *IncompleteError) Unwrap() error { return e.Err }

// Usagef returns a UsageError with a formatted message.
func Usagef(format string, args ...any) error {
	return &UsageError{Err: fmt.Errorf(format, args...)}
}

// incompletef returns an IncompleteError with a formatted message.
func incompletef(format string, args ...any) error {
	return &IncompleteError{Err: fmt.Errorf(format, args...)}
}

// TargetError makes an error of a target a UsageError when its configuration is wrong, and an
// IncompleteError when its server does not answer.
func TargetError(err error) error {
	if target.IsConfigError(err) {
		return &UsageError{Err: err}
	}
	return &IncompleteError{Err: err}
}

// ShortError leaves out the operation and path that the caller names already.
func ShortError(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
