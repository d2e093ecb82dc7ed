package catalog

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/kready/kready/policies"
)

const entryYAML = `
name: probe
title: Probe
home: https://example.com
provides: [network/cni]
runs:
- images: [example/probe]
`

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"catalog": {Mode: os.ModeDir}, "tables": {Mode: os.ModeDir}}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

// TestBundleFresh fails when the bundle was not made anew after a change of the files.
func TestBundleFresh(t *testing.T) {
	want, err := Bundle(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	got, err := policies.Files.ReadFile(BundleFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the files say: run go generate ./internal/catalog", BundleFile)
	}
}

// TestBundleIsTheFiles compares what is read from the bundle with the files.
func TestBundleIsTheFiles(t *testing.T) {
	fast, err := Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	slow, err := loadFiles(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fast, slow) {
		t.Error("the bundle reads as another catalogue than the files")
	}
	if len(fast.Entries) < 200 {
		t.Errorf("%d entries", len(fast.Entries))
	}
}

func TestLoadRefuses(t *testing.T) {
	with := func(part, other string) map[string]string {
		return map[string]string{"catalog/network/probe.yaml": strings.Replace(entryYAML, part, other, 1)}
	}
	cases := map[string]struct {
		files map[string]string
		says  string
	}{
		"unknown key":       {with("title:", "titel:"), "titel"},
		"unknown rule key":  {with("images:", "image:"), "image"},
		"another name":      {with("name: probe", "name: sonde"), `must be "probe"`},
		"no kebab-case":     {with("name: probe", "name: Probe"), "kebab-case"},
		"no title":          {with("title: Probe\n", ""), "no title"},
		"no home":           {with("https://", "http://"), "https"},
		"no role":           {with("[network/cni]", "[]"), "provides nothing"},
		"malformed role":    {with("network/cni", "cni"), "battery/role"},
		"no rule":           {with("runs:\n- images: [example/probe]\n", ""), "how it is recognised"},
		"matches too much":  {with("images: [example/probe]", "kinds: [DaemonSet]"), "too much"},
		"unknown kind":      {with("images: [example/probe]", "{kinds: [Job], images: [a]}"), "Job"},
		"pattern with tag":  {with("example/probe", "example/probe:v1"), "without tag"},
		"unknown fact":      {with("runs:", "also: [{fact: nodes.nane, value: x, provides: [a/b]}]\nruns:"), "nodes.nane"},
		"unsourced end":     {with("runs:", "lifecycle: {state: retired}\nruns:"), "needs a source"},
		"unknown lifecycle": {with("runs:", "lifecycle: {state: dead}\nruns:"), "dead"},
		"unknown table":     {with("runs:", "table: probe\nruns:"), "table"},
		"explains nobody":   {with("runs:", "explains: [nobody]\nruns:"), "nobody"},
		"half a CR":         {with("runs:", "declared: [{kind: Probe}]\nruns:"), "group"},
		"no distribution":   {with("runs:", "hidden: [{note: x}]\nruns:"), "distribution"},
		"two of one name":   {map[string]string{"catalog/a/probe.yaml": entryYAML, "catalog/b/probe.yaml": entryYAML}, "two entries"},
		"table without day": {map[string]string{"tables/x.yaml": "name: x\nsource: https://y\nreleases: [{name: '1'}]\n"}, "updated"},
		"no such table":     {supportTable("kind: prices\n"), "prices"},
		"lists of another":  {supportTable("removals: [{version: v1}]\n"), "no other list"},
		"table over http":   {map[string]string{"tables/x.yaml": "name: x\nsource: http://y\nupdated: 2026-11-22\nreleases: [{name: '1'}]\n"}, "https"},
		"removal, no minor": {removals("version: v1beta1, kinds: [A], deprecatedIn: '1.30', removedIn: soon"), "soon"},
		"removed too early": {removals("version: v1beta1, kinds: [A], deprecatedIn: '1.30', removedIn: '1.9'"), "deprecated only in 1.30"},
		"odd API version":   {removals("version: beta, kinds: [A], deprecatedIn: '1.30', removedIn: '1.31'"), "beta"},
		"replaces itself":   {removals("version: v1, kinds: [A], deprecatedIn: '1.30', removedIn: '1.31', replacement: v1"), "replacement"},
		"removes nothing":   {removals("version: v1, deprecatedIn: '1.30', removedIn: '1.31'"), "no kinds"},
		"field, no minor":   {fields("alpha: '1.30.1', gate: G, source: 'https://y'"), "1.30.1"},
		"field, backwards":  {fields("alpha: '1.30', beta: '1.29', gate: G, source: 'https://y'"), "follow each other"},
		"field, no stage":   {fields("gate: G, source: 'https://y'"), "no stage"},
		"field, no default": {fields("ga: '1.30', gate: G, source: 'https://y'"), "by default"},
		"field, no gate":    {fields("beta: '1.30', source: 'https://y'"), "feature gate"},
		"field, no source":  {fields("beta: '1.30', gate: G"), "https"},
		"budget, of nobody": {budgets("kind: A.b, setting: s, source: 'https://y'"), "no product"},
		"budget, untold":    {budgets("product: P, setting: s, source: 'https://y'"), "told by"},
		"budget, half":      {budgets("product: P, kind: A.b, selectorValue: v, setting: s, source: 'https://y'"), "selectorKey"},
		"budget, odd need":  {budgets("product: P, kind: A.b, lifts: l, needs: luck, needsName: n, setting: s, source: 'https://y'"), "luck"},
		"budget, half need": {budgets("product: P, kind: A.b, lifts: l, needs: webhook, setting: s, source: 'https://y'"), "together"},
		"budget, no lift":   {budgets("product: P, kind: A.b, needs: webhook, needsName: n, setting: s, source: 'https://y'"), "lifted"},
		"budget, no way":    {budgets("product: P, kind: A.b, source: 'https://y'"), "no setting"},
		"budget, no source": {budgets("product: P, kind: A.b, setting: s"), "https"},
		"table, bad day":    {map[string]string{"tables/x.yaml": "name: x\nsource: y\nupdated: yesterday\n"}, "yesterday"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := Load(folder(tc.files))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("the error does not say %q: %v", tc.says, err)
			}
		})
	}
}

