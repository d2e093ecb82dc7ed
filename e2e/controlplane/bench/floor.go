package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver"
)

// request is one that kready made.
type request struct {
	URI    string `json:"uri"`
	Accept string `json:"accept"`
	Method string `json:"method"`
	Body   []byte `json:"body,omitempty"`
	Type   string `json:"type,omitempty"`
}

// asked are the requests of one run.
type asked struct {
	mu       sync.Mutex
	requests []request
	bytes    atomic.Int64
}

// traffic runs kready behind a proxy that keeps its requests, and counts the bytes of their answers: what crosses
// the wire is compressed, as it is without one.
func (m *meter) traffic(ctx context.Context, p *controlplane.Plane, args ...string) (*asked, error) {
	all := &asked{}
	kubeconfig, stop, err := p.Behind("bench", func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			all.mu.Lock()
			all.requests = append(all.requests, request{r.URL.RequestURI(), r.Header.Get("Accept"), r.Method, body, r.Header.Get("Content-Type")})
			all.mu.Unlock()
			next.ServeHTTP(&counter{ResponseWriter: w, bytes: &all.bytes}, r)
		})
	})
	if err != nil {
		return nil, err
	}
	defer stop()
	_, err = driver.Kready{Path: m.path, Kubeconfig: kubeconfig, Home: m.dir}.Run(ctx, args...)
	return all, err
}

type counter struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}

// Unwrap lets the proxy flush.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// floor measures a process of its own that asks the same of the same API server.
func (m *meter) floor(ctx context.Context, p *controlplane.Plane, all *asked) (driver.Outcome, error) {
	text, err := json.Marshal(all.requests)
	if err != nil {
		return driver.Outcome{}, err
	}
	file := filepath.Join(m.dir, "requests.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return driver.Outcome{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return driver.Outcome{}, err
	}
	out, err := driver.Kready{Path: self, Kubeconfig: p.Admin, Home: m.dir}.Median(ctx, m.runs, "-floor", file)
	if err == nil && out.ExitCode != 0 {
		err = fmt.Errorf("the floor: %s", out.Stderr)
	}
	return out, err
}

// inFlight is how many requests are asked at the same time, as kready does.
const inFlight = 16

// replay asks the requests of a file again, decodes each page and drops it. Pages after the first are those that
// the answers name, of lists that kready went on with: of some it reads no more than how long they are.
func replay(ctx context.Context, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var requests []request
	if err := json.Unmarshal(text, &requests); err != nil {
		return err
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return err
	}
	config.QPS = -1
	transport, err := rest.TransportFor(config)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: transport}
	metav1.AddMetaToScheme(scheme.Scheme) //nolint:errcheck // adds kinds that cannot fail
	var group sync.WaitGroup
	free, failed := make(chan struct{}, inFlight), make(chan error, len(requests))
	continued := continuedLists(requests)
	for _, r := range requests {
		list, limit := listOf(r.URI)
		if limit != "" {
			continue
		}
		free <- struct{}{}
		group.Go(func() {
			defer func() { <-free }()
			failed <- pages(ctx, client, config.Host, r, continued[list])
		})
	}
	group.Wait()
	close(failed)
	var errs []error
	for err := range failed {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// continuedLists are the lists of which pages after the first were asked for, with how many objects each of these was
// to have: as many objects on as many pages is the same work.
func continuedLists(requests []request) map[string][]string {
	limits := map[string][]string{}
	for _, r := range requests {
		if list, limit := listOf(r.URI); limit != "" {
			limits[list] = append(limits[list], limit)
		}
	}
	return limits
}

// listOf is what a request lists, and how many objects it asks for on a page after the first; "" on the first.
func listOf(uri string) (list, limit string) {
	at, err := url.Parse(uri)
	if err != nil {
		return uri, ""
	}
	query := at.Query()
	list = strings.Join([]string{at.Path, query.Get("labelSelector"), query.Get("fieldSelector")}, "?")
	if query.Get("continue") == "" {
		return list, ""
	}
	return list, query.Get("limit")
}

// pages asks one request, and for the pages that follow where they are asked for.
func pages(ctx context.Context, client *http.Client, host string, r request, limits []string) error {
	uri := r.URI
	for uri != "" {
		next, err := page(ctx, client, host+uri, r)
		if err != nil {
			return fmt.Errorf("%s: %w", r.URI, err)
		}
		if next == "" || len(limits) == 0 {
			return nil
		}
		at, err := url.Parse(r.URI)
		if err != nil {
			return err
		}
		query := at.Query()
		query.Del("resourceVersion")
		query.Del("resourceVersionMatch")
		query.Set("continue", next)
		query.Set("limit", limits[0])
		limits = limits[1:]
		at.RawQuery = query.Encode()
		uri = at.String()
	}
	return nil
}

// page asks one page, decodes it, and returns what continues it.
func page(ctx context.Context, client *http.Client, address string, r request) (next string, err error) {
	ask, err := http.NewRequestWithContext(ctx, r.Method, address, strings.NewReader(string(r.Body)))
	if err != nil {
		return "", err
	}
	ask.Header.Set("Accept", r.Accept)
	if r.Type != "" {
		ask.Header.Set("Content-Type", r.Type)
	}
	ask.Header.Set("Accept-Encoding", "gzip")
	answer, err := client.Do(ask)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	body := io.Reader(answer.Body)
	if answer.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(answer.Body); err != nil {
			return "", err
		}
	}
	text, err := io.ReadAll(body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return "", err // what is not there was not there for kready
	}
	return decode(text, answer.Header.Get("Content-Type"))
}

// decode decodes one page, as the types of its kind where there are such, or as whatever it is.
func decode(text []byte, contentType string) (next string, err error) {
	if !strings.Contains(contentType, "json") && !strings.Contains(contentType, runtime.ContentTypeProtobuf) {
		return "", nil // the text of /metrics and its like
	}
	object, _, err := scheme.Codecs.UniversalDeserializer().Decode(text, nil, nil)
	if err == nil {
		if list, err := meta.ListAccessor(object); err == nil {
			return list.GetContinue(), nil
		}
		return "", nil
	}
	var whole struct {
		Metadata struct {
			Continue string `json:"continue"`
		} `json:"metadata"`
		Items []any `json:"items"`
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		return "", fmt.Errorf("decoding: %w", err)
	}
	return whole.Metadata.Continue, nil
}
