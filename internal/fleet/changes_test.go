package fleet

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// result is a check with what came out, on a number of objects.
func result(id, tier, status string, findings int) report.Result {
	battery, _, _ := strings.Cut(id, "/")
	return report.Result{ID: id, Title: "It is so", Battery: battery, Level: "configured", Tier: tier, Status: status, Findings: make([]report.Finding, findings)}
}

// judged makes a member by its results.
func judged(name, version string, results ...report.Result) Member {
	r := cluster(name, version, 0, "dns pass skip pass skip CoreDNS 1.14.6", "logs pass skip skip skip")
	there := result("dns/there", "must", "pass", 0)
	there.Level = "present"
	r.Results = append(slices.Clone(results), there)
	for _, x := range results {
		if x.Status == "gap" && x.Tier == "must" {
			r.Verdict.ExitCode, r.Verdict.MustGaps = 1, 1
		}
	}
	return Member{Name: name, Report: r}
}

// beforeAndAfter are two fleets between which something of each sort happened.
func beforeAndAfter() (old, now Fleet) {
	waived := result("dns/ha", "must", "gap", 1)
	waived.Waiver = &report.Waiver{Check: "dns/ha"}
	blind := judged("blind", "v1.37.2", result("dns/ha", "must", "unknown", 0))
	blind.Report.BlindSpots = []report.BlindSpot{{Facts: "workloads", Resource: "deployments.apps", Reason: "forbidden"}}
	blind.Report.Batteries[0].Implementations = nil
	opts := Options{Tool: "v0.0.0-test", Products: true, FailOn: "must"}
	old = New([]Member{
		judged("new-gap", "v1.37.2", result("dns/ha", "must", "pass", 0)), judged("grew", "v1.37.2", result("logs/all", "should", "gap", 2)),
		judged("closed", "v1.36.4", result("dns/ha", "must", "gap", 1)), judged("waived", "v1.37.2", result("dns/ha", "must", "gap", 1)),
		judged("blind", "v1.37.2", result("dns/ha", "must", "gap", 1)), judged("lost", "v1.37.2"), judged("gone", "v1.37.2"),
		judged("same", "v1.37.2", result("dns/ha", "must", "gap", 1)),
		{Name: "found", Error: "down"},
	}, opts)
	now = New([]Member{
		judged("new-gap", "v1.37.2", result("dns/ha", "must", "gap", 1)), judged("grew", "v1.37.2", result("logs/all", "should", "gap", 3)),
		judged("closed", "v1.37.2", result("dns/ha", "must", "pass", 0)), judged("waived", "v1.37.2", waived), blind,
		{Name: "lost", Error: "down"},
		judged("came", "v1.37.2", result("dns/ha", "must", "gap", 1)), judged("same", "v1.37.2", result("dns/ha", "must", "gap", 1)),
		judged("found", "v1.37.2", result("logs/all", "should", "gap", 1)),
	}, opts)
	return old, now
}

func TestCompare(t *testing.T) {
	old, now := beforeAndAfter()
	c, each := Compare(old, now, 14)
	var got []string
	for _, x := range c.Checks {
		got = append(got, fmt.Sprintf("%s %s %t %s", x.Change, x.Check, x.Worse, strings.Join(x.Clusters, "+")))
	}
	for _, x := range c.Versions {
		got = append(got, fmt.Sprintf("%s %s %s %s", x.What, x.Was, x.Is, strings.Join(x.Clusters, "+")))
	}
	for _, x := range c.Products {
		got = append(got, fmt.Sprintf("%s %s %s %s", x.What, x.Was, x.Is, strings.Join(x.Clusters, "+")))
	}
	got = append(got, fmt.Sprint(c.Came, c.Gone, c.Lost, c.Found))
	want := []string{
		"new dns/ha true new-gap+came", "new logs/all true found", "larger logs/all true grew", "unknown dns/ha true blind", "waived dns/ha false waived",
		"closed dns/ha false closed", "Kubernetes v1.36.4 v1.37.2 closed", "[came] [gone] [lost] [found]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(each["same"].NewGaps) != 0 || len(each["came"].NewGaps) != 1 {
		t.Errorf("each: %+v", each)
	}
}

