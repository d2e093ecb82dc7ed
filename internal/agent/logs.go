package agent

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/text"
)

// backend is how one kind of log store is queried for the lines with a word.
type backend struct {
	name string
	// identifyPath is a path that every such store serves; isStore tells the store's response
	// from that of any other server.
	identifyPath string
	isStore      func(body []byte) bool
	find         func(ctx context.Context, client logClient, word string) ([]byte, error)
}

// backends are the log stores that kready can query. See
// https://grafana.com/docs/loki/latest/reference/loki-http-api/,
// https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search and
// https://docs.victoriametrics.com/victorialogs/querying/#http-api.
func backends() []backend {
	return []backend{
		{"Loki", "/loki/api/v1/labels", isLoki, findInLoki},
		{"Elasticsearch or OpenSearch", "/", isElastic, findInElastic},
		{"VictoriaLogs", "/select/logsql/field_names?query=*&start=5m", isVictoria, findInVictoria},
	}
}

// tryLogs searches the log store at the URL Target for the marker of Params["seed"]; without
// a seed it only tests whether the store answers. Params: tenant, the X-Scope-OrgID.
func tryLogs(ctx context.Context, t Trial) reply {
	client := newLogClient(t.Target, t.Params["tenant"])
	store, err := client.identify(ctx)
	if err != nil {
		return reply{err: err}
	}
	m, search := newMarker(t.Params["seed"]), t.Params["seed"] != ""
	body, err := store.find(ctx, client, m.query)
	switch {
	case err != nil:
		return reply{err: fmt.Errorf("%s: %w", store.name, err)}
	case !search:
		return reply{detail: store.name + " answers", value: store.name}
	case !strings.Contains(string(body), m.proof):
		return reply{wrong: true, detail: store.name + " does not have the line"}
	}
	return reply{detail: store.name + " has the line", value: store.name}
}

// logClient queries one server.
type logClient struct {
	base, tenant string
	client       *http.Client
}

func newLogClient(base, tenant string) logClient {
	return logClient{strings.TrimSuffix(base, "/"), tenant, &http.Client{
		Transport: &http.Transport{
			Proxy: nil, DisableKeepAlives: true,
			// Nothing secret is sent or read: the client only searches for a marker.
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // see above
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// get returns the body of a response with status 200; any other status is an error.
func (a logClient) get(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+path, nil)
	if err != nil {
		return nil, err
	}
	if a.tenant != "" {
		request.Header.Set("X-Scope-OrgID", a.tenant)
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyMax))
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, &statusError{response.StatusCode, strings.Join(strings.Fields(text.Truncate(string(body), 80)), " ")}
	}
	return body, nil
}

// statusError is a response with a status other than 200.
type statusError struct {
	code int
	body string
}

func (e *statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.code, e.body))
}

// identify finds out which store it is. What cannot be asked at all says why.
func (a logClient) identify(ctx context.Context) (backend, error) {
	var firstErr error
	for _, b := range backends() {
		body, err := a.get(ctx, b.identifyPath)
		if err == nil && b.isStore(body) {
			return b, nil
		}
		var status *statusError
		if err != nil && !errors.As(err, &status) {
			return backend{}, err // the server does not answer: no other path will
		}
		if status != nil && status.code != http.StatusNotFound && firstErr == nil {
			firstErr = err
		}
	}
	if firstErr != nil {
		return backend{}, firstErr
	}
	return backend{}, errors.New("the server is not one of Loki, Elasticsearch, OpenSearch, VictoriaLogs")
}

func isLoki(body []byte) bool {
	var answer struct {
		Status string `json:"status"`
	}
	return json.Unmarshal(body, &answer) == nil && answer.Status == "success"
}

func isElastic(body []byte) bool {
	var answer struct {
		Cluster string `json:"cluster_name"`
	}
	return json.Unmarshal(body, &answer) == nil && answer.Cluster != ""
}

func isVictoria(body []byte) bool {
	var answer struct {
		Values []any `json:"values"`
	}
	return json.Unmarshal(body, &answer) == nil && strings.Contains(string(body), `"values"`)
}

// searchWindow is how far back a line is searched for, by the client's clock.
const searchWindow = 15 * time.Minute

// findInLoki queries by one label after the other: Loki requires one in each query, and which
// labels there are depends on the log agent. A stream without the first may have the next.
func findInLoki(ctx context.Context, a logClient, word string) ([]byte, error) {
	begin := time.Now().Add(-searchWindow)
	between := fmt.Sprintf("start=%d&end=%d", begin.UnixNano(), time.Now().Add(time.Minute).UnixNano())
	body, err := a.get(ctx, "/loki/api/v1/labels?"+between)
	if err != nil {
		return nil, err
	}
	var labels struct {
		Data []string `json:"data"`
	}
	if err := json.Unmarshal(body, &labels); err != nil {
		return nil, fmt.Errorf("reading the labels: %w", err)
	}
	var all []byte
	for _, label := range preferredLabels(labels.Data) {
		query := url.Values{"query": {fmt.Sprintf("{%s=~\".+\"} |= `%s`", label, word)}, "limit": {"100"}}
		body, err := a.get(ctx, "/loki/api/v1/query_range?"+between+"&"+query.Encode())
		if err != nil {
			return nil, err
		}
		all = append(all, body...)
	}
	return all, nil
}

// preferredLabels are the labels to query by: first those that log agents give to all streams
// of pods, and few enough that one attempt does not take too long.
func preferredLabels(labels []string) []string {
	const most = 4
	likely := []string{"namespace", "k8s_namespace_name", "kubernetes_namespace_name", "service_name", "pod", "job", "filename"}
	rank := func(label string) int {
		if i := slices.Index(likely, label); i >= 0 {
			return i
		}
		return len(likely)
	}
	labels = slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return strings.HasPrefix(l, "__") })
	slices.SortStableFunc(labels, func(a, b string) int { return rank(a) - rank(b) })
	return labels[:min(len(labels), most)]
}

func findInElastic(ctx context.Context, a logClient, word string) ([]byte, error) {
	query := url.Values{"q": {strconv.Quote(word)}, "size": {"100"}}
	return a.get(ctx, "/_search?"+query.Encode())
}

func findInVictoria(ctx context.Context, a logClient, word string) ([]byte, error) {
	query := url.Values{"query": {fmt.Sprintf("_time:%dm %q", int(searchWindow.Minutes()), word)}, "limit": {"100"}}
	return a.get(ctx, "/select/logsql/query?"+query.Encode())
}
