package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/kready/kready/internal/text"
)

// rulesMax limits what is read of a Prometheus' rules.
const rulesMax = 32 << 20

// tryPromQL asks the Prometheus at Target a query. Params: query, and pool, the scrape pool whose targets say why there is no
// series. An answer is a series at least, with any value. See
// https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries.
func tryPromQL(ctx context.Context, t Trial) reply {
	var found struct {
		Result []json.RawMessage `json:"result"`
	}
	if bad := askPrometheus(ctx, t.Target, "/api/v1/query?query="+url.QueryEscape(t.Params["query"]), &found); bad != nil {
		return *bad
	}
	if len(found.Result) == 0 {
		return reply{err: errors.New("no series" + poolSays(ctx, t.Target, t.Params["pool"]))}
	}
	return reply{detail: fmt.Sprintf("%d series", len(found.Result))}
}

// poolSays is what a Prometheus says of the targets of a scrape pool, as the end of a sentence; "" when it does not say. Of one
// that it does not have, it lists none. See https://prometheus.io/docs/prometheus/latest/querying/api/#targets.
func poolSays(ctx context.Context, at, pool string) string {
	var found struct {
		Active []struct{ ScrapePool, Health, LastError string } `json:"activeTargets"`
	}
	if pool == "" || askPrometheus(ctx, at, "/api/v1/targets?state=active&scrapePool="+url.QueryEscape(pool), &found) != nil || found.Active == nil {
		return ""
	}
	for _, target := range found.Active {
		switch {
		case target.ScrapePool != pool:
			continue
		case target.LastError != "":
			return "; Prometheus has the target, and its last scrape failed: " + text.Truncate(withoutRequest(target.LastError), 60)
		}
		return "; Prometheus has the target, whose health is " + text.Truncate(target.Health, 10)
	}
	return "; Prometheus has no target of that ServiceMonitor"
}

// withoutRequest cuts the method and the URL from the start of an error of Go's HTTP client.
func withoutRequest(message string) string {
	if _, cause, found := strings.Cut(message, `": `); found && strings.HasPrefix(message, `Get "`) {
		return cause
	}
	return text.RedactURLs(message)
}

// askPrometheus decodes the data of an answer; what is none is an outcome of its own.
func askPrometheus(ctx context.Context, at, path string, data any) *reply {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(at, "/")+path, http.NoBody)
	if err != nil {
		return &reply{err: err}
	}
	response, err := newLogClient(at, "").client.Do(request)
	if err != nil {
		return &reply{err: withoutURL(err)}
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, rulesMax))
	if err != nil {
		return &reply{err: err}
	}
	answer := struct {
		Status string `json:"status"`
		Data   any    `json:"data"`
	}{Data: data}
	if response.StatusCode != http.StatusOK || json.Unmarshal(body, &answer) != nil || answer.Status != "success" {
		return &reply{wrong: true, detail: fmt.Sprintf("HTTP %d, which is no answer of Prometheus", response.StatusCode)}
	}
	return nil
}