// TestJudgeChanges: a new gap comes before what is no longer judged, and a cluster that is not reached
// any more is not judged as a whole.
func TestJudgeChanges(t *testing.T) {
	old, now := beforeAndAfter()
	c, _ := Compare(old, now, 14)
	lost := Changes{Lost: []string{"a"}}
	for name, tt := range map[string]struct {
		changes      Changes
		failOn       string
		allowUnknown bool
		want         string
	}{
		"new":          {c, "new", false, "1 2 1 1 WORSE"},
		"new-should":   {c, "new-should", false, "1 4 1 1 WORSE"},
		"never":        {c, "never", false, "3 2 1 1 NOT JUDGED"},
		"accepted":     {c, "never", true, "0 2 1 1 WORSE, AND ACCEPTED"},
		"lost":         {lost, "new", false, "3 0 0 1 NOT JUDGED"},
		"lost allowed": {lost, "new", true, "0 0 0 1 NO WORSE"},
		"nothing":      {Changes{}, "new", false, "0 0 0 0 NO WORSE"},
	} {
		v := tt.changes.Judge(tt.failOn, tt.allowUnknown)
		word, _, meaning := v.Headline()
		if got := fmt.Sprintf("%d %d %d %d %s", v.ExitCode, v.NewGaps, v.NewUnknown, v.NewLost, word); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
		if v.NewLost > 0 && !strings.Contains(meaning, "1 cluster can no longer be reached") {
			t.Errorf("%s: %s", name, meaning)
		}
	}
}

func TestDiffGolden(t *testing.T) {
	old, now := beforeAndAfter()
	h := fleets()["hostile"]
	for name, d := range map[string]Diff{
		"diff":         NewDiff(old, now, "old.json", "new.json", diff.Options{Tool: "v0.0.0-test", FailOn: "new", ExpiringDays: 14}),
		"diff-hostile": NewDiff(New(nil, Options{}), h, hostile, "new.json", diff.Options{Tool: hostile, FailOn: "new"}),
		"diff-same":    NewDiff(now, now, "old.json", "new.json", diff.Options{Tool: "v0.0.0-test", FailOn: "new"}),
	} {
		for _, known := range DiffFormats() {
			var b strings.Builder
			if err := known.Write(&b, d, output.Options{}); err != nil {
				t.Fatal(err)
			}
			golden.Compare(t, filepath.Join("testdata", name+known.Extension), []byte(b.String()))
			if known.Name != "json" && strings.ContainsAny(b.String(), "\x1b\u202e") {
				t.Errorf("%s in %s: a control character is written", name, known.Name)
			}
		}
	}
}

// TestReadAgain: a document that was written and read again is written the same in every format.
func TestReadAgain(t *testing.T) {
	for name, f := range fleets() {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, known := range Formats() {
			write := func(w io.Writer, f Fleet) error { return known.Write(w, f, output.Options{Verbose: true}) }
			if render(t, write, again) != render(t, write, f) {
				t.Errorf("%s: %s is another one", name, known.Name)
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	data, err := json.Marshal(fleets()["three"])
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string][2]string{
		"cut short":                      {`"drift"`, ``},
		"kind: Fleet":                    {`"kind":"Fleet"`, `"kind":"Other"`},
		"fleet of format":                {`"kready.dev/v1"`, `"kready.dev/v9"`},
		"exit code 7":                    {`"exitCode":1`, `"exitCode":7`},
		`holds cluster "prod-eu" twice`:  {`{"name":"prod-us","profile"`, `{"name":"prod-eu","profile"`},
		"a cell for each cluster":        {`"cells":[{"cluster":"prod-eu"`, `"cells":[{"cluster":"x"},{"cluster":"prod-eu"`},
		"which is no cluster":            {`"like":"prod-us"`, `"like":"nobody"`},
		"tier or level":                  {`"tier":"must"`, `"tier":"most"`},
		"a target or a verdict, and not": {`"name":"staging","error"`, `"name":"staging","target":{},"error"`},
		"counts what cannot be counted":  {`"name":"staging","error"`, `"name":"staging","blindSpots":1000000000,"error"`},
		"cannot be a number":             {`"tool":"v0.0.0-test"`, `"tool":7`},
	} {
		text := strings.Replace(string(data), change[0], change[1], 1)
		if text == string(data) {
			t.Fatalf("%s: there is no %s", what, change[0])
		}
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestOldDocument: what an older kready wrote can be rendered, and says that it cannot be compared.
func TestOldDocument(t *testing.T) {
	f := fleets()["three"]
	f.Checks = nil
	for i := range f.Clusters {
		f.Clusters[i].Outcome, f.Clusters[i].Profile = nil, ""
	}
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	old, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Comparable(); err == nil || fleets()["three"].Comparable() != nil {
		t.Errorf("comparable: %v", err)
	}
	for _, known := range Formats() {
		if err := known.Write(io.Discard, old, output.Options{}); err != nil {
			t.Errorf("%s: %v", known.Name, err)
		}
	}
}
