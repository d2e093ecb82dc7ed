package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/text"
)

// Bounds of responses, in bytes after decompression. etcd takes no object above 1.5 MiB, which
// grows when it is written as JSON; discovery of two thousand kinds has some 2 MiB.
const (
	objectMax    = 4 << 20   // one object, alone or in a list
	responseMax  = 16 << 20  // any response that is not a list
	listMax      = 256 << 20 // one page of a list, which is read object by object
	statusMax    = 1 << 20   // the body of a failure
	largeFrom    = 256 << 10 // above this, one at a time for each cluster
	metadataMax  = 64 << 10  // the metadata of a list
	pagesMax     = 20_000    // pages of one list
	emptyPages   = 100       // pages in a row without any object
	objectsMax   = 500_000   // objects of one list
	elementsMax  = 50_000    // values in one object, which take more memory than bytes
	discoveryMax = 400_000   // values in a document of discovery, or in a CRD, which has schemas
)

// errTooLarge is the error of a response that is larger than any that a cluster sends.
var errTooLarge = errors.New("the answer is larger than kready reads")

// tooLarge is errTooLarge that says which bound was passed.
func tooLarge(what string) error { return fmt.Errorf("%w: %s", errTooLarge, what) }

// redirectError is the error of a response that redirects.
type redirectError struct{ to string }

func (e *redirectError) Error() string {
	return "it redirects to " + e.to + ", which kready does not follow: credentials are for the server that the kubeconfig names"
}

// guard puts the rules that hold for every response of a cluster below a client: no redirect
// is followed, and no body is read without end. Below the credentials, so that nothing that
// adds these sees another request than its own.
func guard(config *rest.Config) {
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return guarded{next} })
}

type guarded struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (g guarded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := g.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if to := response.Header.Get("Location"); to != "" && response.StatusCode >= 300 && response.StatusCode < 400 {
		_ = response.Body.Close()
		return nil, &redirectError{origin(to)}
	}
	limit := int64(responseMax)
	if own, ok := request.Context().Value(bodyLimit{}).(int64); ok {
		limit = own
	}
	response.Body = &boundedBody{from: response.Body, left: limit}
	return response, nil
}

// origin is the scheme and host of an address: its path and query may hold secrets.
func origin(address string) string {
	const most = 100
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "another address"
	}
	return text.Truncate(u.Scheme+"://"+u.Host, most)
}

// bodyLimit is the key by which a request's context carries a bound of its own.
type bodyLimit struct{}

// withBodyLimit lets the response of a request be that large.
func withBodyLimit(ctx context.Context, bytes int64) context.Context {
	return context.WithValue(ctx, bodyLimit{}, bytes)
}

// boundedBody fails with errTooLarge once more was read than it may hold.
type boundedBody struct {
	from io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, tooLarge("the whole of it")
	}
	return n, err
}

func (b *boundedBody) Close() error { return b.from.Close() }
