package target

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

func TestFolder(t *testing.T) {
	folder := t.TempDir()
	put := func(name string, data []byte) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("cluster-resources/deployments/prod.json", []byte(`{"kind":"DeploymentList","apiVersion":"apps/v1","items":[{"metadata":{"name":"a","namespace":"prod"}}]}`))
	put("cluster-resources/auth-cani-list/prod.json", []byte(`{"status":{"resourceRules":[]}}`))
	put("cluster-resources/ingress-errors.json", []byte(`["ingresses is forbidden"]`))
	put("more.yaml.gz", zipped(t, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b, namespace: prod}\n"))
	put("notes.txt", []byte("{{ not yaml"))
	opened, err := Open(folder, FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(t, opened.Source, deployments); !slices.Equal(got, []string{"prod/a", "prod/b"}) {
		t.Errorf("got %v", got)
	}
	if len(opened.Notes) != 0 {
		t.Errorf("notes: %v", opened.Notes)
	}
	if about := opened.Source.Describe(); about.Kind != "manifests" || about.Name != filepath.Base(folder) {
		t.Errorf("it is %+v", about)
	}
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBadFiles(t *testing.T) {
	cases := []struct{ name, file, text, want string }{
		{"YAML", "a.yaml", "apiVersion: v1\nkind: Node\n---\nkind: [\n", "a.yaml:"},
		{"tabs", "a.yaml", "apiVersion: v1\nkind: Node\n---\nkind: Node\nmetadata:\n\tname: x\n", "a.yaml:6 does not parse"},
		{"chart template", "a.yaml", "apiVersion: v1\nkind: {{ .Values.kind }}\n", "does not parse"},
		{"JSON", "a.json", "{\n\"kind\": \"Node\",\n\"metadata\": nope}", "a.json:3 does not parse"},
		{"cut JSON", "a.json", `{"apiVersion":"v1","kind":"List","items":[`, "a.json does not parse: it ends in the middle"},
		{"empty", "a.yaml", "", "holds no Kubernetes objects"},
		{"no objects", "a.yaml", "hello: world\n", "holds no Kubernetes objects"},
		{"binary", "a.json", "\x00\x01\x02", "is not a text file"},
		{"zip", "a.json", "PK\x03\x04aaaa", "not a valid zip file"},
		{"report", "a.json", `{"apiVersion":"kready.dev/v1","kind":"Report"}`, "is a Report of kready, not a Snapshot"},
		{"other format", "a.json", `{"apiVersion":"kready.dev/v9","kind":"Snapshot"}`, "format kready.dev/v9; this kready reads kready.dev/v1"},
		{"cut snapshot", "a.json", `{"apiVersion":"kready.dev/v1","kind":"Snapshot","nodes":[{"name"`, "cut short"},
		{"wrong snapshot", "a.json", `{"apiVersion":"kready.dev/v1","kind":"Snapshot","nodes":3}`, "is not a valid snapshot"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(write(t, c.file, c.text), FileOptions{})
			if !IsConfigError(err) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none"), FileOptions{}); !IsConfigError(err) || !strings.Contains(err.Error(), "none: no such file") {
		t.Errorf("got %v", err)
	}
}

// TestSnapshotsInAnyOrder: tools such as jq and yq sort a file's fields, so that its apiVersion comes late; people put
// comments before it. What is cut short is called a snapshot all the same.
func TestSnapshotsInAnyOrder(t *testing.T) {
	services := make([]facts.APIService, 100)
	for i := range services {
		services[i] = facts.APIService{Name: fmt.Sprintf("v1.group%d.example.org", i)}
	}
	s := facts.Snapshot{
		APIVersion: facts.APIVersion, Kind: facts.SnapshotKind, CollectedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		APIServices: services, Nodes: []facts.Node{{Name: "a"}},
	}
	facts.FillEmpty(&s)
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.MarshalIndent(fields, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := yaml.FromJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	kindFirst := `{"kind": "Snapshot", ` + strings.Replace(string(sorted), "{", "", 1)
	for name, content := range map[string]string{
		"sorted": string(sorted), "kind first": kindFirst, "yaml": string(asYAML), "marked": "---\n" + string(asYAML),
		"commented": "# ours\n\n--- # a snapshot\n# " + strings.Repeat("long ", 2000) + "\n" + string(asYAML), "packed": string(zipped(t, string(sorted))),
	} {
		opened, err := Open(write(t, "s", content), FileOptions{})
		if err != nil || opened.Snapshot == nil || opened.Snapshot.Nodes[0].Name != "a" || len(opened.Snapshot.APIServices) != 100 {
			t.Errorf("%s: %+v, %v", name, opened, err)
		}
		if doc, err := ReadDocument(write(t, "s", content), nil, Environment{}); err != nil || doc.Snapshot == nil {
			t.Errorf("%s as a document: %v", name, err)
		}
	}
	if _, err := Open(write(t, "cut", string(sorted[:len(sorted)-20])), FileOptions{}); err == nil || !strings.Contains(err.Error(), "was it cut short?") {
		t.Errorf("cut short: %v", err)
	}
}

func TestSnapshotFiles(t *testing.T) {
	s := facts.Snapshot{APIVersion: facts.APIVersion, Kind: facts.SnapshotKind, CollectedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Nodes: []facts.Node{{Name: "a"}}}
	facts.FillEmpty(&s)
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"plain": string(data), "packed": string(zipped(t, string(data)))} {
		opened, err := Open(write(t, name, content), FileOptions{})
		if err != nil || opened.Snapshot == nil || opened.Snapshot.Nodes[0].Name != "a" || len(opened.Snapshot.BlindSpots) != 0 {
			t.Errorf("%s: %+v, %v", name, opened, err)
		}
	}
	opened, err := Open(write(t, "old", `{"apiVersion":"kready.dev/v1","kind":"Snapshot","collectedAt":"2026-01-01T00:00:00Z","target":{},"blindSpots":[],"nodes":[]}`), FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if blind := opened.Snapshot.Blind([]facts.Kind{"workloads"}); len(blind) != 1 || blind[0].Reason != facts.ReasonNotCollected {
		t.Errorf("what an old file does not hold: %v", blind)
	}
	if blind := opened.Snapshot.Blind([]facts.Kind{"nodes"}); len(blind) != 0 {
		t.Errorf("what it does hold: %v", blind)
	}
}
