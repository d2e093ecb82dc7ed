package target

import (
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// ReasonNotFound says that an object does not exist. It is a result, not a blind spot; all
// other reasons are those of facts.
const ReasonNotFound = "not-found"

// ReadError is why a result is missing or incomplete.
type ReadError struct {
	// Reason is ReasonNotFound or one of the facts.Reason constants.
	Reason string
	// Message is one line for people.
	Message string
	// Err is the cause; may be nil.
	Err error
}

func (e *ReadError) Error() string {
	if e.Message == "" {
		return e.Reason
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *ReadError) Unwrap() error { return e.Err }

// IsNotFound reports whether err says that an object does not exist.
func IsNotFound(err error) bool {
	var read *ReadError
	return errors.As(err, &read) && read.Reason == ReasonNotFound
}

// ConfigError is an error in how a target is named or configured: the command line, the
// kubeconfig, or the file.
type ConfigError struct {
	// Message is one line for people.
	Message string
	Err     error
}

func (e *ConfigError) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// IsConfigError reports whether err is about the configuration of a target.
func IsConfigError(err error) bool {
	var config *ConfigError
	return errors.As(err, &config)
}

// UnreachableError says that the configuration is valid, and that the server does not answer
// or does not accept the credentials.
type UnreachableError struct {
	// Message is one line for people.
	Message string
	Err     error
}

func (e *UnreachableError) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *UnreachableError) Unwrap() error { return e.Err }

// IsUnreachable reports whether err says that a target does not answer.
func IsUnreachable(err error) bool {
	var unreachable *UnreachableError
	return errors.As(err, &unreachable)
}

// Malformed takes the place of an object that could not be decoded.
type Malformed struct {
	Namespace, Name string
	// Where names the file and document; empty for a live cluster.
	Where string
	Err   error
}

// GetObjectKind implements runtime.Object.
func (m *Malformed) GetObjectKind() schema.ObjectKind { return schema.EmptyObjectKind }

// DeepCopyObject implements runtime.Object.
func (m *Malformed) DeepCopyObject() runtime.Object {
	out := *m
	return &out
}

func (m *Malformed) Error() string {
	name := m.Name
	if m.Namespace != "" {
		name = m.Namespace + "/" + m.Name
	}
	if m.Where != "" {
		return fmt.Sprintf("%s (%s): %v", name, m.Where, m.Err)
	}
	return fmt.Sprintf("%s: %v", name, m.Err)
}
