package target

import (
	"context"
	"errors"
	"net/url"
	"path"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// Waits before the one retry: what the server asks for, within reason.
const (
	retryAfter    = 250 * time.Millisecond
	retryAfterMax = 10 * time.Second
)

// answer is what came back for one request.
type answer struct {
	body        []byte
	contentType string
}

// ask sends one request, and once more when the first failed in a way that passes.
func (l *live) ask(ctx context.Context, where string, params url.Values, accept string) (answer, error) {
	got, wait, err := l.try(ctx, where, params, accept)
	if err == nil || wait == 0 {
		return got, err
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return got, ctx.Err()
	case <-timer.C:
	}
	got, _, err = l.try(ctx, where, params, accept)
	return got, err
}

// try sends one request. The duration is how long to wait before trying again; zero
// when that would not help.
func (l *live) try(ctx context.Context, where string, params url.Values, accept string) (answer, time.Duration, error) {
	request := l.client.Get().AbsPath(where).SetHeader("Accept", accept).MaxRetries(0)
	for name, values := range params {
		for _, value := range values {
			request = request.Param(name, value)
		}
	}
	var got answer
	result := request.Do(ctx).ContentType(&got.contentType)
	body, err := result.Raw()
	got.body = body
	if err == nil {
		return got, 0, nil
	}
	if ctx.Err() != nil {
		return got, 0, ctx.Err()
	}
	// The status that the server wrote says more than the one made from its code, but
	// only the latter knows the Retry-After header.
	return got, patience(err), result.Error()
}

// patience is how long to wait after err before trying again; zero means not at all.
func patience(err error) time.Duration {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		if utilnet.IsConnectionReset(err) || utilnet.IsProbableEOF(err) || utilnet.IsHTTP2ConnectionLost(err) {
			return retryAfter
		}
		return 0
	}
	code := status.Status().Code
	if code != 429 && code < 500 {
		return 0
	}
	if seconds, ok := apierrors.SuggestsClientDelay(err); ok && seconds > 0 {
		return min(time.Duration(seconds)*time.Second, retryAfterMax)
	}
	return retryAfter
}

// location is the path of what q selects, with its parameters.
func location(q Query) (string, url.Values) {
	prefix := "/apis/" + q.Group
	if q.Group == "" {
		prefix = "/api"
	}
	parts := []string{prefix, q.Version}
	if q.Namespace != "" {
		parts = append(parts, "namespaces", q.Namespace)
	}
	parts = append(parts, q.Resource)
	if q.Name != "" {
		parts = append(parts, q.Name)
	}
	params := url.Values{}
	if q.LabelSelector != "" {
		params.Set("labelSelector", q.LabelSelector)
	}
	if q.FieldSelector != "" {
		params.Set("fieldSelector", q.FieldSelector)
	}
	return path.Join(parts...), params
}

// page adds the parameters of one page; a limit of zero means all at once.
func page(params url.Values, limit int64, token string) url.Values {
	out := url.Values{}
	for name, values := range params {
		out[name] = values
	}
	if limit > 0 {
		out.Set("limit", strconv.FormatInt(limit, 10))
	}
	if token != "" {
		out.Set("continue", token)
	}
	return out
}
