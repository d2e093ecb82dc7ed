package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"

	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/rbac"
)

// authorizer is an API server that answers reviews and discovery, and fails the test on any
// other request.
type authorizer struct {
	rules      authorizationv1.SubjectRulesReviewStatus
	everything bool // whether all rights at once are allowed
	single     bool // whether single rights are allowed
}

func (a authorizer) start(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
		switch path := r.URL.Path; {
		case path == "/version":
			answer(map[string]string{"gitVersion": "v1.37.2"})
		case path == "/api":
			answer(map[string]any{"kind": "APIVersions", "versions": []string{}})
		case path == "/apis":
			answer(map[string]any{"kind": "APIGroupList", "apiVersion": "v1", "groups": []string{}})
		case strings.HasSuffix(path, "/selfsubjectrulesreviews"):
			answer(authorizationv1.SelfSubjectRulesReview{Status: a.rules})
		case strings.HasSuffix(path, "/selfsubjectaccessreviews"):
			var review authorizationv1.SelfSubjectAccessReview
			_ = json.NewDecoder(r.Body).Decode(&review)
			all := review.Spec.ResourceAttributes != nil && review.Spec.ResourceAttributes.Resource == "*"
			review.Status.Allowed = all && a.everything || !all && a.single
			answer(review)
		default:
			t.Errorf("--dry-run asks for %s %s", r.Method, r.URL)
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(s.Close)
	kubeconfig := filepath.Join(t.TempDir(), "config")
	text := strings.ReplaceAll(`{"apiVersion":"v1","kind":"Config","current-context":"x","users":[{"name":"x","user":{"token":"t"}}],
"clusters":[{"name":"x","cluster":{"server":"SERVER"}}],"contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}]}`, "SERVER", s.URL)
	if err := os.WriteFile(kubeconfig, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return kubeconfig
}

// someRules are those of an identity that may list nodes and no more.
func someRules(incomplete bool) authorizationv1.SubjectRulesReviewStatus {
	return authorizationv1.SubjectRulesReviewStatus{
		Incomplete:    incomplete,
		ResourceRules: []authorizationv1.ResourceRule{{Verbs: []string{"list"}, APIGroups: []string{""}, Resources: []string{"nodes"}}},
	}
}

func TestDryRun(t *testing.T) {
	for _, c := range []struct {
		name    string
		server  authorizer
		args    []string
		exit    int
		reviews int // at most
		output  string
		absent  string
	}{
		{"rules that are the whole", authorizer{rules: someRules(false)}, nil, exitIncomplete, 4, "list deployments.apps: ", "does not list its rules"},
		{"the rights that help most", authorizer{rules: someRules(false)}, nil, exitIncomplete, 4, "\n  kready rbac --resources ", ""},
		{"what a check needs is there", authorizer{rules: someRules(false)}, []string{"cluster/container-runtime"}, 0, 1, "Of 1 check, 1 could be judged.", "MISSING"},
		{"above all rules", authorizer{rules: someRules(false), everything: true, single: true}, nil, 0, 12, "could be judged", "MISSING"},
		{"another authorizer allows", authorizer{rules: someRules(true), single: true}, []string{"dns/present", "dns/corefile"}, 0, rbac.MaxReviews, "does not list its rules", "MISSING"},
		{"another authorizer refuses", authorizer{rules: someRules(true)}, []string{"dns/present"}, exitIncomplete, rbac.MaxReviews, "must    dns/present", ""},
		{"too many to ask for", authorizer{rules: authorizationv1.SubjectRulesReviewStatus{Incomplete: true}}, nil, exitIncomplete, rbac.MaxReviews, "[not asked: too many]", ""},
		{"must-haves that are accepted", authorizer{rules: someRules(false)}, []string{"--allow-unknown"}, 0, 4, "would be unknown", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, stderr, document bytes.Buffer
			args := append([]string{"check", "--dry-run", "--kubeconfig", c.server.start(t)}, c.args...)
			if code := Main(append([]string{"kready"}, args...), Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin}); code != c.exit {
				t.Errorf("exit %d, want %d: %s", code, c.exit, stderr.String())
			}
			if !strings.Contains(out.String(), c.output) || c.absent != "" && strings.Contains(out.String(), c.absent) {
				t.Errorf("output:\n%s", out.String())
			}
			Main(slices.Concat([]string{"kready"}, args, []string{"-o", "json"}), Env{Stdin: strings.NewReader(""), Stdout: &document, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin})
			var outcome dryRunOutcome
			if err := json.Unmarshal(document.Bytes(), &outcome); err != nil {
				t.Fatal(err)
			}
			if outcome.Reviews > c.reviews || outcome.ExitCode != c.exit || outcome.RulesComplete == c.server.rules.Incomplete {
				t.Errorf("%d reviews, exit %d, rules complete %v", outcome.Reviews, outcome.ExitCode, outcome.RulesComplete)
			}
		})
	}
}

// TestDryRunMissing holds the JSON and the text of a missing right to what scripts read.
func TestDryRunMissing(t *testing.T) {
	for _, c := range []struct {
		missing    rbac.MissingRight
		json, note string
	}{
		{
			rbac.MissingRight{Right: kube.Right{Verb: "list", Group: "apps", Resource: "daemonsets"}},
			`{"verb":"list","resource":"daemonsets.apps"}`, "",
		},
		{
			rbac.MissingRight{Right: kube.Right{Verb: "get", Resource: "configmaps", Namespace: "web", Names: []string{"one"}}, When: "it rains", Unsure: true},
			`{"verb":"get","resource":"configmaps","namespace":"web","names":["one"],"when":"it rains","notAsked":true}`, " [not asked: too many]",
		},
		{
			rbac.MissingRight{Right: kube.Right{Verb: "get", URL: "/apis"}, Unavailable: "it is down"},
			`{"verb":"get","resource":"/apis","unanswered":"it is down"}`, " [no right helps: it is down]",
		},
	} {
		missing := dryRunMissing(c.missing)
		got, err := json.Marshal(missing)
		if err != nil || string(got) != c.json {
			t.Errorf("%s: JSON %s, %v, want %s", missing, got, err, c.json)
		}
		if missing.note() != c.note {
			t.Errorf("%s: note %q, want %q", missing, missing.note(), c.note)
		}
	}
}

// TestFleetDryRun: clusters of which the same can be judged are said once, with their names.
func TestFleetDryRun(t *testing.T) {
	file := authorizer{rules: someRules(false)}.start(t)
	config, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	more := strings.Replace(string(config), `"contexts":[`, `"contexts":[{"name":"y","context":{"cluster":"x","user":"x"}},{"name":"z","context":{"cluster":"nowhere","user":"x"}},`, 1)
	if err := os.WriteFile(file, []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, stderr bytes.Buffer
	code := Main([]string{"kready", "check", "--dry-run", "--kubeconfig", file, "--contexts", "*", "cluster/container-runtime"},
		Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin})
	if code != exitIncomplete || stderr.Len() > 0 {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
	for _, want := range []string{"2 CLUSTERS: x, y\n", "Of 1 check, 1 could be judged.", "1 CLUSTER: z\nNOT REACHED: ", "3 clusters (exit 3).\n"} {
		if strings.Count(out.String(), want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, out.String())
		}
	}
}
