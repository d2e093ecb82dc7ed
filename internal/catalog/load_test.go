package catalog

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kready/kready/internal/facts"
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
		"unknown key":             {with("title:", "titel:"), "titel"},
		"unknown rule key":        {with("images:", "image:"), "image"},
		"another name":            {with("name: probe", "name: sonde"), `must be "probe"`},
		"no kebab-case":           {with("name: probe", "name: Probe"), "kebab-case"},
		"no title":                {with("title: Probe\n", ""), "no title"},
		"no home":                 {with("https://", "http://"), "https"},
		"no role":                 {with("[network/cni]", "[]"), "provides nothing"},
		"malformed role":          {with("network/cni", "cni"), "battery/role"},
		"no rule":                 {with("runs:\n- images: [example/probe]\n", ""), "how it is recognised"},
		"matches too much":        {with("images: [example/probe]", "kinds: [DaemonSet]"), "too much"},
		"unknown kind":            {with("images: [example/probe]", "{kinds: [Job], images: [a]}"), "Job"},
		"pattern with tag":        {with("example/probe", "example/probe:v1"), "without tag"},
		"unknown fact":            {with("runs:", "also: [{fact: nodes.nane, value: x, provides: [a/b]}]\nruns:"), "nodes.nane"},
		"unsourced end":           {with("runs:", "lifecycle: {state: retired}\nruns:"), "needs a source"},
		"unknown lifecycle":       {with("runs:", "lifecycle: {state: dead}\nruns:"), "dead"},
		"unknown table":           {with("runs:", "table: probe\nruns:"), "table"},
		"explains nobody":         {with("runs:", "explains: [nobody]\nruns:"), "nobody"},
		"half a CR":               {with("runs:", "declared: [{kind: Probe}]\nruns:"), "group"},
		"no distribution":         {with("runs:", "hidden: [{note: x}]\nruns:"), "distribution"},
		"two of one name":         {map[string]string{"catalog/a/probe.yaml": entryYAML, "catalog/b/probe.yaml": entryYAML}, "two entries"},
		"table without day":       {map[string]string{"tables/x.yaml": "name: x\nsource: https://y\nreleases: [{name: '1'}]\n"}, "updated"},
		"no such table":           {supportTable("kind: prices\n"), "prices"},
		"lists of another":        {supportTable("removals: [{version: v1}]\n"), "no other list"},
		"table over http":         {map[string]string{"tables/x.yaml": "name: x\nsource: http://y\nupdated: 2026-11-22\nreleases: [{name: '1'}]\n"}, "https"},
		"removal, no minor":       {removals("version: v1beta1, kinds: [A], deprecatedIn: '1.30', removedIn: soon"), "soon"},
		"removed too early":       {removals("version: v1beta1, kinds: [A], deprecatedIn: '1.30', removedIn: '1.9'"), "deprecated only in 1.30"},
		"odd API version":         {removals("version: beta, kinds: [A], deprecatedIn: '1.30', removedIn: '1.31'"), "beta"},
		"replaces itself":         {removals("version: v1, kinds: [A], deprecatedIn: '1.30', removedIn: '1.31', replacement: v1"), "replacement"},
		"removes nothing":         {removals("version: v1, deprecatedIn: '1.30', removedIn: '1.31'"), "no kinds"},
		"field, no minor":         {fields("alpha: '1.30.1', gate: G, source: 'https://y'"), "1.30.1"},
		"field, backwards":        {fields("alpha: '1.30', beta: '1.29', gate: G, source: 'https://y'"), "follow each other"},
		"field, no stage":         {fields("gate: G, source: 'https://y'"), "no stage"},
		"field, no default":       {fields("ga: '1.30', gate: G, source: 'https://y'"), "by default"},
		"field, no gate":          {fields("beta: '1.30', source: 'https://y'"), "feature gate"},
		"field, no source":        {fields("beta: '1.30', gate: G"), "https"},
		"budget, of nobody":       {budgets("kind: A.b, setting: s, source: 'https://y'"), "no product"},
		"budget, untold":          {budgets("product: P, setting: s, source: 'https://y'"), "told by"},
		"budget, half":            {budgets("product: P, kind: A.b, selectorValue: v, setting: s, source: 'https://y'"), "selectorKey"},
		"budget, odd need":        {budgets("product: P, kind: A.b, lifts: l, needs: luck, needsName: n, setting: s, source: 'https://y'"), "luck"},
		"budget, half need":       {budgets("product: P, kind: A.b, lifts: l, needs: webhook, setting: s, source: 'https://y'"), "together"},
		"budget, no lift":         {budgets("product: P, kind: A.b, needs: webhook, needsName: n, setting: s, source: 'https://y'"), "lifted"},
		"budget, no way":          {budgets("product: P, kind: A.b, source: 'https://y'"), "no setting"},
		"budget, no source":       {budgets("product: P, kind: A.b, setting: s"), "https"},
		"compat, of nobody":       {compatibility("versions: [{name: '1', minimum: 1.30+}]\nstatement: versions\n"), "not an entry"},
		"compat, no statement":    {compatibility("versions: [{name: '1', minimum: 1.30+}]\n"), "versions, policy, none"},
		"compat, no lines":        {compatibility("statement: versions\n"), "exactly when"},
		"compat, silent":          {compatibility("statement: none\n"), "says nothing"},
		"compat, odd line":        {compatibility("statement: versions\nversions: [{name: v1, minimum: 1.30+}]\n"), "v1"},
		"compat, two bases":       {compatibility("statement: versions\nversions: [{name: '1', minimum: 1.30+, tested: 1.30+}]\n"), "more than one"},
		"compat, no range":        {compatibility("statement: versions\nversions: [{name: '1', tested: new}]\n"), "not a range"},
		"compat, empty range":     {compatibility("statement: versions\nversions: [{name: '1'}]\n"), "not a range"},
		"compat, backwards":       {compatibility("statement: versions\nversions: [{name: '1', tested: 1.31-1.30}]\n"), "before it begins"},
		"compat, no minimum":      {compatibility("statement: versions\nversions: [{name: '1', minimum: 1.31-1.32}]\n"), "not a minimum"},
		"compat, twice":           {compatibility("statement: versions\nversions: [{name: '1', tested: '1.31'}, {name: '1', tested: '1.32'}]\n"), "two lines"},
		"compat, http":            {compatibility("statement: versions\nversions: [{name: '1', tested: '1.31', source: 'http://y'}]\n"), "https"},
		"switch, of both":         {switches("gate: G, flag: f, component: kubelet, removedIn: '1.38'"), "a gate or a flag"},
		"switch, of none":         {switches("removedIn: '1.38'"), "a gate or a flag"},
		"flag, of nobody":         {switches("flag: f, removedIn: '1.38'"), "of a component"},
		"gate, of somebody":       {switches("gate: G, component: kubelet, removedIn: '1.38'"), "of a component"},
		"gate, no minor":          {switches("gate: G, removedIn: soon"), "soon"},
		"words of another":        {supportTable("says: much\n"), "kind compatibility"},
		"shipped, bad Kubernetes": {shippedRow("kubernetes: '37', version: 1.2.3"), "not a minor release"},
		"shipped, bad version":    {shippedRow("kubernetes: '1.37', version: newest"), "not a version"},
		"shipped over http":       {shippedRow("kubernetes: '1.37', version: 1.2.3, source: 'http://y'"), "https"},
		"table, bad day":          {map[string]string{"tables/x.yaml": "name: x\nsource: y\nupdated: yesterday\n"}, "yesterday"},
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

