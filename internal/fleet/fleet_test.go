package fleet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/report"
)

const hostile = "evil\x1b[2J\u202e<script>alert(1)</script>=HYPERLINK()\nname"

// cluster makes a report by hand. Its batteries are written as
// "dns pass gap! skip skip CoreDNS 1.14.6": four levels (! for a must-have), a product.
func cluster(name, version string, exit int, batteries ...string) *report.Report {
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	r := &report.Report{
		Profile: "production",
		Target: report.Target{
			Kind: "cluster", Name: name, Server: "127.0.0.1:6443", Version: version, Distribution: "kind", DistributionTitle: "kind",
			Nodes: 3, CollectedAt: day, AsOf: day,
		},
		Verdict: report.Verdict{ExitCode: exit, Ready: exit == 0, Complete: exit != 3, FailOn: "must", MustGaps: exit & 1, Counts: report.Counts{Gap: exit & 1, Pass: 7, Skip: 2}},
	}
	if exit == 3 {
		r.Verdict.MustUnknown, r.Verdict.Counts.Unknown = 1, 1
	}
	for _, text := range batteries {
		words := strings.Fields(text)
		b := report.Battery{Name: words[0], Title: strings.ToUpper(words[0]), Required: words[0] != "mesh"}
		for i, level := range []*string{&b.Levels.Present, &b.Levels.Healthy, &b.Levels.Configured, &b.Levels.Proven} {
			*level = strings.TrimSuffix(words[1+i], "!")
			if strings.HasSuffix(words[1+i], "!") {
				r.Results = append(r.Results, report.Result{
					ID: fmt.Sprintf("%s/check-%d", b.Name, i), Title: "It is there", Battery: b.Name, Level: []string{"present", "healthy", "configured", "proven"}[i], Tier: "must", Status: "gap",
				})
			}
		}
		if len(words) > 5 {
			b.Implementations = []report.Implementation{{
				Name: strings.ToLower(words[5]), Title: words[5], Version: strings.Join(words[6:7], ""), State: append(words[7:], "running")[0],
			}}
		}
		r.Batteries = append(r.Batteries, b)
	}
	return r
}

// fleets are the cases that every format is tested on.
func fleets() map[string]Fleet {
	opts := Options{Tool: "v0.0.0-test", Profile: "production", FailOn: "must", Products: true}
	eu := cluster("prod-eu", "v1.37.2", 0, "network pass pass pass skip Cilium v1.20.1", "dns pass skip pass skip CoreDNS 1.14.6", "mesh skip skip skip skip")
	us := cluster("prod-us", "v1.36.4", 1, "network gap! pass unknown skip kube-proxy 1.36.4", "dns pass skip gap! skip CoreDNS 1.12.0", "mesh pass gap skip skip Istio 1.30.0", "own-battery pass skip skip skip")
	down := Member{Name: "staging", Error: "10.1.2.3:6443 does not answer: connection refused"}
	var many []Member
	for i := range 12 {
		many = append(many, Member{Name: fmt.Sprintf("arn:aws:eks:eu-west-1:123456789012:cluster/shop-%02d", i), Report: eu})
	}
	many[7].Report = us
	nasty := cluster("x", hostile, 1, "network gap! skip skip skip")
	nasty.Target.DistributionTitle, nasty.Target.Server = hostile, hostile
	nasty.Batteries[0].Implementations = []report.Implementation{{Name: hostile, Title: hostile, Version: hostile, State: "running"}}
	return map[string]Fleet{
		"three":   New([]Member{{Name: "prod-eu", Report: eu}, {Name: "prod-us", Report: us}, down}, opts),
		"twelve":  New(many, opts),
		"alone":   New([]Member{down}, opts),
		"hostile": New([]Member{{Name: hostile + strings.Repeat("x", 253), Report: nasty}, {Name: "=1+1", Error: hostile}, {Name: "fine", Report: eu}}, opts),
	}
}

