package check

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestRemedyFor: the remedy that fits state and place best, else that of the state, else that of
// the place, else the default; each once.
func TestRemedyFor(t *testing.T) {
	c := Check{Remediation: "default", Remedies: []Remedy{
		{State: "loop", Text: "loop"},
		{State: "loop", Distributions: []string{"k3s"}, Text: "loop on k3s"},
		{State: "gone", Distributions: []string{"k3s"}, Text: "gone on k3s"},
		{State: "same", Text: "loop"},
		{Distributions: []string{facts.Managed}, Text: ""},
		{Distributions: []string{"eks", "k3s"}, Text: "place"},
		{Providers: []string{"aws"}, Text: "aws"},
		{Distributions: []string{"kubeadm"}, Text: "kubeadm"},
	}}
	at := func(name string, managed bool, providers ...string) Place {
		return Place{Distribution: facts.Distribution{Name: name, Managed: managed}, Providers: providers}
	}
	for _, tt := range []struct {
		at     Place
		states []string
		want   string
	}{
		{at("rke2", false), nil, "default"},
		{at("", false), nil, "default"},
		{at("k3s", false), nil, "place"},
		{at("gke", true), nil, ""},
		{at("eks", true), nil, "place"},
		{at("kops", false, "gce", "aws"), nil, "aws"},
		{at("kubeadm", false, "aws"), nil, "kubeadm"},
		{at("k3s", false), []string{"loop"}, "loop on k3s"},
		{at("gke", true), []string{"loop"}, "loop"},
		{at("k3s", false), []string{"gone", "loop"}, "loop on k3s\n\ngone on k3s"},
		{at("rke2", false), []string{"gone"}, "default"},
		{at("rke2", false), []string{"gone", "loop"}, "loop\n\ndefault"},
		{at("rke2", false), []string{"loop", "same"}, "loop"},
		{at("rke2", false), []string{"none of its states"}, "default"},
	} {
		if got := c.RemedyFor(tt.at, Outcome{States: tt.states}); got != tt.want {
			t.Errorf("on %+v in %v: %q, want %q", tt.at, tt.states, got, tt.want)
		}
	}
}

// TestRemedyForFindings: what is said of one state's findings is not done to those of another.
func TestRemedyForFindings(t *testing.T) {
	c := Check{Remediation: "    see NAME", Remedies: []Remedy{{State: "double", Text: "    kubectl delete pdb NAME"}, {State: "strict", Text: "    kubectl patch pdb NAME"}}}
	a, b := on("PodDisruptionBudget", "x", "a"), on("PodDisruptionBudget", "x", "b")
	a.State, b.State = "double", "strict"
	out := Gap("x", a, b).In("double", "strict")
	if got, want := c.RemedyFor(Place{}, out), "    kubectl delete pdb a\n\n    kubectl patch pdb b"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	out.Findings[0].State, out.Findings[1].State = "", ""
	if got, want := c.RemedyFor(Place{}, out.In("double")), "    kubectl delete pdb a\n    kubectl delete pdb b\n\n    kubectl patch pdb a\n    kubectl patch pdb b"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestPlaceOf: a virtual node's provider is that of another cluster.
func TestPlaceOf(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{Nodes: []facts.Node{{Provider: "aws"}, {Provider: "aws"}, {}, {Provider: "azure", Virtual: true}}}}
	if at := PlaceOf(in); len(at.Providers) != 1 || at.Providers[0] != "aws" {
		t.Errorf("%v", at.Providers)
	}
}

// TestRemedyByVersion: a remedy for old versions is the way below its version alone, and gives way to that
// of a distribution.
func TestRemedyByVersion(t *testing.T) {
	c := Check{Remediation: "new", Remedies: []Remedy{
		{Before: "1.30", Text: "old"},
		{Before: "1.25", Text: "older"},
		{Distributions: []string{"eks"}, Text: "EKS"},
		{Distributions: []string{"eks"}, Before: "1.20", Text: "old EKS"},
	}}
	if problems := c.remedyProblems(); len(problems) > 0 {
		t.Errorf("%v", problems)
	}
	for _, tt := range []struct {
		distribution string
		minor        int
		want         string
	}{{"kind", 31, "new"}, {"kind", 30, "new"}, {"kind", 29, "old"}, {"kind", 25, "old"}, {"kind", 24, "older"}, {"eks", 24, "EKS"}, {"eks", 19, "old EKS"}} {
		at := Place{Distribution: facts.Distribution{Name: tt.distribution}, Version: facts.Version{Major: 1, Minor: tt.minor}}
		if got := c.RemedyFor(at, Outcome{Status: StatusGap}); got != tt.want {
			t.Errorf("%s 1.%d: %q, want %q", tt.distribution, tt.minor, got, tt.want)
		}
	}
	if got := c.RemedyFor(Place{}, Outcome{Status: StatusGap}); got != "new" {
		t.Errorf("without a version: %q", got)
	}
	for _, before := range []string{"1.30.1", "30", "2.1", "1.x", "1.030"} {
		if problems := (Check{Remedies: []Remedy{{Before: before, Text: "x"}}}).remedyProblems(); len(problems) == 0 {
			t.Errorf("%q was taken for a version", before)
		}
	}
}
