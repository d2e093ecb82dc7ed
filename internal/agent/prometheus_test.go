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
				if r.URL.Path != "/api/v1/rules" && r.URL.Query().Get("query") != `kready_probe{run="1"}` {
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

// TestMetricsPage: a server of a run is scraped by a metric that names it.
func TestMetricsPage(t *testing.T) {
	w := httptest.NewRecorder()
	Handler("1a", "pod").ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "kready_probe{run=\"1a\"} 1\n") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
