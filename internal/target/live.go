package target

import (
	"cmp"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/kready/kready/internal/facts"
)

// Sizes of the pages of a list: the first one's is kubectl's as well. The next are larger, up to the
// largest, after a page that was read quickly. After one that took the server too long they are small.
const (
	defaultPageSize = 500
	largestPage     = 2000
	smallPage       = 100
	quickPage       = 2 * time.Second
)

// LiveOptions are options of the requests to a live cluster.
type LiveOptions struct {
	// Version is kready's own, for the user agent.
	Version string
	// PageSize limits the objects of one list request; zero means 500, and more after a quick answer.
	PageSize int64
	// AtOnce limits the requests that are under way; zero means 16.
	AtOnce int
}

// live is a cluster behind an API server.
type live struct {
	target   facts.Target
	config   *rest.Config
	base     *url.URL
	client   *http.Client
	pageSize int64
	// large holds a token while a large object is in memory.
	large chan struct{}
	// gate limits the requests that are under way.
	gate *Gate
	// version is what /version says, which is asked once.
	version asked
	// proved is by which certificate the API server proved itself.
	proved *proof
	// kinds are those that discovery has named, by resource.
	kinds *knownKinds
}

// silenceKlog discards client-go's log: what matters is returned as errors.
var silenceKlog = sync.OnceFunc(func() { klog.SetLogger(logr.Discard()) })

// NewLive returns the cluster that the connection flags name: a kubeconfig's context,
// or the cluster that kready runs in. It sends no request; Reach does. Its errors are
// of the class of IsConfigError.
func NewLive(flags *ConnectionFlags, opts LiveOptions) (Source, error) {
	silenceKlog()
	config, described, err := load(flags)
	if err != nil {
		return nil, err
	}
	configure(config, opts)
	return newLive(config, described, opts)
}

// configure sets what a client needs that reads once.
func configure(config *rest.Config, opts LiveOptions) {
	// No client-side rate limit: the caller limits the concurrent requests, and the API server
	// has priority and fairness.
	config.QPS, config.Burst = -1, -1
	config.UserAgent = "kready/" + opts.Version
	config.WarningHandlerWithContext = rest.NoWarnings{}
	config.WarningHandler = rest.NoWarnings{}
	guard(config)
}

// newLive builds the client.
func newLive(config *rest.Config, described facts.Target, opts LiveOptions) (Source, error) {
	limited := NewGate(cmp.Or(opts.AtOnce, inFlight))
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return gated{limited, next} })
	httpClient, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, configError(err, "the connection to %s cannot be set up: %s", described.Server, oneLine(err))
	}
	base, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return nil, configError(err, "the address %q of the server is not valid: %s", config.Host, oneLine(err))
	}
	l := &live{
		target: described, config: config, base: base, client: httpClient, pageSize: opts.PageSize,
		large: make(chan struct{}, 1), gate: limited, kinds: &knownKinds{}, proved: &proof{},
	}
	return l, nil
}

// Describe returns the context and the server of the cluster.
func (l *live) Describe() facts.Target { return l.target }
