package target

import (
	"net/http"
	"net/url"
	"sync"

	"github.com/go-logr/logr"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"

	"github.com/kready/kready/internal/facts"
)

// defaultPageSize is what kubectl asks for as well: pages of this size cost the API
// server little and are few.
const defaultPageSize = 500

// LiveOptions say how a live cluster is asked.
type LiveOptions struct {
	// Version is kready's own, for the user agent.
	Version string
	// PageSize is how many objects one request of a list asks for; zero means 500.
	PageSize int64
}

// live is a cluster behind an API server.
type live struct {
	target   facts.Target
	config   *rest.Config
	base     *url.URL
	client   *http.Client
	pageSize int64
}

// silenceKlog keeps client-go's own log lines off the terminal: what matters of them
// comes back as errors.
var silenceKlog = sync.OnceFunc(func() { klog.SetLogger(logr.Discard()) })

// NewLive returns the cluster that the connection flags name: a kubeconfig's context,
// or the cluster that kready runs in. It asks nothing yet; Reach does. Its errors are
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

// configure sets what a one-shot reader needs of a client.
func configure(config *rest.Config, opts LiveOptions) {
	// No brake on this side: how many requests are under way at once is bounded by the
	// caller, and the API server's priority and fairness knows better what it can bear.
	config.QPS, config.Burst = -1, -1
	config.UserAgent = "kready/" + opts.Version
	config.WarningHandlerWithContext = rest.NoWarnings{}
	config.WarningHandler = rest.NoWarnings{}
}

// newLive builds the client.
func newLive(config *rest.Config, described facts.Target, opts LiveOptions) (Source, error) {
	httpClient, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, configError(err, "the connection to %s cannot be set up: %s", described.Server, oneLine(err))
	}
	base, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return nil, configError(err, "the address %q of the server is not valid: %s", config.Host, oneLine(err))
	}
	l := &live{target: described, config: config, base: base, client: httpClient, pageSize: opts.PageSize}
	if l.pageSize <= 0 {
		l.pageSize = defaultPageSize
	}
	return l, nil
}

// Describe says which cluster it is.
func (l *live) Describe() facts.Target { return l.target }
