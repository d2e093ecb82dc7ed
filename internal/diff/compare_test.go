package diff

import (
	"reflect"
	"strings"
	"testing"

	"github.com/kready/kready/internal/report"
)

// lists are where each check of the changes is, and whether it is worse.
func lists(c report.Changes) map[string]string {
	out := map[string]string{}
	for name, list := range map[string][]report.Change{
		"new": c.NewGaps, "changed": c.ChangedGaps, "closed": c.ClosedGaps, "unasked": c.SkippedGaps,
		"waived": c.NewlyWaived, "unknown": c.NewlyUnknown, "judged": c.NewlyJudged,
	} {
		for _, x := range list {
			out[x.ID] += name
			if x.Worse {
				out[x.ID] += ", worse"
			}
		}
	}
	return out
}

// TestPlaces goes through all that can become of one check.
func TestPlaces(t *testing.T) {
	const must = "must"
	x := func(status string, findings ...report.Finding) report.Result {
		return is("dns/x", "healthy", must, status, findings...)
	}
	partly := x("gap", on("DaemonSet", "b"))
	partly.Waived = []report.Finding{on("DaemonSet", "a")}
	for name, tt := range map[string]struct {
		old, now report.Result
		want     string
	}{
		"pass, pass":            {x("pass"), x("pass"), ""},
		"pass, gap":             {x("pass"), x("gap"), "new, worse"},
		"skip, gap":             {x("skip"), x("gap"), "new, worse"},
		"unknown, gap":          {x("unknown"), x("gap"), "new, worse"},
		"error, gap":            {x("error"), x("gap"), "new, worse"},
		"waived, gap":           {waived(x("gap"), "2026-11-22"), x("gap"), "new, worse"},
		"gap, gap":              {x("gap"), x("gap"), ""},
		"gap, waived":           {x("gap"), waived(x("gap"), "2026-12-01"), "waived"},
		"pass, waived":          {x("pass"), waived(x("gap"), "2026-12-01"), "waived"},
		"waived, waived":        {waived(x("gap"), "2026-12-01"), waived(x("gap"), "2026-12-09"), ""},
		"waived, pass":          {waived(x("gap"), "2026-12-01"), x("pass"), "closed"},
		"gap, pass":             {x("gap"), x("pass"), "closed"},
		"gap, skip":             {x("gap"), x("skip"), "unasked"},
		"waived, skip":          {waived(x("gap"), "2026-12-01"), x("skip"), ""},
		"gap, blocked":          {x("gap"), because(x("skip"), "dns/y"), "unasked"},
		"pass, blocked":         {x("pass"), because(x("skip"), "dns/y"), ""},
		"gap, not probed":       {is("dns/x", "proven", must, "gap"), is("dns/x", "proven", must, "skip"), "unasked"},
		"gap, n/a":              {x("gap"), because(x("skip"), "dns/z"), "unasked"},
		"gap, unknown":          {x("gap"), x("unknown"), "unknown, worse"},
		"pass, error":           {x("pass"), x("error"), "unknown, worse"},
		"unknown, error":        {x("unknown"), x("error"), ""},
		"unknown, pass":         {x("unknown"), x("pass"), "judged"},
		"unknown, skip":         {x("unknown"), x("skip"), ""},
		"waived unknown":        {waived(x("unknown"), "2026-11-22"), x("unknown"), "unknown, worse"},
		"another object":        {x("gap", on("DaemonSet", "a")), x("gap", on("DaemonSet", "a"), on("DaemonSet", "b")), "changed, worse"},
		"one for another":       {x("gap", on("DaemonSet", "a")), x("gap", on("DaemonSet", "b")), "changed, worse"},
		"one less":              {x("gap", on("DaemonSet", "a"), on("DaemonSet", "b")), x("gap", on("DaemonSet", "b")), "changed"},
		"one waived":            {x("gap", on("DaemonSet", "a"), on("DaemonSet", "b")), partly, "changed"},
		"waiver of one is over": {partly, x("gap", on("DaemonSet", "a"), on("DaemonSet", "b")), "changed, worse"},
		"other words":           {x("gap", report.Finding{Message: "5 of 6"}), x("gap", report.Finding{Message: "4 of 6"}), ""},
		"one more without name": {x("gap", report.Finding{Message: "a"}), x("gap", report.Finding{Message: "a"}, report.Finding{Message: "b"}), "changed, worse"},
		"nodes replaced":        {x("gap", on("Node", "a"), on("Node", "b")), x("gap", on("Node", "c"), on("Node", "d")), "changed"},
		"more nodes":            {x("gap", on("Node", "a")), x("gap", on("Node", "c"), on("Node", "d")), "changed, worse"},
	} {
		t.Run(name, func(t *testing.T) {
			root, na := is("dns/y", "present", must, "gap"), is("dns/z", "present", must, "skip")
			for _, old := range []report.Result{tt.old, unlisted(tt.old)} {
				for _, now := range []report.Result{tt.now, unlisted(tt.now)} {
					c := Compare(with(0, root, na, old), with(1, root, na, now), ExpiringDays)
					if got := lists(c)["dns/x"]; got != tt.want {
						t.Errorf("from %+v to %+v it is among %q, want %q", old, now, got, tt.want)
					}
					if n := len(lists(c)); n > 1 {
						t.Errorf("%d checks changed: %v", n, lists(c))
					}
				}
			}
		})
	}
}

// unlisted is a result of a report that counts its findings and lists none.
func unlisted(x report.Result) report.Result {
	x.Omitted, x.Findings = report.Omit(x.Findings), []report.Finding{}
	x.OmittedWaived, x.Waived = report.Omit(x.Waived), nil
	return x
}