func TestExitCode(t *testing.T) {
	for want, codes := range map[string][]int{
		"0 true 2,0,0,0":  {0, 0},
		"1 false 1,1,0,0": {0, 1},
		"1 false 0,1,1,0": {1, 3},
		"1 false 0,1,1,1": {3, 1, -1},
		"3 false 1,0,1,0": {0, 3},
		"3 false 1,0,0,1": {-1, 0},
	} {
		var members []Member
		for i, code := range codes {
			m := Member{Name: fmt.Sprint(i), Error: "down"}
			if code >= 0 {
				m = Member{Name: fmt.Sprint(i), Report: cluster("x", "v1.37.2", code)}
			}
			members = append(members, m)
		}
		v := New(members, Options{}).Verdict
		if got := fmt.Sprintf("%d %t %d,%d,%d,%d", v.ExitCode, v.Ready, v.ReadyClusters, v.NotReady, v.NotJudged, v.NotReached); got != want {
			t.Errorf("%v: %s, want %s", codes, got, want)
		}
	}
}

func TestLevelReached(t *testing.T) {
	for levels, want := range map[string]string{
		"skip skip skip skip":       "- skip",
		"pass skip skip skip":       "present pass",
		"pass pass pass pass":       "proven pass",
		"skip skip pass skip":       "configured pass",
		"gap! pass pass skip":       "GAP gap",
		"gap pass pass skip":        "gap gap",
		"pass skip gap skip":        "present, then gap gap",
		"pass unknown gap! skip":    "present, then unknown unknown",
		"pass pass error skip":      "healthy, then error error",
		"waived skip pass skip":     "waived waived",
		"pass pass pass unknown":    "configured, then unknown unknown",
		"unknown skip unknown skip": "unknown unknown",
	} {
		f := New([]Member{{Name: "a", Report: cluster("a", "v1", 0, "dns "+levels)}}, Options{})
		cell := f.Batteries[0].Cells[0]
		if got := cell.Progress() + " " + cell.Status(); got != want {
			t.Errorf("%s: %q, want %q", levels, got, want)
		}
	}
}

// words write a drift in short.
func words(all []Drift) []string {
	var out []string
	for _, d := range all {
		var values []string
		for _, v := range d.Values {
			values = append(values, v.Value+" on "+strings.Join(v.Clusters, "+"))
		}
		out = append(out, d.Title()+": "+strings.Join(values, "; "))
	}
	return out
}

