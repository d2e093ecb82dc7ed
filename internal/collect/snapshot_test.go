package collect

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

var moment = time.Date(2026, 11, 23, 6, 0, 0, 123456789, time.FixedZone("CET", 3600))

// live returns a target whose API server is handler.
func live(t *testing.T, handler http.HandlerFunc) target.Source {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	text := strings.NewReplacer("SERVER", s.URL).Replace(`{"apiVersion":"v1","kind":"Config","current-context":"x",
"clusters":[{"name":"x","cluster":{"server":"SERVER"}}],"users":[{"name":"x","user":{"token":"t"}}],
"contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}]}`)
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := target.NewConnectionFlags(target.Environment{})
	flags.Kubeconfig = path
	src, err := target.NewLive(flags, target.LiveOptions{Version: "test", AtOnce: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// dump returns a target that is a text.
func dump(t *testing.T, text string, complete bool) target.Source {
	t.Helper()
	opened, err := target.Open("-", target.FileOptions{Stdin: strings.NewReader(text), Complete: complete})
	if err != nil {
		t.Fatal(err)
	}
	return opened.Source
}

// everything names all workloads, as a caller might who takes all for the platform's.
func everything(s *facts.Snapshot) []facts.ObjectRef {
	var refs []facts.ObjectRef
	for _, w := range s.Workloads {
		refs = append(refs, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
	}
	return refs
}

func reasons(s *facts.Snapshot, kind facts.Kind) []string {
	var out []string
	for _, b := range s.Blind([]facts.Kind{kind}) {
		out = append(out, b.Verb+" "+b.Resource+" "+b.Reason)
	}
	return out
}

func TestEveryKindHasACollector(t *testing.T) {
	var kinds []facts.Kind
	for _, c := range All() {
		kinds = append(kinds, c.Facts)
		for _, before := range c.After {
			if !slices.Contains(facts.Kinds(), before) {
				t.Errorf("%s comes after %q, which is no kind of fact", c.Facts, before)
			}
		}
		for _, read := range c.Reads {
			if len(read.Verbs) == 0 || read.Resource == "secrets" && c.Consent != ConsentSecretNames || slices.Contains(read.Verbs, "watch") {
				t.Errorf("%s reads %+v", c.Facts, read)
			}
			byName := len(read.Names) > 0 || read.MoreNames != "" && slices.Equal(read.Verbs, []string{"get"})
			if read.Resource == "configmaps" && !byName {
				t.Errorf("%s reads ConfigMaps at large", c.Facts)
			}
		}
	}
	if !slices.Equal(kinds, facts.Kinds()) {
		t.Errorf("collectors fill %v, the snapshot holds %v", kinds, facts.Kinds())
	}
}

func TestOnlyWhatIsNeeded(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":[]}`))
	})
	s := Snapshot(t.Context(), src, []facts.Kind{"nodes"}, Options{Now: moment, Version: "v1"})
	if !slices.Equal(asked, []string{"/api/v1/nodes"}) {
		t.Errorf("asked %v", asked)
	}
	if len(s.BlindSpots) != len(facts.Kinds())-1 || len(s.Blind([]facts.Kind{"nodes"})) != 0 {
		t.Errorf("blind spots: %v", s.BlindSpots)
	}
	for _, b := range s.BlindSpots {
		if b.Reason != facts.ReasonNotCollected {
			t.Errorf("got %+v", b)
		}
	}
	if got := s.CollectedAt.Format(time.RFC3339Nano); got != "2026-11-23T05:00:00Z" {
		t.Errorf("collected at %s", got)
	}
}

func TestWithoutRightsEverythingIsBlind(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(403)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","code":403,"reason":"Forbidden","message":"no"}`))
	})
	declared := []OperatorKind{{Group: "operator.tigera.io", Kind: "Installation", Resource: "installations"}}
	s := Snapshot(t.Context(), src, facts.Kinds(), Options{Now: moment, Platform: everything, Operators: declared, Products: products, Lookups: lookups, Custom: []facts.CustomSource{{Name: "maps", Resource: "configmaps"}}, Consents: []Consent{ConsentMetrics}})
	for _, kind := range facts.Kinds() {
		blind := s.Blind([]facts.Kind{kind})
		if kind == "probes" || kind == "servingCertificate" || kind == facts.KindCaller || kind == facts.KindLegacyTokens || kind == facts.KindHelmReleases { // nothing is read for them
			continue
		}
		if len(blind) == 0 || slices.ContainsFunc(blind, func(b facts.BlindSpot) bool { return b.Reason != facts.ReasonForbidden }) {
			t.Errorf("%s: %v", kind, blind)
		}
	}
	for _, path := range asked {
		if strings.Contains(path, "/secrets") {
			t.Errorf("asked %s", path)
		}
	}
	want := []string{
		"list cronjobs.batch forbidden", "list daemonsets.apps forbidden", "list deployments.apps forbidden",
		"list pods forbidden", "list statefulsets.apps forbidden",
	}
	if got := reasons(s, "workloads"); !slices.Equal(got, want) {
		t.Errorf("workloads: %v", got)
	}
}

