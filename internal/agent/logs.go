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

// backend asks one kind of log store for the lines with a word.
type backend struct {
	name string
	// hello is a question that every such store answers, and known tells the answer of
	// one from that of any other server.
	hello string
	known func(body []byte) bool
	find  func(ctx context.Context, ask asker, word string) ([]byte, error)
}

// backends are the stores that kready knows how to ask. See
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

// tryLogs asks the log store at the URL Target for the marker of Params["seed"], and
// wants the line itself; without a seed it only asks whether the store answers. Params:
// tenant, the X-Scope-OrgID.
func tryLogs(ctx context.Context, t Try) reply {
	ask := newAsker(t.Target, t.Params["tenant"])
	store, err := ask.recognise(ctx)
	if err != nil {
		return reply{err: err}
	}
	m, want := markerOf(t.Params["seed"]), t.Params["seed"] != ""
	body, err := store.find(ctx, ask, m.ask)
	switch {
	case err != nil:
		return reply{err: fmt.Errorf("%s: %w", store.name, err)}
	case !want:
		return reply{detail: store.name + " answers", value: store.name}
	case !strings.Contains(string(body), m.proof):
		return reply{wrong: true, detail: store.name + " does not have the line"}
	}
	return reply{detail: store.name + " has the line", value: store.name}
}

// asker asks one server.
type asker struct {
	base, tenant string
	client       *http.Client
}

func newAsker(base, tenant string) asker {
	return asker{strings.TrimSuffix(base, "/"), tenant, &http.Client{
		Transport: &http.Transport{
			Proxy: nil, DisableKeepAlives: true,
			// Nothing secret is sent or read: a marker is asked for and compared.
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // see above
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// get returns the body of an answer with status 200; any other is an error.
func (a asker) get(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+path, nil)
	if err != nil {
		return nil, err
	}
	if a.tenant != "" {
		request.Header.Set("X-Scope-OrgID", a.tenant)
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, inner(err)
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

// statusError is an answer that is no success.
type statusError struct {
	code int
	body string
}

func (e *statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.code, e.body))
}

// recognise finds out which store it is. What cannot be asked at all says why.
func (a asker) recognise(ctx context.Context) (backend, error) {
	var telling error
	for _, b := range backends() {
		body, err := a.get(ctx, b.hello)
		if err == nil && b.known(body) {
			return b, nil
		}
		var status *statusError
		if err != nil && !errors.As(err, &status) {
			return backend{}, err // no server there: the others are none either
		}
		if status != nil && status.code != http.StatusNotFound && telling == nil {
			telling = err
		}
	}
	if telling != nil {
		return backend{}, telling
	}
	return backend{}, errors.New("what answers there is no Loki, Elasticsearch, OpenSearch or VictoriaLogs")
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

// window is how far back a line is looked for, by the asker's clock.
const window = 15 * time.Minute

// findInLoki asks by label after label: Loki wants one in each query, and which there
// are is the agent's affair. A stream without the first one may have the next.
func findInLoki(ctx context.Context, a asker, word string) ([]byte, error) {
	begin := time.Now().Add(-window)
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
	for _, label := range preferred(labels.Data) {
		query := url.Values{"query": {fmt.Sprintf("{%s=~\".+\"} |= `%s`", label, word)}, "limit": {"100"}}
		body, err := a.get(ctx, "/loki/api/v1/query_range?"+between+"&"+query.Encode())
		if err != nil {
			return nil, err
		}
		all = append(all, body...)
	}
	return all, nil
}

// preferred are the labels to ask by: those that agents give to all streams of pods
// first, and few enough that one attempt does not take too long.
func preferred(labels []string) []string {
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

func findInElastic(ctx context.Context, a asker, word string) ([]byte, error) {
	query := url.Values{"q": {strconv.Quote(word)}, "size": {"100"}}
	return a.get(ctx, "/_search?"+query.Encode())
}

func findInVictoria(ctx context.Context, a asker, word string) ([]byte, error) {
	query := url.Values{"query": {fmt.Sprintf("_time:%dm %q", int(window.Minutes()), word)}, "limit": {"100"}}
	return a.get(ctx, "/select/logsql/query?"+query.Encode())
}
