package collect

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

const topics = `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata:
  name: orders
  namespace: kafka
  labels: {team: shop}
  annotations: {example.com/owner: ann, example.com/other: hunter2}
  creationTimestamp: "2026-06-01T00:00:00Z"
spec:
  partitions: 9007199254740993
  ratio: 0.5
  replicas: null
  config: {password: hunter2}
  listeners: [{port: 1, tls: {secret: hunter2}}, {name: x}]
  hosts: [a, b]
status:
  conditions: [{type: Ready, status: "True", message: hunter2}]
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: {name: alerts, namespace: kafka}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: platform, namespace: kube-system}
data: {zone: a, token: hunter2}
`

var topicSource = facts.CustomSource{
	Name: "topics", Group: "kafka.strimzi.io", Resource: "kafkatopics", Fields: []string{
		"spec.partitions", "spec.ratio", "spec.replicas", "spec.config", "spec.listeners[].port", "spec.hosts",
		"status.conditions[].type", `metadata.annotations["example.com/owner"]`,
	},
}

// collectSources collects resources of the user, and nothing else.
func collectSources(t *testing.T, text string, complete bool, sources ...facts.CustomSource) *facts.Snapshot {
	t.Helper()
	return Snapshot(t.Context(), dump(t, text, complete), []facts.Kind{facts.KindCustom}, Options{Now: moment, Custom: sources})
}