func TestBrokenCollectorCostsItsOwnKind(t *testing.T) {
	all := []Collector{
		{Facts: "nodes", Reads: []Read{list("", "nodes")}, Collect: func(context.Context, *Run) Fill { panic("oh") }},
		{Facts: "namespaces", After: []facts.Kind{"nodes"}, Collect: func(context.Context, *Run) Fill {
			return func(s *facts.Snapshot) { s.Namespaces = []facts.Namespace{{Name: "a"}} }
		}},
	}
	s := collectWith(t.Context(), stuck{}, all, []facts.Kind{"namespaces"}, Options{})
	if len(s.Namespaces) != 1 {
		t.Errorf("namespaces: %v", s.Namespaces)
	}
	if got := reasons(s, "nodes"); !slices.Equal(got, []string{"list nodes malformed"}) {
		t.Errorf("nodes: %v", got)
	}
}

func TestSameDumpSameSnapshot(t *testing.T) {
	text := cluster(t)
	var before []byte
	for range 5 {
		s := Snapshot(t.Context(), dump(t, text, true), facts.Kinds(), Options{Now: moment, Platform: everything})
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && string(before) != string(data) {
			t.Fatalf("two collections differ:\n%s\n%s", before, data)
		}
		before = data
	}
}

func TestHalfDecodedCustomResources(t *testing.T) {
	text := `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"external-secrets.io/v1","kind":"SecretStore","metadata":{"name":"good","namespace":"a"},
 "spec":{"provider":{}},"status":{"conditions":[{"type":"Ready","status":"True","reason":"Valid"}]}},
{"apiVersion":"external-secrets.io/v1","kind":"SecretStore","metadata":{"name":"bad","namespace":"a"},"spec":{"provider":{}},"status":{"conditions":"none"}},
{"apiVersion":"secrets.hashicorp.com/v1beta1","kind":"VaultAuth","metadata":{"name":"vault","namespace":"a"},"status":{"valid":false,"error":"denied"}}]}`
	s := Snapshot(t.Context(), dump(t, text, true), []facts.Kind{"secretStores"}, Options{Now: moment})
	if len(s.SecretStores) != 2 || s.SecretStores[0].Ready != "True" || s.SecretStores[1].Ready != "False" || s.SecretStores[1].Message != "denied" {
		t.Errorf("stores: %+v", s.SecretStores)
	}
	blind := s.Blind([]facts.Kind{"secretStores"})
	if len(blind) != 1 || blind[0].Reason != facts.ReasonMalformed || !strings.Contains(blind[0].Message, "a/bad: the field status.conditions is not a list") {
		t.Errorf("blind spots: %+v", blind)
	}
}

func TestCustomResourcesOfDeadAndAbsentGroups(t *testing.T) {
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
		items := ""
		if r.URL.Path == "/apis" {
			items = `{"metadata":{"name":"apps"},"versions":[{"version":"v1"}]},{"metadata":{"name":"gateway.networking.k8s.io"},"versions":[{"version":"v1","freshness":"Stale"}]}`
		}
		_, _ = w.Write([]byte(`{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[` + items + `]}`))
	})
	s := Snapshot(t.Context(), src, []facts.Kind{"gatewayClasses", "secretStores", "apis"}, Options{Now: moment})
	if got := reasons(s, "gatewayClasses"); !slices.Equal(got, []string{"list gatewayclasses.gateway.networking.k8s.io unavailable"}) {
		t.Errorf("gateway classes: %v", got)
	}
	if got := reasons(s, "secretStores"); got != nil {
		t.Errorf("secret stores: %v", got)
	}
	if len(s.APIs) != 2 || !slices.Equal(s.APIs[1].Unanswered, []string{"v1"}) || reasons(s, "apis") != nil {
		t.Errorf("apis: %+v, %v", s.APIs, reasons(s, "apis"))
	}
}
