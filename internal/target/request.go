package target

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// errTruncated is the error of an incomplete response.
var errTruncated = errors.New("the answer was cut short")

// The delay before a retry: by default, and at most when the server sets Retry-After.
const (
	retryAfter    = 250 * time.Millisecond
	retryAfterMax = 10 * time.Second
	// patience is how long a request waits in all while the server asks for it, as its Priority and Fairness does with
	// 429 and Retry-After.
	patience = 30 * time.Second
)

// answer is the response to one request.
type answer struct {
	body []byte
	// stream is the body where it was asked for unread; to be closed.
	stream      io.ReadCloser
	contentType string
	// code is the HTTP status, and warnings are those of the API server.
	code     int
	warnings []string
	// date is the time of the server; zero when it does not send it.
	date time.Time
	// release lets another large body be read; may be nil.
	release func()
}

// done is called when nothing of the body is in use any more.
func (a answer) done() {
	if a.release != nil {
		a.release()
	}
}

// request sends a request, and repeats it after a temporary failure.
func (l *live) request(ctx context.Context, where string, params url.Values, accept string) (answer, error) {
	return l.retried(ctx, func() (answer, time.Duration, error) { return l.requestOnce(ctx, where, params, accept, (*live).send) })
}

// open is request for a body that is read piece by piece.
func (l *live) open(ctx context.Context, where string, params url.Values, accept string) (answer, error) {
	ctx = withBodyLimit(ctx, listMax)
	return l.retried(ctx, func() (answer, time.Duration, error) {
		got, wait, err := l.requestOnce(ctx, where, params, accept, (*live).start)
		if got.code == http.StatusGatewayTimeout {
			wait = 0 // it would take as long again
		}
		return got, wait, err
	})
}

// retried calls once, and once more after a temporary failure; where the server only asks to come back later, until it
// takes the request.
func (l *live) retried(ctx context.Context, once func() (answer, time.Duration, error)) (answer, error) {
	failed, waited := 0, time.Duration(0)
	for {
		got, wait, err := once()
		if err == nil || wait == 0 {
			return got, err
		}
		if later := got.code == http.StatusTooManyRequests && wait > retryAfter; !later {
			failed++
		}
		if failed > 1 || waited >= patience {
			return got, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return got, ctx.Err()
		case <-timer.C:
		}
		waited += wait
	}
}

// sender sends a request. The duration is the delay before a retry, zero when a retry would
// not help.
type sender func(l *live, ctx context.Context, request *http.Request) (answer, time.Duration, error)

// requestOnce sends one request. The duration is the delay before a retry; zero when a retry
// would not help. It does not use client-go's requests, which lose the plain text body of a
// failure, such as that of /readyz.
func (l *live) requestOnce(ctx context.Context, where string, params url.Values, accept string, send sender) (answer, time.Duration, error) {
	at := *l.base
	at.Path, at.RawQuery = path.Join("/", at.Path, where), params.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return answer{}, 0, err
	}
	request.Header.Set("Accept", accept)
	return send(l, ctx, request)
}

// send sends a request and reads all of the response. The caller calls done on it when it has
// decoded it.
func (l *live) send(ctx context.Context, request *http.Request) (answer, time.Duration, error) {
	got, wait, err := l.start(ctx, request)
	if err != nil {
		return got, wait, err
	}
	defer func() { _ = got.stream.Close() }()
	body := l.meter(ctx, got.stream)
	body.most = responseMax
	got.release = body.release
	whole, err := io.ReadAll(body)
	if err != nil {
		return got, 0, contextOr(ctx, wireError(err))
	}
	got.body = whole
	return got, 0, ctx.Err() // a body that the deadline truncates can end without an error
}

// start sends a request and returns the response with its body unread. That of a failure is read.
func (l *live) start(ctx context.Context, request *http.Request) (answer, time.Duration, error) {
	response, err := l.client.Do(request)
	if err != nil {
		return answer{}, retryDelay(err, 0), contextOr(ctx, err)
	}
	l.proved.note(response.TLS)
	got := answer{contentType: response.Header.Get("Content-Type"), stream: response.Body, code: response.StatusCode, warnings: warningsOf(response)}
	got.date, _ = http.ParseTime(response.Header.Get("Date")) // zero when there is none
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		return got, 0, nil
	}
	defer func() { _ = response.Body.Close() }()
	got.stream = nil
	whole, err := io.ReadAll(io.LimitReader(response.Body, statusMax))
	if err != nil {
		return got, 0, contextOr(ctx, wireError(err))
	}
	got.body = whole
	wait, _ := strconv.Atoi(response.Header.Get("Retry-After"))
	err = statusError(response.StatusCode, got.body)
	return got, retryDelay(err, time.Duration(wait)*time.Second), contextOr(ctx, err)
}

// contextOr returns the error of ctx if it is done, else err.
func contextOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// statusError returns the Status of the server, or one made from the HTTP code. Nothing of any
// other body is repeated: it may come from somebody else than the API server.
func statusError(code int, body []byte) error {
	object, _, err := compiledKinds().decoder.Decode(body, nil, nil)
	if s, ok := object.(*metav1.Status); err == nil && ok && s.Status != metav1.StatusSuccess {
		if s.Code == 0 {
			s.Code = int32(code)
		}
		return apierrors.FromObject(s)
	}
	return apierrors.NewGenericServerResponse(code, "get", schema.GroupResource{}, "", "", 0, true)
}

// retryDelay returns the delay before a retry after err; zero means no retry. Requested is the
// delay that the server asks for; zero when it names none.
func retryDelay(err error, requested time.Duration) time.Duration {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		if utilnet.IsConnectionReset(err) || utilnet.IsProbableEOF(err) || utilnet.IsHTTP2ConnectionLost(err) {
			return retryAfter
		}
		return 0
	}
	code := status.Status().Code
	if code != http.StatusTooManyRequests && code < 500 {
		return 0
	}
	if seconds, ok := apierrors.SuggestsClientDelay(err); ok && requested == 0 {
		requested = time.Duration(seconds) * time.Second
	}
	if requested > 0 {
		return min(requested, retryAfterMax)
	}
	return retryAfter
}

// location returns the URL path of q, with its parameters.
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
