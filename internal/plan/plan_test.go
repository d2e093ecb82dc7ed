package plan

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// hostile is what a cluster can put into a name.
const hostile = "a\x1b[31m<script>alert(1)</script>\n=HYPERLINK(\"x\")|`*"

func result(id, tier, level, status, because string) report.Result {
	name, _, _ := strings.Cut(id, "/")
	return report.Result{
		ID: id, Battery: name, Tier: tier, Level: level, Status: status, Because: because,
		Title: "The title of " + id, Reason: "the reason of " + id, Remediation: "Do it.\n\n    kubectl do it\n\nOr else.",
	}
}

// sample is a report with a bit of everything.
func sample() report.Report {
	waived := result("dns/ha", "must", "configured", "gap", "")
	waived.Waiver = &report.Waiver{Owner: "them", Reason: "next week", Expires: "2026-12-31"}
	bad := result("own/thing", "must", "healthy", "gap", "")
	bad.Reason = hostile
	return report.Report{
		Tool: "v1", Profile: "production",
		Target: report.Target{Kind: "cluster", Name: hostile, Version: "v1.37.2", Distribution: "eks", DistributionTitle: "Amazon EKS", CollectedAt: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)},
		Batteries: []report.Battery{{Name: "mesh", Implementations: []report.Implementation{
			{Name: "twice", State: "running"}, {Name: "gone", State: "remnant"},
		}}},
		Results: []report.Result{
			result("cluster/nodes-ready", "must", "healthy", "unknown", ""),
			result("cluster/zone-spread", "should", "configured", "unknown", "cluster/nodes-ready"),
			result("network/cni-present", "must", "present", "pass", ""),
			result("dns/present", "must", "present", "gap", ""),
			result("dns/corefile", "should", "configured", "skip", "dns/present"),
			waived,
			result("ingress/present", "must", "present", "gap", ""),
			result("ingress/tls", "should", "configured", "gap", ""),
			result("secrets/mechanism", "must", "present", "gap", ""),
			result("secrets/encryption-at-rest", "must", "configured", "gap", ""),
			result("identity/mechanism", "should", "present", "gap", ""),
			result("certificates/issuer-present", "could", "present", "gap", ""),
			result("metrics/pipeline", "must", "present", "gap", ""),
			result("metrics/retention", "should", "configured", "gap", ""),
			result("storage/default-class", "must", "configured", "gap", ""),
			result("images/mutable-tags", "could", "configured", "gap", ""),
			bad,
			result("policy/quota", "should", "configured", "error", ""),
		},
		BlindSpots: []report.BlindSpot{
			{Facts: "nodes", Verb: "list", Resource: "nodes", Reason: "forbidden"},
			{Facts: "leases", Verb: "list", Resource: "leases", Namespace: "kube-system", Reason: "forbidden"},
			{Facts: "nodes", Verb: "list", Resource: "nodes", Reason: "timeout"},
		},
	}
}

func checks() []check.Check {
	return []check.Check{
		{ID: "cluster/nodes-ready", Needs: []facts.Kind{"nodes"}},
		{ID: "ingress/tls", Requires: []string{"ingress/present"}},
		{ID: "dns/corefile", Requires: []string{"dns/present"}},
	}
}

func entries() []catalog.Entry {
	return []catalog.Entry{
		{Name: "any", Title: "Any", Homepage: "https://any.example", Provides: []string{"ingress/controller"}},
		{Name: "twice", Title: "Zwei", Homepage: "javascript:alert(1)", Provides: []string{"mesh/control-plane"}, WorkloadRules: []catalog.Rule{{Provides: []string{"ingress/gateway"}}}},
		{Name: "theirs", Title: "Theirs", Homepage: "https://theirs.example", Provides: []string{"ingress/gateway"}, Distributions: []string{"eks"}},
		{Name: "others", Title: "Others", Provides: []string{"ingress/gateway"}, Distributions: []string{"gke"}},
		{Name: "old", Title: "Old", Provides: []string{"ingress/controller"}, Lifecycle: facts.Lifecycle{State: "retired"}},
		{Name: "gone", Title: "Gone", Provides: []string{"ingress/controller"}, Steward: "cncf", Licence: "MIT"},
		{Name: "hidden", Title: "Hidden", Hidden: []catalog.Hidden{{Provides: []string{"ingress/controller"}}}},
	}
}

