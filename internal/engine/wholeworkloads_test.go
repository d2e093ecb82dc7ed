package engine

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// TestUsersPoliciesSeeAllWorkloads: a policy of the user's own that looks at workloads, itself or by
// the library, is given each one, applications too. One that does not changes nothing.
func TestUsersPoliciesSeeAllWorkloads(t *testing.T) {
	for name, tt := range map[string]struct {
		rule  string
		whole bool
	}{
		"workloads":         {`gap contains {"message": w.name} if some w in input.workloads`, true},
		"by the library":    {"import data.kready.lib\n\n" + `gap contains {"message": w.name} if some w in lib.workloads_of({"workloads": []})`, true},
		"their taints":      {`gap contains {"message": w.name} if some w in input.untolerated`, true},
		"budgets":           {`gap contains {"message": b.name} if some b in input.podDisruptionBudgets`, true},
		"who has budgets":   {`gap contains {"message": w.name} if some w in input.budgeted`, true},
		"sums":              {`gap contains {"message": "sums"} if input.applications.workloads > 0`, true},
		"something else":    {`gap contains {"message": n.name} if some n in input.nodes`, false},
		"no policy of ours": {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			req := Request{FailOn: report.Never, Checks: []string{"policy/quota"}}
			if tt.rule != "" {
				req.Policies, req.Checks = []string{"own"}, append(req.Checks, "house/rule")
				writePolicy(t, filepath.Join(dir, "own/house/rule.rego"), tt.rule)
			}
			rules, err := Load(testEnv(dir), req)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range rules.Checks {
				if err := c.BrokenReason(); err != nil {
					t.Fatal(err)
				}
			}
			snapshot, err := fixtures(t).Healthy()
			if err != nil {
				t.Fatal(err)
			}
			before := len(snapshot.Workloads)
			withApplications(snapshot)
			added := len(snapshot.Workloads) - before
			in := rules.Input(snapshot)
			if whole := len(in.Workloads) == before+added; whole != tt.whole {
				t.Errorf("%d of %d workloads stand one by one", len(in.Workloads), before+added)
			}
			if sums := in.Applications.Workloads > 0; sums == tt.whole {
				t.Errorf("the sums are of %d workloads", in.Applications.Workloads)
			}
			if _, err := rules.Judge(t.Context(), snapshot); err != nil {
				t.Fatal(err)
			}
			if len(snapshot.Workloads) != before+added || len(snapshot.Applications().Namespaces) > 0 {
				t.Error("judging changed the snapshot")
			}
		})
	}
}

// TestSnapshotsAreSummedUpAsTheyAreRead: of a file, what is judged holds no application one by one
// unless a policy asks for them, and what is written again holds all.
func TestSnapshotsAreSummedUpAsTheyAreRead(t *testing.T) {
	dir := t.TempDir()
	snapshot, err := fixtures(t).Healthy()
	if err != nil {
		t.Fatal(err)
	}
	withApplications(snapshot)
	data, err := json.Marshal(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "snapshot.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	writePolicy(t, filepath.Join(dir, "own/house/rule.rego"), `gap contains {"message": w.name} if some w in input.workloads`)
	from := Target{From: file, Timeout: time.Minute}
	for _, policies := range [][]string{nil, {"own"}} {
		rules, err := Load(testEnv(dir), Request{FailOn: report.Never, Policies: policies})
		if err != nil {
			t.Fatal(err)
		}
		got, err := rules.Collect(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		if n := got.Applications().Workloads; (n > 0) != (policies == nil) || n+len(got.Workloads) != len(snapshot.Workloads) {
			t.Errorf("with policies %v, %d workloads are summed up and %d are not", policies, n, len(got.Workloads))
		}
	}
	again, err := Snapshot(t.Context(), testEnv(dir), Request{}, from, Probes{})
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Workloads) != len(snapshot.Workloads) {
		t.Errorf("written again, it has %d workloads of %d", len(again.Workloads), len(snapshot.Workloads))
	}
}

func writePolicy(t *testing.T, file, rule string) {
	t.Helper()
	head := []string{
		"# METADATA", "# title: A rule of the house", "# description: It is ours.", "# related_resources:", "# - ref: https://acme.org/rules", "# custom:", "#   level: configured",
		"#   tier: should", "#   remediation: Ask us.", "package kready.house.rule", "", rule, "",
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Join(head, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestReadsOfApplications: whoever reads the sums reads the workloads as well, so that both are blind
// together.
func TestReadsOfApplications(t *testing.T) {
	for _, c := range builtinChecks(t) {
		sums := c.Reads.Has(facts.PartApplications) || c.OptionalReads.Has(facts.PartApplications)
		if sums && !c.Reads.Has(facts.KindWorkloads) && !c.OptionalReads.Has(facts.KindWorkloads) {
			t.Errorf("%s reads the sums of workloads, and not those that are left", c.ID)
		}
	}
	in := &facts.Input{}
	in.BlindSpots = []facts.BlindSpot{{Facts: facts.KindWorkloads, Resource: "deployments.apps", Reason: facts.ReasonForbidden}}
	c := check.Check{Reads: facts.Fields{facts.PartApplications}}
	in.SetDerivedFrom(facts.PartApplications, WithNeeds([]check.Check{c})[0].Needs)
	if len(in.BlindTo(c.Reads...)) != 1 {
		t.Error("sums of workloads that were not read count as read")
	}
}