func TestDrift(t *testing.T) {
	blind := cluster("c", "", 3, "dns unknown skip skip skip")
	blind.Target.DistributionTitle = ""
	blind.BlindSpots = []report.BlindSpot{{Facts: "workloads", Resource: "deployments.apps", Reason: "forbidden"}}
	a := cluster("a", "v1.37.2", 0, "dns pass skip pass skip CoreDNS 1.14.6", "ingress pass skip skip skip Traefik 3.6")
	b := cluster("b", "v1.37.2", 0, "dns pass skip pass skip CoreDNS 1.12", "ingress gap! skip skip skip Traefik 3.6 remnant")
	for name, tt := range map[string]struct {
		members []Member
		opts    Options
		want    []string
	}{
		"none":        {[]Member{{Name: "a", Report: a}, {Name: "b", Report: a}}, Options{Products: true}, nil},
		"not reached": {[]Member{{Name: "a", Report: a}, {Name: "b", Error: "down"}}, Options{Products: true}, nil},
		"products, versions, levels": {[]Member{{Name: "a", Report: a}, {Name: "b", Report: b}}, Options{Products: true}, []string{
			"dns: version of CoreDNS: 1.14.6 on a; 1.12 on b",
			"ingress: who provides it: Traefik on a; none on b", "ingress: how far it is: present on a; GAP on b",
		}},
		"products not asked for": {[]Member{{Name: "a", Report: a}, {Name: "b", Report: b}}, Options{}, []string{"ingress: how far it is: present on a; GAP on b"}},
		// That nothing was seen where nothing could be is no difference.
		"blind": {[]Member{{Name: "a", Report: a}, {Name: "c", Report: blind}}, Options{Products: true}, []string{
			"ingress: how far it is: present on a; nothing to judge on c",
		}},
		"most common first": {[]Member{{Name: "b", Report: b}, {Name: "a", Report: a}, {Name: "a2", Report: a}}, Options{Products: true}, []string{
			"dns: version of CoreDNS: 1.14.6 on a+a2; 1.12 on b",
			"ingress: who provides it: Traefik on a+a2; none on b", "ingress: how far it is: present on a+a2; GAP on b",
		}},
	} {
		if got := words(New(tt.members, tt.opts).Drift); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}

// member makes a member that lacks some checks, on a distribution.
func member(name, distribution string, gaps ...string) Member {
	r := cluster(name, "v1.37.2", min(len(gaps), 1), "dns pass skip pass skip CoreDNS 1.14.6")
	r.Target.Distribution = distribution
	for _, id := range gaps {
		tier := "must"
		if strings.HasSuffix(id, "?") {
			r.Results = append(r.Results, report.Result{ID: strings.TrimSuffix(id, "?"), Status: "unknown", Tier: "must"})
			continue
		}
		if strings.HasPrefix(id, "logs/") {
			tier = "should"
		}
		r.Results = append(r.Results, report.Result{ID: id, Battery: strings.Split(id, "/")[0], Status: "gap", Tier: tier})
	}
	return Member{Name: name, Report: r}
}

// TestGaps: must-haves come first, then what most clusters lack. What is waived or not judged is none.
func TestGaps(t *testing.T) {
	waived := member("d", "kind", "dns/ha")
	waived.Report.Results[0].Waiver = &report.Waiver{Check: "dns/ha"}
	f := New([]Member{
		member("a", "kind", "logs/x", "dns/ha"), member("b", "kind", "logs/x", "dns/present", "dns/ha"), member("c", "kind", "logs/x", "dns/ha?"), waived, {Name: "e", Error: "down"},
	}, Options{})
	var got []string
	for _, g := range f.Gaps {
		got = append(got, fmt.Sprintf("%s %s %s %d", g.Tier, g.Check, strings.Join(g.Clusters, "+"), g.Unknown))
	}
	want := []string{"must dns/ha a+b 1", "must dns/present b 0", "should logs/x a+b+c 0"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestGroups: clusters in the same state are one kind, and a rare one near it is its outlier.
func TestGroups(t *testing.T) {
	var many []Member
	for i := range 30 {
		many = append(many, member(fmt.Sprintf("edge-%02d", i), "kind", "dns/ha", "logs/x", "logs/y"))
	}
	odd := many[5]
	many[5] = member("edge-05", "kind", "dns/ha", "logs/x", "logs/z", "logs/y?")
	for name, tt := range map[string]struct {
		members []Member
		want    []string
	}{
		"alike":               {many[:3], []string{"edge-* 3"}},
		"one differs":         {many[3:9], []string{"edge-* 6 edge-05 gaps logs/z unknown logs/y"}},
		"two of a few":        {[]Member{many[5], odd}, []string{"edge-05 1", "edge-05 1"}},
		"another provider":    {[]Member{many[0], many[1], member("x", "eks", "dns/ha", "logs/x", "logs/y")}, []string{"edge-* 2", "x 1"}},
		"far from the others": {[]Member{many[0], many[1], member("x", "kind", "a/b", "c/d", "e/f", "g/h", "i/j")}, []string{"edge-* 2", "x 1"}},
		"two kinds":           {append([]Member{member("x1", "kind"), member("x2", "kind")}, many[:2]...), []string{"edge-* 2", "x1 2"}},
		"not reached":         {[]Member{{Name: "a", Error: "down"}, {Name: "b", Error: "late"}, many[0]}, []string{"edge-00 1", "a 2"}},
	} {
		var got []string
		f := New(tt.members, Options{})
		for _, g := range f.Groups {
			line := fmt.Sprintf("%s %d", g.Name, len(g.Clusters))
			for _, o := range g.Outliers {
				line += fmt.Sprintf(" %s gaps %s unknown %s", strings.Join(o.Clusters, "+"), strings.Join(o.Gaps, "+"), strings.Join(o.Unknown, "+"))
				if len(o.Passed) > 0 {
					t.Errorf("%s: that %q passed is not known", name, o.Passed)
				}
			}
			got = append(got, line)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestSameStateOtherVersion: versions make no other kind, and are named.
func TestSameStateOtherVersion(t *testing.T) {
	a, b := member("edge-1", "kind", "dns/ha"), member("edge-2", "kind", "dns/ha")
	b.Report.Target.Version = "v1.36.0"
	f := New([]Member{a, b}, Options{Products: true})
	if len(f.Groups) != 1 || len(f.Groups[0].Drift) != 1 || f.Groups[0].Drift[0].short() != "Kubernetes v1.37.2 (1), v1.36.0 (1)" {
		t.Errorf("%+v", f.Groups)
	}
}
