package config

import (
	"strings"
	"testing"
)

// TestLogsURL: what cannot be asked, or would give a login away, is said at once.
func TestLogsURL(t *testing.T) {
	for at, want := range map[string]string{
		"": "", "http://loki-gateway.logging": "", "https://es.logs.svc:9200/prefix": "",
		"loki-gateway.logging": "is no address", "ftp://loki": "is no address", "http://": "is no address", "http://a b": "is no address",
		"https://elastic:secret@es:9200": "holds a login",
	} {
		said := ""
		if err := (Probes{LogsURL: at}).valid(); err != nil {
			said = err.Error()
		}
		if want == "" && said != "" || !strings.Contains(said, want) || strings.Contains(said, "secret") {
			t.Errorf("%q: %q", at, said)
		}
	}
}