// compatibility is a table of that kind of a product that no entry has.
func compatibility(rest string) map[string]string {
	return map[string]string{"tables/x.yaml": "kind: compatibility\nname: x\ntitle: X\nsource: https://y\nupdated: 2026-11-22\n" + rest}
}

// TestRanges reads each form of a range of Kubernetes versions.
func TestRanges(t *testing.T) {
	files := compatibility(`statement: versions
versions:
- {name: "1.2", tested: "1.30-1.33"}
- {name: "1.3", supported: "1.31+"}
- {name: "1.4", supported: "-1.35", endOfSupport: 2026-09-09, source: "https://z"}
- {name: "1.5", tested: "1.36"}
- {name: "2", minimum: "1.36+", andLater: true}
`)
	files["catalog/network/x.yaml"] = strings.ReplaceAll(strings.Replace(entryYAML, "name: probe", "name: x", 1), "Probe", "X")
	c, err := Load(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	table, ok := c.Compatibility("x")
	if !ok {
		t.Fatal("no table of x")
	}
	want := []facts.CompatibleRelease{
		{Name: "1.2", Basis: "tested", From: "1.30", To: "1.33", FromMinor: 30, ToMinor: 33},
		{Name: "1.3", Basis: "supported", From: "1.31", FromMinor: 31},
		{Name: "1.4", Basis: "supported", To: "1.35", ToMinor: 35, EndOfSupport: time.Date(2026, 9, 9, 0, 0, 0, 0, time.UTC), Source: "https://z"},
		{Name: "1.5", Basis: "tested", From: "1.36", To: "1.36", FromMinor: 36, ToMinor: 36},
		{Name: "2", AndLater: true, Basis: "minimum", From: "1.36", FromMinor: 36},
	}
	if !reflect.DeepEqual(table.Releases, want) {
		t.Errorf("got %+v\nwant %+v", table.Releases, want)
	}
	if _, ok := c.Compatibility("y"); ok {
		t.Error("y has a table")
	}
}

// TestWithTables replaces tables by their kind and name.
func TestWithTables(t *testing.T) {
	shipped, err := Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	own := fstest.MapFS{
		"a.yaml": {Data: []byte("name: cilium\nsource: https://y\nupdated: 2026-11-22\nreleases: [{name: '1.99'}]\n")},
		"b/c.yaml": {Data: []byte("kind: compatibility\nname: cilium\ntitle: Cilium\nsource: https://y\nupdated: 2026-11-22\n" +
			"statement: versions\nversions: [{name: '1.99', supported: 1.40+}]\n")},
		"notes.txt": {Data: []byte("no table")},
	}
	c, err := shipped.WithTables(own)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Tables.Support) != len(shipped.Tables.Support) || len(c.Tables.Compatibility) != len(shipped.Tables.Compatibility) {
		t.Error("a table was added in place of the one of its name")
	}
	i := slices.IndexFunc(c.Tables.Support, func(t facts.SupportTable) bool { return t.Name == "cilium" })
	if got := c.Tables.Support[i].Releases[0].Name; got != "1.99" {
		t.Errorf("the ends of support are the shipped ones: %s", got)
	}
	if table, _ := c.Compatibility("cilium"); table.Releases[0].FromMinor != 40 {
		t.Errorf("the versions are the shipped ones: %+v", table)
	}
	if len(c.Tables.BudgetOwners) == 0 || len(c.Tables.Removals) == 0 || len(c.Entries) != len(shipped.Entries) {
		t.Error("what the folder does not have is gone")
	}
	if _, err := shipped.WithTables(fstest.MapFS{"x.yaml": {Data: []byte("name: x\n")}}); err == nil || !strings.Contains(err.Error(), "x.yaml") {
		t.Errorf("a table without a source: %v", err)
	}
}

// switches is a table of that kind with one row.
func switches(row string) map[string]string {
	return map[string]string{"tables/x.yaml": "kind: switches\nname: x\ntitle: X\nsource: https://y\nupdated: 2026-11-22\nswitches: [{" + row + "}]\n"}
}

// shippedRow is a table of what comes with Kubernetes, of one row.
func shippedRow(row string) map[string]string {
	return map[string]string{"tables/x.yaml": "kind: shipped\nname: x\ntitle: X\nsource: https://y\nupdated: 2026-11-22\nshipped: [{" + row + "}]\n"}
}