// TestWorse: lesser tiers, and batteries that the profile does not need, do not make must-haves worse.
func TestWorse(t *testing.T) {
	old := with(0, is("dns/x", "present", "should", "pass"), is("mesh/x", "present", "must", "pass"), is("logs/x", "present", "should", "pass"))
	now := with(1, is("dns/x", "present", "should", "gap"), is("mesh/x", "present", "must", "unknown"), is("logs/x", "present", "should", "unknown"))
	c := Compare(old, now, ExpiringDays)
	for failOn, want := range map[string]int{"new": 0, "new-should": 1, "new-could": 1, "never": 0} {
		if v := c.Judge(failOn, false); v.ExitCode != want {
			t.Errorf("--fail-on %s: exit %d, want %d", failOn, v.ExitCode, want)
		}
	}
	now.Batteries[2].Required = true
	c = Compare(old, now, ExpiringDays)
	if v := c.Judge("new", false); v.ExitCode != 3 || v.NewUnknown != 1 {
		t.Errorf("a must-have is no longer judged: exit %d, %d lost", v.ExitCode, v.NewUnknown)
	}
	if v := c.Judge("new", true); v.ExitCode != 0 || !v.Worse {
		t.Errorf("accepted: exit %d, worse %v", v.ExitCode, v.Worse)
	}
	if v := c.Judge("new-should", false); v.ExitCode != 1 {
		t.Errorf("a gap comes first: exit %d", v.ExitCode)
	}
}

func TestFindings(t *testing.T) {
	a, b := on("DaemonSet", "a"), on("DaemonSet", "b")
	other := a
	other.Message = "has no requests"
	old := with(0, is("logs/x", "healthy", "must", "gap", a))
	c := Compare(old, with(1, is("logs/x", "healthy", "must", "gap", other, a, b)), ExpiringDays)
	if got := c.ChangedGaps[0].Appeared; !reflect.DeepEqual(got, []report.Finding{other, b}) {
		t.Errorf("%v appeared, want what is reported for the first time, and the new object", got)
	}
	if got := c.ChangedGaps[0].Gone; len(got) != 0 {
		t.Errorf("%v went", got)
	}
}

func TestLevels(t *testing.T) {
	must := func(level, status string) report.Result {
		return is("dns/"+level[:1], level, "must", status)
	}
	for name, tt := range map[string]struct {
		old, now []report.Result
		want     string
	}{
		"lost":            {[]report.Result{must("healthy", "pass")}, []report.Result{must("healthy", "gap")}, "healthy pass gap regressed"},
		"reached":         {[]report.Result{must("healthy", "gap")}, []report.Result{must("healthy", "pass")}, "healthy gap pass improved"},
		"unknown":         {[]report.Result{must("healthy", "pass")}, []report.Result{must("healthy", "unknown")}, "healthy pass unknown regressed"},
		"gap, unknown":    {[]report.Result{must("healthy", "gap")}, []report.Result{must("healthy", "unknown")}, ""},
		"waived":          {[]report.Result{must("healthy", "gap")}, []report.Result{waived(must("healthy", "gap"), "2026-12-01")}, ""},
		"pass and waived": {[]report.Result{must("healthy", "pass")}, []report.Result{waived(must("healthy", "gap"), "2026-12-01")}, "healthy pass waived regressed"},
		"nothing left":    {[]report.Result{must("healthy", "pass")}, []report.Result{must("healthy", "skip")}, "healthy pass skip regressed"},
		"not probed":      {[]report.Result{must("proven", "pass")}, []report.Result{must("proven", "skip")}, ""},
		"gap, skip":       {[]report.Result{must("healthy", "gap")}, []report.Result{must("healthy", "skip")}, ""},
		"the gap is skipped": {
			[]report.Result{must("healthy", "pass"), is("dns/x", "healthy", "must", "gap")},
			[]report.Result{must("healthy", "pass"), is("dns/x", "healthy", "must", "skip")},
			"",
		},
		"not asked": {
			[]report.Result{must("present", "pass"), must("healthy", "pass")},
			[]report.Result{must("present", "gap"), because(must("healthy", "skip"), "dns/p")},
			"present pass gap regressed, healthy pass skip regressed",
		},
		"nice-to-have":        {[]report.Result{is("dns/x", "healthy", "could", "pass")}, []report.Result{is("dns/x", "healthy", "could", "gap")}, ""},
		"a check that is new": {[]report.Result{must("healthy", "pass")}, []report.Result{must("healthy", "pass"), is("dns/x", "healthy", "must", "gap")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Compare(with(0, tt.old...), with(1, tt.now...), ExpiringDays).Levels {
				got = append(got, strings.Join([]string{l.Level, l.Was, l.Is, l.Change}, " "))
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("levels changed: %q, want %q", s, tt.want)
			}
		})
	}
}

// TestOnlyOne: checks that one report lacks are no regression, and neither closes a gap.
func TestOnlyOne(t *testing.T) {
	old := with(0, is("dns/x", "present", "must", "gap"), is("logs/x", "present", "must", "pass"))
	now := with(1, is("logs/x", "present", "must", "pass"), is("mesh/x", "present", "must", "gap"))
	now.Tool = "v0.0.1-test"
	c := Compare(old, now, ExpiringDays)
	if got := lists(c); len(got) != 0 {
		t.Errorf("changes: %v", got)
	}
	if len(c.OnlyNew) != 1 || c.OnlyNew[0].ID != "mesh/x" || len(c.OnlyOld) != 1 || c.OnlyOld[0].ID != "dns/x" {
		t.Errorf("only new %v, only old %v", c.OnlyNew, c.OnlyOld)
	}
	if v := c.Judge("new", false); v.Worse || v.ExitCode != 0 {
		t.Errorf("a check that the old report lacks is a regression: %+v", v)
	}
}
