package format

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

// nasty are names that mean something to one reader or another.
func nasty() []string {
	return []string{
		reporttest.Hostile, "=HYPERLINK(\"http://evil.example\")", "@SUM(1+1)", "+1", "-1", " =1", "＝1", "'quoted", "a,b\"c\r\nd",
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "&lt;b&gt;", "<!-- x", "\x00\x07\xff",
		"@octocat", "org/repo#1", "#1", "GH-12", "https://evil.example/x", "www.evil.example", "x@evil.example", "mailto:x@evil.example",
		"[click](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>", "[x]: https://evil.example",
		"`code` | pipe", "``` fence", "~~~ fence", "| a | b |", "# head", "- item", "1. item", "> quote", "===", "---", "***", "$x$", "a\\", "\\`x`",
		"{0}", "..", "../../etc/passwd", "a/b?c#d%e", "é\u0301𝄞", strings.Repeat("x", 253), strings.Repeat("é", 253), "",
	}
}

// nastyReport carries a name wherever a cluster or a configuration may put one.
func nastyReport(name string) report.Report {
	r := reporttest.Samples()["waived"]
	r.Results = slices.Clone(r.Results)
	r.Target.Name, r.Target.Server, r.Target.Version, r.Target.DistributionTitle = name, name, name, name
	for i := range r.Results {
		x := &r.Results[i]
		x.Reason = name
		x.Findings = []report.Finding{
			{Object: report.Object{Kind: name, Namespace: name, Name: name}, Message: name},
			{Object: report.Object{Kind: "Pod", Name: name}, Message: "said " + name},
			{Message: name},
		}
		if x.Waiver != nil {
			w := *x.Waiver
			w.Owner, w.Reason = name, name
			x.Waiver = &w
		}
	}
	r.Batteries = slices.Clone(r.Batteries)
	r.Batteries[0].Implementations = []report.Implementation{{Name: name, Title: name, Version: name, State: "running", Namespace: name}}
	r.BlindSpots = []report.BlindSpot{{Facts: "x", Verb: "list", Resource: name, Namespace: name, Reason: "forbidden", Message: name}}
	r.Waivers = append(slices.Clone(r.Waivers), report.Waiver{Check: "dns/ha", Object: name, Owner: name, Reason: name, Expires: "2026-12-31", State: "active"})
	return r
}

// everyReport are the stored reports and the nasty ones.
func everyReport() map[string]report.Report {
	all := reporttest.Samples()
	for _, name := range nasty() {
		all["nasty "+name] = nastyReport(name)
	}
	return all
}

func render(t *testing.T, write func(io.Writer, report.Report) error, r report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func renderAs(t *testing.T, f Format, r report.Report) []byte {
	t.Helper()
	return render(t, func(w io.Writer, r report.Report) error { return f.Write(w, r, output.Options{}) }, r)
}

// everyVerdict judges one gap or unknown of each tier, in a battery that the profile needs and in
// one that is not, by each --fail-on, with unknowns allowed and not.
func everyVerdict() map[string]report.Report {
	all := reporttest.Samples()
	for _, status := range check.Statuses() {
		for _, tier := range check.Tiers() {
			for _, id := range []string{"dns/a", "mesh/a"} {
				for _, failOn := range []string{"must", "should", "could", report.Never} {
					for _, allow := range []bool{false, true} {
						results := []check.Result{reporttest.Result(id, check.LevelHealthy, tier, check.Outcome{Status: status, Reason: "x"})}
						opts := report.Options{FailOn: failOn, AllowUnknown: allow, Requirement: func(b string) check.Requirement {
							if b == "mesh" {
								return check.Optional
							}
							return check.Required
						}}
						name := strings.Join([]string{string(status), string(tier), id, failOn, map[bool]string{true: "allowed"}[allow]}, " ")
						all[name] = report.New(report.Target{Name: "x"}, results, nil, nil, opts)
					}
				}
			}
		}
	}
	return all
}
