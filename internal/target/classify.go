package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// readError returns why a request for q failed.
func (l *live) readError(q Query, got answer, err error) error {
	if errors.Is(checkNotHTML(got), errHTML) {
		err = errHTML
	}
	reason, message := classify(q, err)
	if message == "" {
		message = l.explain(err)
	}
	return &ReadError{Reason: reason, Message: message, Err: err}
}

// classify returns the reason of a blind spot for an error. The message is empty when the
// error is one of the connection, not of the server.
func classify(q Query, err error) (reason, message string) {
	var timeout net.Error
	var status apierrors.APIStatus
	switch {
	case errors.Is(err, errHTML):
		return facts.ReasonUnavailable, ""
	case errors.As(err, &status):
		return classifyStatus(q, status.Status())
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return facts.ReasonTimeout, "no complete answer in time"
	case errors.Is(err, context.Canceled):
		return facts.ReasonTimeout, "the run was stopped"
	case errors.Is(err, errTooLarge):
		return facts.ReasonTooLarge, oneLine(err)
	case errors.Is(err, errTruncated):
		return facts.ReasonUnavailable, errTruncated.Error()
	case isConnection(err):
		return facts.ReasonUnavailable, ""
	}
	return facts.ReasonMalformed, "the answer does not decode: " + oneLine(decodeProblem(err))
}

// classifyStatus returns the reason for a Status of the server.
func classifyStatus(q Query, s metav1.Status) (reason, message string) {
	message = oneLine(errors.New(s.Message))
	switch {
	case s.Code == http.StatusUnauthorized, s.Code == http.StatusForbidden:
		return facts.ReasonForbidden, message
	case s.Code == http.StatusNotFound && q.Name != "" && !isGeneric(s):
		return ReasonNotFound, message
	case s.Code == http.StatusNotFound, s.Code == http.StatusMethodNotAllowed, s.Code == http.StatusNotAcceptable:
		return facts.ReasonNotServed, message
	case s.Code == http.StatusGone:
		return facts.ReasonExpired, "the API server forgot the list while it was read, twice"
	case s.Code == http.StatusGatewayTimeout:
		return facts.ReasonTimeout, message
	}
	return facts.ReasonUnavailable, fmt.Sprintf("the API server answers %d %s: %s", s.Code, http.StatusText(int(s.Code)), message)
}

// isGeneric reports whether a Status was made from an HTTP code alone: the server returned
// none, because it does not serve the resource.
func isGeneric(s metav1.Status) bool {
	if s.Details == nil {
		return true
	}
	for _, cause := range s.Details.Causes {
		if cause.Type == metav1.CauseTypeUnexpectedServerResponse {
			return true
		}
	}
	return false
}

// isConnection reports whether err is an error of the connection, not of the server.
func isConnection(err error) bool {
	var broken *url.Error
	return errors.As(err, &broken) || errors.Is(err, io.EOF)
}
