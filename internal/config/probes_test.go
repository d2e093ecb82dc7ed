package config

import (
	"strings"
	"testing"
)

// TestLogsURL: what cannot be queried, or would disclose a password, is refused.
func TestLogsURL(t *testing.T) {
	for at, want := range map[string]string{
		"": "", "http://loki-gateway.logging": "", "https://es.logs.svc:9200/prefix": "",
		"loki-gateway.logging": "is not a URL", "ftp://loki": "is not a URL", "http://": "is not a URL", "http://a b": "is not a URL",
		"https://elastic:secret@es:9200": "must not contain a user",
	} {
		message := ""
		if err := (Probes{LogsURL: at}).validate(); err != nil {
			message = err.Error()
		}
		if want == "" && message != "" || !strings.Contains(message, want) || strings.Contains(message, "secret") {
			t.Errorf("%q: %q", at, message)
		}
	}
}