// step returns the step that closes a check.
func step(t *testing.T, p Plan, id string) Step {
	t.Helper()
	for _, s := range p.Steps {
		if slices.ContainsFunc(s.Closes, func(g Gap) bool { return g.Check == id }) {
			return s
		}
	}
	t.Fatalf("no step closes %s", id)
	return Step{}
}

func TestEveryGapHasOneStep(t *testing.T) {
	rep := sample()
	p := New(rep, checks(), entries())
	closed := map[string]int{}
	for i, s := range p.Steps {
		if s.Number != i+1 || s.Effort.Low <= 0 || s.Effort.High <= s.Effort.Low || s.Effort.Basis == "" {
			t.Errorf("step %d: %+v", i+1, s)
		}
		for _, n := range s.After {
			if n >= s.Number {
				t.Errorf("step %d waits for %d, which comes later", s.Number, n)
			}
		}
		for _, g := range s.Closes {
			closed[g.Check]++
		}
	}
	for _, r := range rep.Results {
		want := 0
		if r.Status == "gap" && r.Waiver == nil {
			want = 1
		}
		if closed[r.ID] != want {
			t.Errorf("%s is closed by %d steps, want %d", r.ID, closed[r.ID], want)
		}
	}
	if len(p.Accepted) != 1 || p.Accepted[0].Check != "dns/ha" {
		t.Errorf("accepted: %+v", p.Accepted)
	}
}

func TestOrder(t *testing.T) {
	p := New(sample(), checks(), entries())
	for _, pair := range [][2]string{
		{"dns/present", "ingress/present"},             // names before what resolves
		{"identity/mechanism", "secrets/mechanism"},    // stores know pods by their identity
		{"storage/default-class", "metrics/pipeline"},  // it keeps its data on volumes
		{"ingress/present", "ingress/tls"},             // a requirement
		{"certificates/issuer-present", "ingress/tls"}, // though it is a could by itself
		{"own/thing", "ingress/tls"},                   // must before should
	} {
		if a, b := step(t, p, pair[0]), step(t, p, pair[1]); a.Number >= b.Number {
			t.Errorf("%s is step %d, %s step %d", pair[0], a.Number, pair[1], b.Number)
		}
	}
	if got := step(t, p, "identity/mechanism").Tier; got != "must" {
		t.Errorf("what a must-have waits for is a %s", got)
	}
	if got := step(t, p, "certificates/issuer-present").Tier; got != "should" {
		t.Errorf("what a should waits for is a %s", got)
	}
	if got := step(t, p, "secrets/encryption-at-rest").After; len(got) != 0 {
		t.Errorf("the control plane waits for %v", got)
	}
	if a, b := step(t, p, "metrics/pipeline"), step(t, p, "metrics/retention"); a.Number == b.Number {
		t.Error("what collects metrics does not keep them longer, and they are one step")
	}
	if got := step(t, p, "dns/present").Unblocks; !slices.Equal(got, []string{"dns/corefile"}) {
		t.Errorf("unblocks %v", got)
	}
}

// TestNoActIsLost holds the table to checks that exist: a misspelt one would never act.
func TestNoActIsLost(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range acts() {
		if effortOf(a.kind).Basis == "" || a.title == "" || len(a.closes) == 0 {
			t.Errorf("%+v", a)
		}
		if seen[a.title] {
			t.Errorf("two acts have the title %q", a.title)
		}
		seen[a.title] = true
	}
}

