package driver

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// AuditEvent is the part of an API server's audit event that the tests look at.
type AuditEvent struct {
	Verb       string `json:"verb"`
	UserAgent  string `json:"userAgent"`
	RequestURI string `json:"requestURI"`
	ObjectRef  struct {
		Resource  string `json:"resource"`
		APIGroup  string `json:"apiGroup"`
		Namespace string `json:"namespace"`
	} `json:"objectRef"`
	ResponseStatus struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"responseStatus"`
}

// AuditLog is the file that an API server writes its audit events to.
type AuditLog string

// Mark returns the place where the log ends now, to read from there later.
func (l AuditLog) Mark() (int64, error) {
	info, err := os.Stat(string(l))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("the audit log: %w", err)
	}
	return info.Size(), nil
}

// Since returns kready's requests after a mark.
func (l AuditLog) Since(mark int64) ([]AuditEvent, error) {
	file, err := os.Open(string(l))
	if err != nil {
		return nil, fmt.Errorf("the audit log: %w", err)
	}
	defer file.Close()
	if _, err := file.Seek(mark, io.SeekStart); err != nil {
		return nil, fmt.Errorf("the audit log: %w", err)
	}
	var events []AuditEvent
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var event AuditEvent
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			return nil, fmt.Errorf("the audit log: %w", err)
		}
		if strings.HasPrefix(event.UserAgent, "kready/") {
			events = append(events, event)
		}
	}
	return events, lines.Err()
}

// Writes returns the requests that could have changed something. Asking what one may
// do is a create that changes nothing.
func Writes(events []AuditEvent) []AuditEvent {
	return slices.DeleteFunc(slices.Clone(events), func(e AuditEvent) bool {
		return slices.Contains([]string{"get", "list", "watch"}, e.Verb) || e.ObjectRef.APIGroup == "authorization.k8s.io"
	})
}

// Of returns the requests for a resource.
func Of(events []AuditEvent, resource string) []AuditEvent {
	return slices.DeleteFunc(slices.Clone(events), func(e AuditEvent) bool { return e.ObjectRef.Resource != resource })
}
