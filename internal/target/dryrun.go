package target

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// fieldManager is the name by which dry runs apply objects.
const fieldManager = "kready"

// DryRunner asks the API server of a live cluster what it would make of objects. Each of its requests has
// dryRun=All: it goes through defaults, validation and admission, and nothing is stored.
type DryRunner struct{ l *live }

// NewDryRunner returns the dry runner of a live cluster; false when src is not one.
func NewDryRunner(src Source) (DryRunner, bool) {
	l, ok := src.(*live)
	return DryRunner{l}, ok
}

// Trial is an object to be tried.
type Trial struct {
	// Query says which object it is. One without a Name is created, any other is applied.
	Query
	// Body is the object as JSON.
	Body []byte
	// Force takes fields over from other managers.
	Force bool
	// Metadata asks for the answer's metadata only.
	Metadata bool
}

// TrialAnswer is what the API server made of an object.
type TrialAnswer struct {
	// Created is true when the object does not exist yet.
	Created bool
	// Body is the object as it would be stored; nil when it is refused.
	Body []byte
	// Warnings are the API server's, in its order.
	Warnings []string
	// Refused is the API server's answer where it takes the object not; nil where it does.
	Refused *metav1.Status
}

// Try sends an object for a dry run. An error is a *ReadError: there was no answer of the API server.
func (d DryRunner) Try(ctx context.Context, t Trial) (TrialAnswer, error) {
	got, err := d.l.answerTo(ctx, t)
	defer got.done()
	out := TrialAnswer{Created: got.code == http.StatusCreated, Body: got.body, Warnings: got.warnings}
	if err == nil {
		if err = checkNotHTML(got); err == nil {
			return out, nil
		}
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) || isNoStatus(status.Status()) && status.Status().Code != http.StatusNotFound {
		return out, d.l.readError(t.Query, got, err)
	}
	refused := status.Status()
	out.Refused, out.Body = &refused, nil
	return out, nil
}

// answerTo sends a trial, and again where the API server has too much to do.
func (l *live) answerTo(ctx context.Context, t Trial) (answer, error) {
	return l.retried(ctx, func() (answer, time.Duration, error) {
		request, err := l.trial(ctx, t)
		if err != nil {
			return answer{}, 0, err
		}
		got, wait, err := l.send(ctx, request)
		if !apierrors.IsTooManyRequests(err) {
			wait = 0 // a webhook that does not answer would be waited for twice
		}
		return got, wait, err
	})
}

// trial is the request of a trial.
func (l *live) trial(ctx context.Context, t Trial) (*http.Request, error) {
	where, _ := location(t.Query)
	params := url.Values{"dryRun": {metav1.DryRunAll}, "fieldManager": {fieldManager}, "fieldValidation": {metav1.FieldValidationStrict}}
	method, content := http.MethodPost, "application/json"
	if t.Name != "" {
		method, content = http.MethodPatch, "application/apply-patch+yaml" // JSON is YAML
		if t.Force {
			params.Set("force", "true")
		}
	}
	at := *l.base
	at.Path, at.RawQuery = path.Join("/", at.Path, where), params.Encode()
	request, err := http.NewRequestWithContext(ctx, method, at.String(), bytes.NewReader(t.Body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", content)
	request.Header.Set("Accept", "application/json")
	if t.Metadata {
		request.Header.Set("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
	}
	return request, nil
}

// warningsOf are the warnings of a response. What does not parse is left out.
func warningsOf(response *http.Response) []string {
	parsed, _ := utilnet.ParseWarningHeaders(response.Header["Warning"])
	var out []string
	for _, w := range parsed {
		out = append(out, w.Text)
	}
	return out
}

// isNoStatus reports whether a Status was made from an HTTP code alone: its answer was none of an API server.
func isNoStatus(s metav1.Status) bool {
	return s.Details != nil && slices.ContainsFunc(s.Details.Causes, func(c metav1.StatusCause) bool { return c.Type == metav1.CauseTypeUnexpectedServerResponse })
}
