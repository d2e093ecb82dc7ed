package collect

import (
	"context"
	"crypto/x509"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// defaultParallel is the number of concurrent requests: enough to hide latency, few enough for
// a small API server.
const defaultParallel = 16

// notAskedFor is the message of a blind spot for which no request was sent before time was up: earlier
// ones had no answer yet.
const notAskedFor = "not asked for in time"

// limited is a Source that limits concurrent requests, and says which are under way.
type limited struct {
	src      target.Source
	gate     *target.Gate
	progress Progress
}

// settling is how long collectors have to say what they would ask for, before the first request is sent: the
// order of requests decides how many round trips a collection takes.
const settling = 2 * time.Millisecond

// limit returns src with a limit on concurrent requests, none of which is sent before open is called.
func limit(src target.Source, parallel int, watched Progress) (limitedSource *limited, open func()) {
	if parallel <= 0 {
		parallel = defaultParallel
	}
	gate := target.NewClosedGate()
	return &limited{src: src, gate: gate, progress: watched}, func() { gate.Open(parallel) }
}

// what names what a query asks for.
func what(q target.Query) string {
	name := q.String()
	if q.Namespace != "" {
		name += " in " + q.Namespace
	}
	return name
}

// enter waits for a free slot, and returns the function that releases it.
func (l *limited) enter(ctx context.Context) (func(), error) {
	notAsked := &target.ReadError{Reason: facts.ReasonTimeout, Message: notAskedFor, Err: context.DeadlineExceeded}
	if ctx.Err() != nil || l.gate.Enter(ctx) != nil {
		return nil, notAsked
	}
	return l.gate.Leave, nil
}

// KnownLogs implements target.LogTeller; a Source that holds no logs has none.
func (l *limited) KnownLogs(namespace, pod string) map[string]string {
	if teller, ok := l.src.(target.LogTeller); ok {
		return teller.KnownLogs(namespace, pod)
	}
	return nil
}

func (l *limited) Describe() facts.Target { return l.src.Describe() }

func (l *limited) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	leave, err := l.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	request := l.progress.Request(what(q))
	defer func() { request.Over(ctx.Err() == nil) }()
	return l.src.Each(ctx, q, func(object runtime.Object) error {
		request.Object()
		return fn(orMalformed(object))
	})
}

func (l *limited) Get(ctx context.Context, q target.Query) (runtime.Object, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	request := l.progress.Request(what(q))
	defer func() { request.Over(ctx.Err() == nil) }()
	return l.src.Get(ctx, q)
}

func (l *limited) Raw(ctx context.Context, path string) ([]byte, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	request := l.progress.Request(path)
	defer func() { request.Over(ctx.Err() == nil) }()
	return l.src.Raw(ctx, path)
}

// Lines implements target.LineReader.
func (l *limited) Lines(ctx context.Context, path string, fn func([]byte) error) error {
	leave, err := l.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	request := l.progress.Request(path)
	defer func() { request.Over(ctx.Err() == nil) }()
	return target.LinesOf(ctx, l.src, path, fn)
}

func (l *limited) ServingCertificate() (*x509.Certificate, error) { return target.CertificateOf(l.src) }

// Groups implements target.Known.
func (l *limited) Groups() ([]string, bool, error) { return target.GroupsOf(l.src) }

func (l *limited) Discover(ctx context.Context) (target.Discovery, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return target.Discovery{}, err
	}
	defer leave()
	request := l.progress.Request("the list of APIs")
	defer func() { request.Over(ctx.Err() == nil) }()
	return l.src.Discover(ctx)
}
