package controlplane

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// TestRights applies what `kready rbac` writes, and then takes away rule after rule.
func TestRights(t *testing.T) {
	p := start(t)
	ctx, cancel := Context()
	defer cancel()
	manifest := run(t, p, "", "rbac", "--create-namespace").Stdout
	roles := rolesOf(t, manifest, checksOf(t, p))
	if err := p.Fill(ctx, Size{Nodes: 3, Deployments: 2, Pods: 2}); err != nil {
		t.Fatal(err)
	}
	if err := p.FillUnusual(ctx); err != nil {
		t.Fatal(err)
	}
	if err := p.Serve(customOf(t, p, roles)); err != nil {
		t.Fatal(err)
	}
	if err := p.WithdrawDefaults(ctx); err != nil {
		t.Fatal(err)
	}
	apply(t, p, manifest)
	who := identity(t, p)

	base := report(t, p, who.kubeconfig)
	for _, spot := range base.BlindSpots {
		t.Errorf("with all rights, %s %s in %q is %s: %s", spot.Verb, spot.Resource, spot.Namespace, spot.Reason, spot.Message)
	}
	if out := foretold(t, p, who.kubeconfig); out.MustUnknown != 0 || out.ExitCode != driver.ExitOK || len(out.short(t)) != 0 {
		t.Errorf("with all rights, --dry-run says exit %d and misses %v", out.ExitCode, out.short(t))
	}
	if t.Failed() {
		t.FailNow()
	}
	checks := checksOf(t, p)
	for i, batch := range batches(roles) {
		t.Run(fmt.Sprintf("without %d", i), func(t *testing.T) { testWithout(t, p, who, roles, batch, checks, base) })
	}
}

// batches puts rules together whose checks are not those of another in the batch, so
// that every rule is taken away once, in few runs.
func batches(roles []role) [][]ruleOf {
	var out [][]ruleOf
	for _, role := range roles {
		for i := range role.rules {
			rule := ruleOf{role, i}
			at := slices.IndexFunc(out, func(batch []ruleOf) bool { return !slices.ContainsFunc(batch, rule.shares) })
			if at < 0 {
				out, at = append(out, nil), len(out)
			}
			out[at] = append(out[at], rule)
		}
	}
	return out
}

// testWithout takes rules away, holds `kready check` to what their comments and
// --dry-run say of that, and gives them back.
func testWithout(t *testing.T, p *Plane, who who, roles []role, batch []ruleOf, checks []listedCheck, base driver.Report) {
	var gone []string
	for _, role := range roles {
		role.update(t, p, role.without(batch))
	}
	defer func() {
		for _, role := range roles {
			role.update(t, p, role.rules)
		}
		for _, rule := range batch {
			who.awaits(t, rule, true)
		}
	}()
	for _, rule := range batch {
		who.awaits(t, rule, false)
		gone = append(gone, rule.checks()...)
	}
	slices.Sort(gone)

	predicted := foretold(t, p, who.kubeconfig)
	lacking := predicted.lacking()
	gone = slices.DeleteFunc(gone, predicted.mayLack) // of a rule that others need in any case
	if !slices.Equal(lacking, gone) {
		t.Errorf("the comments of the rules name %v,\n--dry-run %v", gone, lacking)
	}
	got := report(t, p, who.kubeconfig)
	before := base.ByID()
	standing := map[string]bool{}
	for _, r := range got.Results {
		standing[r.ID] = stands(r, before[r.ID], lacking, predicted)
	}
	expected := statuses(checks, base, lacking, standing)
	must := 0
	for _, r := range got.Results {
		if standing[r.ID] || r.Status == "unknown" && predicted.mayLack(r.ID) {
			continue
		}
		if r.Status != expected[r.ID] {
			t.Errorf("%s is %s (%s), expected %s", r.ID, r.Status, r.Reason, expected[r.ID])
		}
		if r.Status != "unknown" || before[r.ID].Status == "unknown" {
			continue
		}
		if predicted.outlook(r.ID) == "judged" {
			t.Errorf("%s is unknown, --dry-run says that it could be judged: %s", r.ID, r.Reason)
		}
		if r.Because == "" && !slices.ContainsFunc(batch, func(rule ruleOf) bool { return rule.explains(r) }) {
			t.Errorf("%s is unknown without its own rule, and says: %s", r.ID, r.Reason)
		}
		if r.Tier == "must" {
			must++
		}
	}
	if must > 0 && predicted.ExitCode != driver.ExitIncomplete {
		t.Errorf("%d must-haves are unknown, and --dry-run exits %d", must, predicted.ExitCode)
	}
	t.Logf("%d rules, %d checks that lack them, %d must-haves that became unknown: %s", len(batch), len(gone), must, rulesOf(batch))
}

