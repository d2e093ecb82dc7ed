package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/version"

	"github.com/kready/kready/internal/facts"
)

// versionPath is where every API server says its version, to nearly everybody.
const versionPath = "/version"

// asked is an answer that is asked for once, whoever asks first.
type asked struct {
	once sync.Once
	body []byte
	err  error
}

func (a *asked) answer(ask func() ([]byte, error)) ([]byte, error) {
	a.once.Do(func() { a.body, a.err = ask() })
	return a.body, a.err
}

// Connect is Reach that returns as soon as there is a connection, over which other requests may go
// meanwhile; wait returns what came of it.
func Connect(ctx context.Context, src Source) (wait func() error, failed error) {
	connected, done := make(chan struct{}), make(chan struct{})
	there := sync.OnceFunc(func() { close(connected) })
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { there() }})
	var outcome error
	go func() {
		defer close(done)
		outcome = Reach(traced, src)
	}()
	wait = func() error {
		<-done
		return outcome
	}
	select {
	case <-connected:
		return wait, nil
	case <-done:
		return wait, outcome
	}
}

// Reach tests whether a target answers. It returns nil when it does, even when most requests
// will be forbidden. Its errors are of the class of IsUnreachable.
func Reach(ctx context.Context, src Source) error {
	l, ok := src.(*live)
	if !ok {
		return nil
	}
	body, err := l.Raw(ctx, versionPath)
	if err == nil {
		return l.checkVersion(body)
	}
	var read *ReadError
	var status apierrors.APIStatus
	if !errors.As(err, &read) {
		return &UnreachableError{Message: oneLine(err), Err: err}
	}
	message := read.Message
	switch {
	case errors.As(read.Err, &status):
		code := int(status.Status().Code)
		switch code {
		case http.StatusUnauthorized:
			message = l.unauthorized()
		case http.StatusForbidden:
			return nil
		case http.StatusNotFound:
			message = l.target.Server + " answers, but not as a Kubernetes API server"
		default:
			message = fmt.Sprintf("%s answers %d %s", l.target.Server, code, http.StatusText(code))
		}
	case errors.Is(read.Err, context.Canceled):
		message = fmt.Sprintf("interrupted before %s had answered", l.target.Server)
	case read.Reason == facts.ReasonTimeout:
		message = fmt.Sprintf("%s does not answer: %s", l.target.Server, read.Message)
	}
	return &UnreachableError{Message: message, Err: err}
}

// checkVersion returns an error when a response is not that of an API server.
func (l *live) checkVersion(body []byte) error {
	var info version.Info
	if err := json.Unmarshal(body, &info); err != nil || info.GitVersion == "" {
		return &UnreachableError{Message: l.target.Server + " answers, but not as a Kubernetes API server", Err: err}
	}
	return nil
}

// unauthorized returns the message for credentials that the server does not accept.
func (l *live) unauthorized() string {
	if text := l.clientCertificate(); text != "" {
		return text
	}
	return fmt.Sprintf("%s refuses the credentials of context %q (401 Unauthorized)", l.target.Server, l.target.Name)
}
