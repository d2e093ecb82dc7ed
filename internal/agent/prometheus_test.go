package agent

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestPrometheus: a series is an answer, none is not, and neither is another server's page.
func TestPrometheus(t *testing.T) {
	const one = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}}`
	rules := func(rule string) string {
		return `{"status":"success","data":{"groups":[{"name":"g","rules":[{"name":"Down","query":"up == 0","state":"inactive","type":"alerting"},` + rule + `]}]}}`
	}
	for name, tt := range map[string]struct {
		try    attempt
		status int
		body   string
		got    string
		detail string
	}{
		"a series":          {tryPromQL, 200, one, facts.Answered, "1 series"},
		"none":              {tryPromQL, 200, `{"status":"success","data":{"result":[]}}`, facts.Blocked, "no series"},
		"an error":          {tryPromQL, 400, `{"status":"error"}`, facts.Wrong, "HTTP 400"},
		"another server":    {tryPromQL, 200, `<html>`, facts.Wrong, "no answer of Prometheus"},
		"fires always":      {tryDeadman, 200, rules(`{"name":"Canary","query":"vector(1)","state":"firing","type":"alerting"}`), facts.Answered, "Canary"},
		"by its name":       {tryDeadman, 200, rules(`{"name":"DeadMansSwitch","query":"absent(nothing)","state":"firing","type":"alerting"}`), facts.Answered, "DeadMansSwitch"},
		"a real alert":      {tryDeadman, 200, rules(`{"name":"Full","query":"disk > 90","state":"firing","type":"alerting"}`), facts.Blocked, NoAlert + " 2 alerting rules"},
		"does not fire yet": {tryDeadman, 200, rules(`{"name":"Watchdog","query":"vector(1)","state":"pending","type":"alerting"}`), facts.Blocked, NoAlert},
		"a recording":       {tryDeadman, 200, rules(`{"name":"one","query":"vector(1)","state":"firing","type":"recording"}`), facts.Blocked, "1 alerting rule "},
		"login":             {tryDeadman, 401, "no", facts.Wrong, "HTTP 401"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/api/v1/rules" && r.URL.Path != "/api/v1/alertmanagers" && r.URL.Query().Get("query") != `kready_probe{run="1"}` {
					t.Errorf("asked %s", r.URL)
				}
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			defer server.Close()
			got := tt.try(t.Context(), Trial{Target: server.URL + "/", Params: map[string]string{"query": `kready_probe{run="1"}`}})
			detail := got.detail
			if got.err != nil {
				detail = got.err.Error()
			}
			if outcome(got) != tt.got || !strings.Contains(detail, tt.detail) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestPoolSays: where there is no series, the targets of the pool tell why.
func TestPoolSays(t *testing.T) {
	for body, want := range map[string]string{
		`{"activeTargets":[]}`: "no series; Prometheus has no target of that ServiceMonitor",
		`{"activeTargets":[{"scrapePool":"other","health":"up"}]}`:                                                                                "no series; Prometheus has no target of that ServiceMonitor",
		`{"activeTargets":[{"scrapePool":"mine","health":"down","lastError":"Get \"http://10.0.0.1:8080/metrics\": context deadline exceeded"}]}`: "no series; Prometheus has the target, and its last scrape failed: context deadline exceeded",
		`{"activeTargets":[{"scrapePool":"mine","health":"unknown"}]}`:                                                                            "no series; Prometheus has the target, whose health is unknown",
		`{}`: "no series",
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			data := `{"result":[]}`
			if r.URL.Path == "/api/v1/targets" && r.URL.Query().Get("scrapePool") == "mine" {
				data = body
			}
			_, _ = io.WriteString(w, `{"status":"success","data":`+data+`}`)
		}))
		got := tryPromQL(t.Context(), Trial{Target: server.URL, Params: map[string]string{"query": "x", "pool": "mine"}})
		server.Close()
		if got.err == nil || got.err.Error() != want {
			t.Errorf("%s: %v, want %q", body, got.err, want)
		}
	}
}

// TestDeliveredTo: an alert that fires must have arrived in an Alertmanager that answers, and be routed to somebody.
func TestDeliveredTo(t *testing.T) {
	const rules = `{"status":"success","data":{"groups":[{"rules":[{"name":"Watchdog","query":"vector(1)","state":"firing","type":"alerting"}]}]}}`
	for name, tt := range map[string]struct {
		managers int
		status   int
		body     string
		got      string
		says     string
	}{
		"routed":                  {1, 200, `[{"labels":{"prometheus":"monitoring/main"},"receivers":[{"name":"pager"},{"name":"null"}]}]`, facts.Answered, ArrivedAt + "null, pager"},
		"without the label":       {1, 200, `[{"labels":{},"receivers":[{"name":"pager"}]}]`, facts.Answered, ArrivedAt + "pager"},
		"to nobody":               {1, 200, `[{"labels":{},"receivers":[{"name":"null"}]}]`, facts.Blocked, NotDelivered + `Alertmanager routes Watchdog to "null" alone`},
		"of another Prometheus":   {1, 200, `[{"labels":{"prometheus":"monitoring/other"},"receivers":[{"name":"pager"}]}]`, facts.Blocked, "the only Alertmanager that Prometheus has found is without it"},
		"not arrived":             {2, 200, `[]`, facts.Blocked, "both Alertmanagers that Prometheus has found are without it"},
		"none is found":           {0, 200, `[]`, facts.Blocked, "found no Alertmanager"},
		"a login":                 {1, 401, ``, facts.Answered, "the alert Watchdog fires; Alertmanager does not answer: HTTP 401"},
		"another server's answer": {1, 200, `<html>`, facts.Answered, "the alert Watchdog fires"},
		"more than are asked":     {4, 200, `[]`, facts.Answered, "the alert Watchdog fires"},
	} {
		t.Run(name, func(t *testing.T) {
			var at string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/api/v1/rules":
					_, _ = io.WriteString(w, rules)
				case "/api/v1/alertmanagers":
					one := `{"url":"` + at + `/am/api/v2/alerts"}`
					_, _ = io.WriteString(w, `{"status":"success","data":{"activeAlertmanagers":[`+strings.TrimSuffix(strings.Repeat(one+",", tt.managers), ",")+`]}}`)
				case "/am/api/v2/alerts":
					if r.URL.Query().Get("filter") != `alertname="Watchdog"` {
						t.Errorf("asked %s", r.URL)
					}
					w.WriteHeader(tt.status)
					_, _ = io.WriteString(w, tt.body)
				}
			}))
			defer server.Close()
			at = server.URL
			got := tryDeadman(t.Context(), Trial{Target: server.URL, Params: map[string]string{"prometheus": "monitoring/main"}})
			says := got.detail + " " + got.value
			if got.err != nil {
				says = got.err.Error()
			}
			if outcome(got) != tt.got || !strings.Contains(says, tt.says) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// TestMetricsPage: a server of a run is scraped by a metric that names it.
func TestMetricsPage(t *testing.T) {
	w := httptest.NewRecorder()
	Handler("1a", "pod").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "kready_probe{run=\"1a\"} 1\n") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