const tableHead = "name: x\ntitle: X\nsource: https://y\nupdated: 2026-11-22\n"

// supportTable is a good support table with something more in it.
func supportTable(more string) map[string]string {
	return map[string]string{"tables/x.yaml": tableHead + "releases: [{name: '1'}]\n" + more}
}

// removals is a table of one API version.
func removals(row string) map[string]string {
	return map[string]string{"tables/x.yaml": tableHead + "kind: removals\nremovals: [{group: g, " + row + "}]\n"}
}

// budgets is a table of one product that makes budgets.
func budgets(row string) map[string]string {
	return map[string]string{"tables/x.yaml": tableHead + "kind: budgets\nbudgets: [{" + row + "}]\n"}
}

// fields is a table of one field.
func fields(row string) map[string]string {
	return map[string]string{"tables/x.yaml": tableHead + "kind: fields\nfields: [{path: Pod.spec.x, " + row + "}]\n"}
}

// TestWith adds a user's entries to the shipped ones, and replaces those of the name.
func TestWith(t *testing.T) {
	shipped, err := Load(folder(map[string]string{"catalog/network/probe.yaml": entryYAML}))
	if err != nil {
		t.Fatal(err)
	}
	own := fstest.MapFS{
		"probe.yaml":     {Data: []byte(strings.Replace(entryYAML, "title: Probe", "title: Mine", 1))},
		"sub/other.yaml": {Data: []byte(strings.Replace(entryYAML, "name: probe", "name: other", 1))},
		"notes.txt":      {Data: []byte("not an entry")},
	}
	c, err := shipped.With(own)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Entries) != 2 || c.Entries[0].Name != "other" || c.Entries[1].Title != "Mine" {
		t.Errorf("got %+v", c.Entries)
	}
	if len(shipped.Entries) != 1 || shipped.Entries[0].Title != "Probe" {
		t.Error("the shipped catalogue was changed")
	}
	if _, err := shipped.With(fstest.MapFS{"a.yaml": {Data: []byte("nonsense: true")}}); err == nil || !strings.Contains(err.Error(), "a.yaml") {
		t.Errorf("the error does not name the file: %v", err)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(policies.Files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadFiles(b *testing.B) {
	for b.Loop() {
		if _, err := loadFiles(policies.Files); err != nil {
			b.Fatal(err)
		}
	}
}