func TestCustom(t *testing.T) {
	zones := facts.CustomSource{Name: "zones", Resource: "configmaps", Namespace: "kube-system", Fields: []string{"data.zone"}}
	s := collectSources(t, topics, true, topicSource, zones)
	got, err := json.Marshal(s.Custom[0].Objects)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"createdAt":"0001-01-01T00:00:00Z","labels":{},"metadata":{},"name":"alerts","namespace":"kafka"},` +
		`{"createdAt":"2026-06-01T00:00:00Z","labels":{"team":"shop"},"metadata":{"annotations":{"example.com/owner":"ann"}},"name":"orders","namespace":"kafka",` +
		`"spec":{"config":{},"hosts":["a","b"],"listeners":[{"port":1},{}],"partitions":9007199254740993,"ratio":0.5},"status":{"conditions":[{"type":"Ready"}]}}]`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if o := s.Custom[1].Objects; len(o) != 1 || o[0]["data"].(map[string]any)["zone"] != "a" {
		t.Errorf("%+v", o)
	}
	assertAbsent(t, s, "hunter2")
	if blind := s.Blind([]facts.Kind{"custom.topics", "custom.zones"}); len(blind) > 0 {
		t.Errorf("%+v", blind)
	}
}

// TestCustomOnFile: what a snapshot on file says is what the cluster said, to the digit.
func TestCustomOnFile(t *testing.T) {
	s := collectSources(t, topics, true, topicSource)
	before, _ := json.Marshal(s)
	var read facts.Snapshot
	if err := json.Unmarshal(before, &read); err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(read); string(after) != string(before) {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

func TestCustomBlindSpots(t *testing.T) {
	with := func(change func(*facts.CustomSource)) facts.CustomSource {
		source := topicSource
		change(&source)
		return source
	}
	for name, tt := range map[string]struct {
		text     string
		complete bool
		source   facts.CustomSource
		want     string // the reason; "" for none
	}{
		"all of it":       {topics, true, topicSource, ""},
		"not in the dump": {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", false, topicSource, facts.ReasonNotContained},
		"misspelt":        {topics, true, with(func(s *facts.CustomSource) { s.Resource = "kafkatopic" }), facts.ReasonNotServed},
		"optional":        {topics, true, with(func(s *facts.CustomSource) { s.Resource, s.Optional = "kafkatopic", true }), ""},
		"its version":     {topics, true, with(func(s *facts.CustomSource) { s.Version = "v1" }), ""},
		"another version": {topics, true, with(func(s *facts.CustomSource) { s.Version = "v2" }), facts.ReasonNotServed},
		"no list":         {topics, true, with(func(s *facts.CustomSource) { s.Fields = []string{"spec.partitions[].a"} }), facts.ReasonMalformed},
		"no object":       {topics, true, with(func(s *facts.CustomSource) { s.Fields = []string{"spec.hosts.a"} }), facts.ReasonMalformed},
		"long value":      {strings.ReplaceAll(topics, "[a, b]", "["+strings.Repeat("x", CustomValue)+"]"), true, topicSource, facts.ReasonTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			s := collectSources(t, tt.text, tt.complete, tt.source)
			got := ""
			if blind := s.Blind([]facts.Kind{"custom.topics"}); len(blind) > 0 {
				got = blind[0].Reason
			}
			if got != tt.want {
				t.Errorf("got %q, want %q: %+v", got, tt.want, s.BlindSpots)
			}
			if blind := s.Blind([]facts.Kind{"custom.others"}); len(blind) > 0 {
				t.Errorf("another resource is blind as well: %+v", blind)
			}
		})
	}
}

func TestCustomManyObjects(t *testing.T) {
	var text strings.Builder
	for i := range CustomObjects + 1 {
		fmt.Fprintf(&text, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d, namespace: a}\n", i)
	}
	s := collectSources(t, text.String(), true, facts.CustomSource{Name: "maps", Resource: "configmaps"})
	if got := reasons(s, "custom.maps"); !slices.Equal(got, []string{"list configmaps too-large"}) {
		t.Errorf("%v", got)
	}
	if n := len(s.Custom[0].Objects); n != CustomObjects {
		t.Errorf("%d objects", n)
	}
}

// TestCustomForbidden: a missing right on one resource leaves the other ones alone.
func TestCustomForbidden(t *testing.T) {
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/api":
			fmt.Fprint(w, `{"kind":"APIVersions","versions":["v1"]}`)
		case "/api/v1":
			fmt.Fprint(w, `{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["list"]},{"name":"pods","kind":"Pod","namespaced":true,"verbs":["list"]}]}`)
		case "/apis":
			fmt.Fprint(w, `{"kind":"APIGroupList","apiVersion":"v1","groups":[]}`)
		case "/api/v1/configmaps":
			if !strings.HasPrefix(r.Header.Get("Accept"), "application/json") {
				t.Error("the objects were not asked for as they are written")
			}
			fmt.Fprint(w, `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a","namespace":"b"},"data":{"zone":"x"}}]}`)
		default:
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}`)
		}
	})
	s := Snapshot(t.Context(), src, []facts.Kind{facts.KindCustom}, Options{Now: moment, Custom: []facts.CustomSource{
		{Name: "maps", Resource: "configmaps", Fields: []string{"data.zone"}}, {Name: "pods", Resource: "pods"},
	}})
	if got := reasons(s, "custom.pods"); !slices.Equal(got, []string{"list pods forbidden"}) {
		t.Errorf("pods: %v", got)
	}
	if got := s.Blind([]facts.Kind{"custom.maps"}); len(got) > 0 || len(s.Custom[0].Objects) != 1 {
		t.Errorf("%+v, %+v", got, s.Custom)
	}
}

// TestCustomOnlyWanted: what no check needs is not asked for.
func TestCustomOnlyWanted(t *testing.T) {
	other := facts.CustomSource{Name: "maps", Resource: "configmaps"}
	s := Snapshot(t.Context(), dump(t, topics, true), []facts.Kind{"custom.maps"}, Options{Now: moment, Custom: []facts.CustomSource{topicSource, other}})
	if len(s.Custom) != 1 || s.Custom[0].Name != "maps" {
		t.Errorf("%+v", s.Custom)
	}
	reads := Reads([]facts.Kind{"custom.maps"}, Options{Custom: []facts.CustomSource{topicSource, other}})
	if len(reads) != 1 || reads[0].Title() != "configmaps" {
		t.Errorf("%+v", reads)
	}
	if reads := Reads([]facts.Kind{"custom", "nodes"}, Options{Custom: []facts.CustomSource{topicSource, other}}); len(reads) != 3 {
		t.Errorf("%+v", reads)
	}
}
