package agent

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVolume: tryRead accepts what tryWrite wrote, and nothing else.
func TestVolume(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kready")
	wrote := tryWrite(t.Context(), Trial{Target: file})
	if wrote.err != nil || len(wrote.value) != 64 {
		t.Fatalf("%+v", wrote)
	}
	read := Trial{Target: file, Params: map[string]string{"sha256": wrote.value}}
	if got := tryRead(t.Context(), read); got.err != nil || got.wrong {
		t.Errorf("%+v", got)
	}
	if err := os.WriteFile(file, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := tryRead(t.Context(), read); got.err != nil || !got.wrong {
		t.Errorf("a changed file: got %+v", got)
	}
	read.Target += "-elsewhere"
	if got := tryRead(t.Context(), read); got.err == nil {
		t.Error("a file that is not there was read")
	}
	if got := tryWrite(t.Context(), Trial{Target: filepath.Join(file, "below")}); got.err == nil {
		t.Error("a file was written where none can be")
	}
}

// lines is the log that the fake stores hold.
type lines []string

func (l lines) with(word string) string {
	var found []string
	for _, line := range l {
		if word != "" && strings.Contains(line, word) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "\n")
}

func loki(log *lines) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /loki/api/v1/labels", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Scope-OrgID") != "team" {
			http.Error(w, "no org id", http.StatusUnauthorized)
			return
		}
		_, _ = fmt.Fprint(w, `{"status":"success","data":["app","namespace","__stream_shard__"]}`)
	})
	mux.HandleFunc("GET /loki/api/v1/query_range", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query().Get("query")
		*log = append(*log, "level=info query="+query) // Loki logs its queries
		_, word, _ := strings.Cut(query, "|= `")
		found := ""
		if strings.HasPrefix(query, `{namespace=~".+"}`) {
			found = log.with(strings.TrimSuffix(word, "`"))
		}
		_, _ = fmt.Fprintf(w, `{"status":"success","data":{"result":[{"values":[["1",%q]]}]}}`, found)
	})
	return mux
}

func elastic(log *lines) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_search", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"hits":{"hits":[{"_source":{"message":%q}}]}}`, log.with(strings.Trim(r.URL.Query().Get("q"), `"`)))
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, `{"cluster_name":"logs"}`) })
	return mux
}

func victoria(log *lines) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /select/logsql/field_names", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, `{"values":[]}`) })
	mux.HandleFunc("GET /select/logsql/query", func(w http.ResponseWriter, r *http.Request) {
		_, word, _ := strings.Cut(r.URL.Query().Get("query"), `"`)
		_, _ = fmt.Fprintf(w, `{"_msg":%q}`, log.with(strings.TrimSuffix(word, `"`)))
	})
	return mux
}

// TestLogs: each store is identified and queried, and only the line itself counts.
func TestLogs(t *testing.T) {
	for name, handler := range map[string]func(*lines) http.Handler{"Loki": loki, "Elasticsearch or OpenSearch": elastic, "VictoriaLogs": victoria} {
		t.Run(name, func(t *testing.T) {
			log := &lines{"some other line"}
			server := httptest.NewServer(handler(log))
			defer server.Close()
			try := Trial{Target: server.URL + "/", Params: map[string]string{"tenant": "team"}}
			if got := tryLogs(t.Context(), try); got.err != nil || got.value != name {
				t.Fatalf("%+v", got)
			}
			try.Params["seed"] = "run node-1"
			for range 2 { // the second time the store may hold the query
				if got := tryLogs(t.Context(), try); got.err != nil || !got.wrong {
					t.Errorf("before the line is printed: got %+v", got)
				}
			}
			var printed strings.Builder
			printTo(&printed, Trial{Target: "run node-1"})
			*log = append(*log, printed.String())
			if got := tryLogs(t.Context(), try); got.err != nil || got.wrong {
				t.Errorf("%+v", got)
			}
			try.Params["seed"] = "run node-2"
			if got := tryLogs(t.Context(), try); !got.wrong {
				t.Errorf("only another node's line: got %+v", got)
			}
		})
	}
}

// TestLogsUnavailable: a store that cannot be queried is an error, not a store without the
// line.
func TestLogsUnavailable(t *testing.T) {
	for body, want := range map[string]string{"loki": "no org id", "nothing": "not one of Loki"} {
		handler := http.NotFoundHandler()
		if body == "loki" {
			handler = loki(&lines{})
		}
		server := httptest.NewServer(handler)
		got := tryLogs(t.Context(), Trial{Target: server.URL, Params: map[string]string{"seed": "x"}})
		if got.err == nil || !strings.Contains(got.err.Error(), want) {
			t.Errorf("%s: %+v", body, got)
		}
		server.Close()
		if got := tryLogs(t.Context(), Trial{Target: server.URL}); got.err == nil {
			t.Errorf("a closed server: %+v", got)
		}
	}
}

// TestIMDS: what counts is whether the service can be reached and whose identity it returns;
// no body is kept.
func TestIMDS(t *testing.T) {
	const secret = "never-to-be-seen"
	aws := func(put, list int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodPut && r.URL.Path == "/latest/api/token":
				w.WriteHeader(put)
				_, _ = fmt.Fprint(w, secret)
			case r.URL.Path == "/latest/meta-data/iam/security-credentials/":
				if put != http.StatusOK && list == http.StatusUnauthorized || r.Header.Get("X-aws-ec2-metadata-token") == secret || list == http.StatusOK {
					w.WriteHeader(list)
				}
				_, _ = fmt.Fprint(w, secret)
			default:
				t.Errorf("it asks for %s", r.URL.Path)
			}
		}
	}
	gce := func(email string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Metadata-Flavor") != "Google" || !strings.HasSuffix(r.URL.Path, "/email") {
				t.Errorf("it asks for %s", r.URL.Path)
			}
			_, _ = fmt.Fprint(w, email)
		}
	}
	azure := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Metadata") != "true" || strings.Contains(r.URL.Path, "token") {
			t.Errorf("it asks for %s", r.URL.Path)
		}
		_, _ = fmt.Fprint(w, secret)
	}
	for name, tt := range map[string]struct {
		provider string
		handler  http.HandlerFunc
		reached  bool
	}{
		"IMDSv2":            {"aws", aws(200, 200), true},
		"IMDSv1":            {"aws", aws(403, 200), true},
		"token needed":      {"aws", aws(403, 401), false},
		"no role":           {"aws", aws(200, 404), false},
		"node's account":    {"gce", gce("123-compute@developer.gserviceaccount.com"), true},
		"Workload Identity": {"gce", gce("project.svc.id.goog\n"), false},
		"Azure":             {"azure", azure, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tt.handler)
			defer server.Close()
			got := tryIMDS(t.Context(), Trial{Target: tt.provider, Params: map[string]string{"url": server.URL}})
			if (got.err == nil) != tt.reached || got.wrong {
				t.Errorf("%+v", got)
			}
			if shown := fmt.Sprint(got.detail, got.value, got.err); strings.Contains(shown, secret) || strings.Contains(shown, "gserviceaccount") {
				t.Errorf("a credential is shown: %s", shown)
			}
		})
	}
	if got := tryIMDS(t.Context(), Trial{Target: "mars"}); got.err == nil {
		t.Errorf("%+v", got)
	}
}

// TestHopelessLookups: where none of the first lookups is answered, the others are not made.
func TestHopelessLookups(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if took, failed := timeLookups(ctx, "kready.invalid.", 200); len(took) != 0 || failed < 12 || failed > 20 {
		t.Errorf("%d answered, %d failed", len(took), failed)
	}
}
