package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadClusters(t *testing.T) {
	dir := t.TempDir()
	text := `apiVersion: kready.dev/v1
kind: Clusters
clusters:
- {context: prod-eu, labels: {region: eu, tier: 1, live: true}, profile: edge}
- {context: 'prod-*', config: ../prod/kready.yaml}
- {from: snapshots/old.json}
- {from: /abs/*.json}
`
	if err := os.WriteFile(filepath.Join(dir, "fleet.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := LoadClusters(filepath.Dir(dir), filepath.Join(filepath.Base(dir), "fleet.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if e := got.Entries[0]; e.Labels["tier"] != "1" || e.Labels["live"] != "true" || e.Labels["region"] != "eu" || e.Profile != "edge" || e.Pattern() {
		t.Errorf("%+v", e)
	}
	for i, want := range []string{"", filepath.Join("prod", "kready.yaml")} {
		if got.Entries[i].Config != want {
			t.Errorf("the configuration of number %d is %q, want %q", i+1, got.Entries[i].Config, want)
		}
	}
	if from := got.Entries[2].From; from != filepath.Join(filepath.Base(dir), "snapshots", "old.json") || !got.Entries[1].Pattern() || got.Entries[3].From != "/abs/*.json" {
		t.Errorf("%+v", got.Entries)
	}
}

// TestClustersRefused: what is wrong with an inventory is one line, with the place.
func TestClustersRefused(t *testing.T) {
	many := make([]string, mostLabels+1)
	for i := range many {
		many[i] = "k" + strings.Repeat("x", i) + ": v"
	}
	for text, want := range map[string]string{
		"":                                       "must have apiVersion",
		"clusters: [{context: a}]":               "must have apiVersion: kready.dev/v1 and kind: Clusters",
		"H clusters: []":                         "clusters: names none",
		"H clusters: [{context: a, cluster: b}]": `line 3: unknown field "cluster"`,
		"H clusters: [{context: a}, {profile: kind}]":                                            "clusters: number 2 names neither a context nor a file (from), or both",
		"H clusters: [{context: a, from: b}]":                                                    "number 1 names neither a context nor a file (from), or both",
		"H clusters: [{from: '-'}]":                                                              "number 1 names standard input",
		"H clusters: [{context: a}, {context: a}]":                                               `number 2 is number 1 again ("a")`,
		"H clusters: [{context: a, profile: huge}]":                                              `number 1 ("a") has an unknown profile "huge": must be one of production, `,
		"H clusters: [{context: a, labels: {Region: eu}}]":                                       `a label "Region": its key must be lower-case`,
		"H clusters: [{context: a, labels: {region: ''}}]":                                       "a label region without a value",
		"H clusters: [{context: a, labels: {region: null}}]":                                     "a label region without a value",
		"H clusters: [{context: a, labels: {r: {x: y}}}]":                                        "line 3: must be a text, got keys with values",
		"H clusters: [{context: a, labels: {r: " + strings.Repeat("é", mostLabelValue+1) + "}}]": "a label r of more than 100 characters",
		"H clusters: [{context: a, labels: {" + strings.Join(many, ", ") + "}}]":                 "has 21 labels, more than 20",
		"H clusters: [{context: \"a\\e[2J\\n=1\", from: x}]":                                     "number 1 names neither",
		"H clusters: [{context: \"a\\e[2J\\n\", profile: x}]":                                    `("a\x1b[2J\n") has an unknown profile`,
		"H clusters: [{context: a}]\n---\nkind: Clusters":                                        "line 5: a second document begins",
		"H clusters: [": "line 3: did not find expected node content",
	} {
		_, err := parseClusters([]byte(strings.Replace(text, "H ", "apiVersion: kready.dev/v1\nkind: Clusters\n", 1)))
		if err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