func TestChoices(t *testing.T) {
	var got []string
	s := step(t, New(sample(), checks(), entries()), "ingress/present")
	for _, c := range s.Choices {
		got = append(got, c.Name+": "+c.why())
	}
	want := []string{"twice: runs here already", "theirs: made for Amazon EKS", "gone: parts of it are here, a CNCF project, MIT"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if s.MoreChoices != 1 || s.List != "kready list implementations ingress/controller ingress/gateway" {
		t.Errorf("%d more: %s", s.MoreChoices, s.List)
	}
}

// TestChoicesOfWhatRuns: where a product runs that is made for it, the step is about that one; where
// findings name a provisioner, about the product that registers it.
func TestChoicesOfWhatRuns(t *testing.T) {
	rep := report.Report{
		Target:    report.Target{Distribution: "kind", DistributionTitle: "kind"},
		Batteries: []report.Battery{{Name: "network", Implementations: []report.Implementation{{Name: "metallb", State: "running"}}}},
		Results:   []report.Result{result("network/loadbalancer-provider", "must", "present", "gap", ""), result("storage/provisioner-live", "must", "healthy", "gap", "")},
	}
	rep.Results[1].Findings = []report.Finding{{Message: "its provisioner rancher.io/local-path does not run, it is the default class"}}
	catalogue := []catalog.Entry{
		{Name: "kube-vip", Title: "kube-vip", Provides: []string{"network/load-balancer"}},
		{Name: "metallb", Title: "MetalLB", Provides: []string{"network/load-balancer"}},
		{Name: "hostpath", Title: "Hostpath", Provides: []string{"storage/provisioner"}, Distributions: []string{"kind"}},
		{Name: "local-path", Title: "Local", Provides: []string{"storage/provisioner"}, ShippedBy: []string{"kind"}, Marks: catalog.Marks{Provisioners: []string{"rancher.io/local-path"}}},
	}
	p := New(rep, nil, catalogue)
	for id, want := range map[string]string{"network/loadbalancer-provider": "MetalLB: runs here already", "storage/provisioner-live": "Local: kind ships it"} {
		if s := step(t, p, id); len(s.Choices) != 1 || s.Choices[0].Title+": "+s.Choices[0].why() != want || s.MoreChoices != 0 {
			t.Errorf("%s: %+v, %d more", id, s.Choices, s.MoreChoices)
		}
	}
	for how, want := range map[string]int{"Install Hostpath.": 9, "Install hostpaths": 0, "a hostpath-driver": 0, "Take one": 0} {
		if got := placeIn(how, catalogue[2]); got != want {
			t.Errorf("%q: %d, want %d", how, got, want)
		}
	}
}

func TestQuestions(t *testing.T) {
	q := New(sample(), checks(), entries()).FindOut
	if len(q) != 2 || q[0].Check != "cluster/nodes-ready" || q[1].Check != "policy/quota" {
		t.Fatalf("%+v", q)
	}
	if !slices.Equal(q[0].Rights, []string{"list nodes"}) || !slices.Equal(q[0].Hides, []string{"cluster/zone-spread"}) {
		t.Errorf("%+v", q[0])
	}
}

// TestWidth: the text takes the columns that it is given.
func TestWidth(t *testing.T) {
	widest := func(columns int) int {
		var b bytes.Buffer
		if err := Text(&b, New(sample(), checks(), entries()), output.Options{Width: columns}); err != nil {
			t.Fatal(err)
		}
		most := 0
		for _, line := range strings.Split(b.String(), "\n") {
			most = max(most, utf8.RuneCountInString(line))
		}
		return most
	}
	if narrow, wide := widest(70), widest(120); narrow > 70 || wide > 120 || wide < 100 {
		t.Errorf("of 70 columns it takes %d, of 120 %d", narrow, wide)
	}
}

// TestCycle: requirements in a cycle cost no step.
func TestCycle(t *testing.T) {
	rep := report.Report{Results: []report.Result{result("a/x", "must", "healthy", "gap", ""), result("a/y", "should", "healthy", "gap", "")}}
	p := New(rep, []check.Check{{ID: "a/x", Requires: []string{"a/y"}}, {ID: "a/y", Requires: []string{"a/x"}}}, nil)
	if len(p.Steps) != 2 {
		t.Errorf("%d steps", len(p.Steps))
	}
}

// TestGolden compares what is written, byte for byte.
func TestGolden(t *testing.T) {
	p := New(sample(), checks(), entries())
	empty := New(report.Report{Target: report.Target{Name: "fine"}, Profile: "minimal"}, nil, nil)
	files := map[string][]byte{}
	for _, f := range Formats() {
		for name, p := range map[string]Plan{"plan": p, "nothing": empty} {
			var got bytes.Buffer
			if err := f.Write(&got, p, output.Options{}); err != nil {
				t.Fatal(err)
			}
			files[name+f.Extension] = got.Bytes()
		}
	}
	for file, got := range files {
		golden.Compare(t, filepath.Join("testdata", file), got)
		if filepath.Ext(file) != ".json" && strings.ContainsRune(string(got), '\x1b') {
			t.Errorf("%s holds a terminal escape", file)
		}
		for _, line := range strings.Split(string(got), "\n") {
			if filepath.Ext(file) == ".txt" && utf8.RuneCountInString(line) > output.DefaultWidth {
				t.Errorf("%s: longer than %d: %s", file, output.DefaultWidth, line)
			}
			if filepath.Ext(file) == ".md" && strings.Contains(line, "<script>") {
				t.Errorf("%s holds HTML: %s", file, line)
			}
		}
	}
}