// stands reports whether a result is the same as with all rights, rightly: it says what it stands
// without, --dry-run says that it may be judged, or it is a check that does not apply whatever it requires,
// and for which --dry-run says that what it requires is the worst of it.
func stands(r, before driver.Result, lacking []string, predicted prediction) bool {
	ownSkip := r.Status == "skip" && r.Because == "" && (!slices.Contains(lacking, r.ID) || predicted.inherits(r.ID))
	return r.Status == before.Status && (len(r.Without) > 0 || predicted.outlook(r.ID) == "perhaps" || ownSkip)
}

// rulesOf names what rules are for.
func rulesOf(batch []ruleOf) string {
	var out []string
	for _, rule := range batch {
		r := rule.rule()
		out = append(out, strings.Join(slices.Concat(r.NonResourceURLs, r.Resources), ",")+strings.Join(r.APIGroups, ","))
	}
	return strings.Join(out, " ")
}

// statuses are what a run says when those checks lack their evidence, given what it says
// when none does, and which answers stand all the same. It is the rule of requirements: the first
// that did not pass decides.
func statuses(checks []listedCheck, base driver.Report, lacking []string, standing map[string]bool) map[string]string {
	byID, out := base.ByID(), map[string]string{}
	known := map[string]listedCheck{}
	for _, c := range checks {
		known[c.ID] = c
	}
	var of func(id string) string
	of = func(id string) string {
		if status, ok := out[id]; ok {
			return status
		}
		status := byID[id].Status
		if standing[id] {
			return status
		}
		if slices.Contains(lacking, id) {
			status = "unknown"
		}
		for _, before := range known[id].Requires {
			if byID[id].Level == "proven" { // nobody probes here, and what it requires does not matter then
				break
			}
			switch of(before) {
			case "pass":
				continue
			case "gap", "skip":
				status = "skip"
			default:
				status = "unknown"
			}
			break
		}
		out[id] = status
		return status
	}
	for _, c := range checks {
		of(c.ID)
	}
	return out
}

type listedCheck struct {
	ID       string   `json:"id"`
	Subject  string   `json:"subject"`
	Requires []string `json:"requires"`
}

func checksOf(t *testing.T, p *Plane) []listedCheck {
	t.Helper()
	var checks []listedCheck
	if err := json.Unmarshal([]byte(run(t, p, "", "list", "checks", "-o", "json").Stdout), &checks); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(checks, func(c listedCheck) bool { return c.Subject != "cluster" }) // not those of services
}

// customOf are the resources of the roles that the API server does not serve by itself.
func customOf(t *testing.T, p *Plane, roles []role) []string {
	t.Helper()
	served, err := p.Client.Discovery().ServerGroups()
	if err != nil {
		t.Fatal(err)
	}
	// What serves the second or the third is taken for OpenShift, which has answers of its own.
	own := []string{"", "config.openshift.io", "machineconfiguration.openshift.io"}
	for _, g := range served.Groups {
		own = append(own, g.Name)
	}
	var names []string
	for _, role := range roles {
		for _, rule := range role.rules {
			for _, resource := range rule.Resources {
				if !slices.Contains(own, rule.APIGroups[0]) {
					names = append(names, strings.ReplaceAll(resource, "*", "anything")+"."+rule.APIGroups[0])
				}
			}
		}
	}
	if len(names) < 20 {
		t.Fatalf("the roles name only %d custom resources", len(names))
	}
	return names
}

// apply does what the documentation says: kubectl apply.
func apply(t *testing.T, p *Plane, manifest string, flags ...string) {
	t.Helper()
	kubectl(t, p, manifest, append([]string{"apply", "-f", "-"}, flags...)...)
}
