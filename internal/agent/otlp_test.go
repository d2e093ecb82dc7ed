package agent

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestOTLP: HTTP 200 without rejected spans is the only answer that counts.
func TestOTLP(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		got    string
		detail string
	}{
		"taken":                 {200, `{"partialSuccess":{}}`, facts.Answered, "the span was taken"},
		"taken, nothing said":   {200, ``, facts.Answered, "the span was taken"},
		"none of it rejected":   {200, `{"partialSuccess":{"rejectedSpans":"0","errorMessage":"old format"}}`, facts.Answered, ""},
		"rejected":              {200, `{"partialSuccess":{"rejectedSpans":"1","errorMessage":"over the limit"}}`, facts.Wrong, "over the limit"},
		"rejected, as a number": {200, `{"partialSuccess":{"rejectedSpans":1}}`, facts.Wrong, "rejected"},
		"another server":        {200, `<html>hello</html>`, facts.Wrong, "no answer of OTLP"},
		"login":                 {401, "no token", facts.Wrong, "HTTP 401 no token"},
		"no receiver":           {404, "", facts.Wrong, "HTTP 404"},
	} {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if r.Method != http.MethodPost || r.URL.Path != "/v1/traces" || json.Unmarshal(body, &sent) != nil {
					w.WriteHeader(http.StatusBadRequest)
					return
				}
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			}))
			defer server.Close()
			got := tryOTLP(t.Context(), Trial{Target: server.URL + "/", Params: map[string]string{"service": "kready-probe"}})
			if outcome(got) != tt.got || !strings.Contains(got.detail, tt.detail) {
				t.Errorf("%+v", got)
			}
			text, _ := json.Marshal(sent)
			for _, part := range []string{`"stringValue":"kready-probe"`, `"traceId":"`, `"startTimeUnixNano":"`} {
				if !strings.Contains(string(text), part) {
					t.Errorf("the span lacks %s: %s", part, text)
				}
			}
		})
	}
}
