package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/kready/kready/internal/text"
)

// rulesMax limits what is read of a Prometheus' rules.
const rulesMax = 32 << 20

// NoAlert begins the detail of a Prometheus that answers, and of whose alerting rules none always fires.
const NoAlert = "none of its"

// tryPromQL asks the Prometheus at Target a query. Params: query. An answer is a series at least, with any value. See
// https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries.
func tryPromQL(ctx context.Context, t Trial) reply {
	var found struct {
		Result []json.RawMessage `json:"result"`
	}
	if bad := askPrometheus(ctx, t.Target, "/api/v1/query?query="+url.QueryEscape(t.Params["query"]), &found); bad != nil {
		return *bad
	}
	if len(found.Result) == 0 {
		return reply{err: errors.New("no series")}
	}
	return reply{detail: fmt.Sprintf("%d series", len(found.Result))}
}

// constant matches expressions that hold whatever is measured.
var constant = regexp.MustCompile(`^\s*\(?\s*(vector\(\s*)?[0-9.]+\s*\)?\s*\)?(\s*(==|>|>=)\s*[0-9.]+)?\s*$`)

// usualName matches the names of alerts that always fire: of kube-prometheus, and those that people give them.
var usualName = regexp.MustCompile(`(?i)^(watchdog|dead.?man.?s?.?(switch|snitch)?|always.?firing|heartbeat)$`)

// tryDeadman looks among the alerting rules of the Prometheus at Target for one that always fires, and does now. Its name
// is the answer's value. See https://prometheus.io/docs/prometheus/latest/querying/api/#rules.
func tryDeadman(ctx context.Context, t Trial) reply {
	var found struct {
		Groups []struct {
			Rules []struct{ Name, Query, State, Type string }
		} `json:"groups"`
	}
	if bad := askPrometheus(ctx, t.Target, "/api/v1/rules?type=alert", &found); bad != nil {
		return *bad
	}
	all := 0
	for _, g := range found.Groups {
		for _, r := range g.Rules {
			if r.Type != "alerting" {
				continue
			}
			all++
			if r.State == "firing" && (constant.MatchString(r.Query) || usualName.MatchString(r.Name)) {
				return reply{detail: "the alert " + text.Truncate(r.Name, 60) + " fires", value: text.Truncate(r.Name, 60)}
			}
		}
	}
	return reply{err: fmt.Errorf("%s %s always fires", NoAlert, text.Counted(all, "alerting rule", "alerting rules"))}
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
