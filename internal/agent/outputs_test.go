package agent

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestOutputs: counters that rise are losses, those that stand still are not, whatever they stand at; metrics without them, and
// a port that does not answer, tell nothing.
func TestOutputs(t *testing.T) {
	const (
		dropped = "# HELP fluentbit_output_dropped_records_total Number of dropped records.\n# TYPE fluentbit_output_dropped_records_total counter\n"
		other   = "fluentbit_output_proc_records_total{name=\"es.0\"} 54 1509150350542\n"
		zero    = dropped + "fluentbit_output_dropped_records_total{name=\"es.0\"} 0 1509150350542\n" + other
		some    = dropped + "fluentbit_output_dropped_records_total{name=\"es.0\"} 41 1509150350542\n" + other
		two     = some + "fluentbit_output_retries_failed_total{name=\"a } b\"} 3\n"
	)
	for name, tt := range map[string]struct {
		before, after string
		path          string
		got           string
		detail, value string
	}{
		"nothing":         {zero, zero, "/new", facts.Answered, "nothing was lost", "0"},
		"lost before":     {some, some, "/new", facts.Answered, "nothing was lost", "41"},
		"lost":            {zero, some, "/new", facts.Wrong, `{name="es.0"} rose by 41 in 0 s`, ""},
		"two":             {zero, two, "/new", facts.Wrong, "and 1 more", ""},
		"began again":     {two, some, "/new", facts.Answered, "nothing was lost", "44"},
		"began and lost":  {strings.ReplaceAll(some, " 41 ", " 99 "), some, "/new", facts.Wrong, "rose by 41", ""},
		"at another path": {zero, some, "/old", facts.Wrong, "rose by 41", ""},
		"no output":       {other, other, "/new", facts.Blocked, "name no output", ""},
		"no metrics":      {"<html>", "<html>", "/new", facts.Blocked, "name no output", ""},
		"nowhere":         {zero, zero, "/elsewhere", facts.Blocked, "404", ""},
	} {
		t.Run(name, func(t *testing.T) {
			bodies := []string{tt.before, tt.after}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != tt.path {
					http.NotFound(w, r)
					return
				}
				_, _ = io.WriteString(w, bodies[0])
				bodies = bodies[1:]
			}))
			defer server.Close()
			got := tryOutputs(t.Context(), Trial{Target: server.URL, Params: map[string]string{
				"window": "0", "paths": "/new,/old", "counters": "fluentbit_output_dropped_records_total,fluentbit_output_retries_failed_total",
			}})
			detail := got.detail
			if got.err != nil {
				detail = got.err.Error()
			}
			if outcome(got) != tt.got || !strings.Contains(detail, tt.detail) || got.value != tt.value {
				t.Errorf("%+v", got)
			}
		})
	}
}
