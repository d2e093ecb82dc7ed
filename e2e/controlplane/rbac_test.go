package controlplane

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/e2e/driver"
)

// TestRights applies what `kready rbac` writes, and then takes away rule after rule.
func TestRights(t *testing.T) {
	p, err := Start(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
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
	// Kubernetes itself gives this one to all ServiceAccounts (system:service-account-issuer-discovery).
	batch = slices.DeleteFunc(slices.Clone(batch), func(r ruleOf) bool {
		return strings.Contains(fmt.Sprint(r), "/.well-known/openid-configuration")
	})
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
		if standing[r.ID] {
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

// who is the identity that the manifest gives rights to.
type who struct {
	kubeconfig string
	client     *kubernetes.Clientset
}

func identity(t *testing.T, p *Plane) who {
	t.Helper()
	token, err := p.Client.CoreV1().ServiceAccounts("kready").CreateToken(t.Context(), "kready", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := p.Kubeconfig("kready", p.Cluster(), clientcmdapi.AuthInfo{Token: token.Status.Token})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(p.Config)
	config.BearerToken = token.Status.Token
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return who{kubeconfig, client}
}

// awaits waits until the API server's authorizer has seen that a rule came or went.
func (w who) awaits(t *testing.T, of ruleOf, allowed bool) {
	t.Helper()
	namespace, rule := of.role.namespace, of.rule()
	spec := authorizationv1.SelfSubjectAccessReviewSpec{}
	if len(rule.NonResourceURLs) > 0 {
		spec.NonResourceAttributes = &authorizationv1.NonResourceAttributes{Path: strings.ReplaceAll(rule.NonResourceURLs[0], "*", "x"), Verb: rule.Verbs[0]}
	} else {
		spec.ResourceAttributes = &authorizationv1.ResourceAttributes{
			Namespace: namespace, Verb: rule.Verbs[0], Group: rule.APIGroups[0], Resource: rule.Resources[0],
			Name: strings.Join(rule.ResourceNames[:min(1, len(rule.ResourceNames))], ""),
		}
	}
	var last bool
	for start := time.Now(); time.Since(start) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		review, err := w.client.AuthorizationV1().SelfSubjectAccessReviews().Create(t.Context(),
			&authorizationv1.SelfSubjectAccessReview{Spec: spec}, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if last = review.Status.Allowed; last == allowed {
			return
		}
	}
	t.Fatalf("%+v stays allowed=%v: another rule gives the same", rule, last)
}

// prediction is what --dry-run says.
type prediction struct {
	ExitCode    int `json:"exitCode"`
	MustUnknown int `json:"mustUnknown"`
	Reviews     int `json:"reviews"`
	Checks      []struct {
		ID      string `json:"id"`
		Outlook string `json:"outlook"`
		Because string `json:"because"`
		Missing []struct {
			Verb     string `json:"verb"`
			Resource string `json:"resource"`
			When     string `json:"when"`
		} `json:"missing"`
	} `json:"checks"`
}

func foretold(t *testing.T, p *Plane, kubeconfig string, args ...string) prediction {
	t.Helper()
	mark, err := p.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, p, kubeconfig, append([]string{"check", "--dry-run", "-o", "json"}, args...)...)
	var said prediction
	if err := json.Unmarshal([]byte(out.Stdout), &said); err != nil {
		t.Fatalf("exit %d: %v: %s", out.ExitCode, err, out.Stderr)
	}
	if said.ExitCode != out.ExitCode {
		t.Errorf("the document says exit %d, the process %d", said.ExitCode, out.ExitCode)
	}
	events, err := p.Audit.Since(mark)
	if err != nil {
		t.Fatal(err)
	}
	reviews := 0
	for _, e := range events {
		switch {
		case e.ObjectRef.APIGroup == "authorization.k8s.io" && strings.HasPrefix(e.ObjectRef.Resource, "selfsubject"):
			reviews++
		case e.ObjectRef.Resource != "":
			t.Errorf("--dry-run asks for more than reviews: %s %s", e.Verb, e.RequestURI)
		}
	}
	if reviews != said.Reviews || reviews > 5 {
		t.Errorf("--dry-run posts %d reviews and says %d; with RBAC alone a few are enough", reviews, said.Reviews)
	}
	return said
}

// lacking are the checks that lack a right themselves, but for one on a product that is not here.
func (p prediction) lacking() []string {
	var ids []string
	for _, c := range p.Checks {
		for _, right := range c.Missing {
			if right.When != ofProduct && right.When != ofOldServers {
				ids = append(ids, c.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// short are all that would not be judged, or only perhaps.
func (p prediction) short(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, c := range p.Checks {
		if c.Outlook != "judged" {
			ids = append(ids, fmt.Sprintf("%s %v", c.ID, c.Missing))
		}
	}
	return ids
}

// inherits reports whether a check shares the outlook of one that it requires.
func (p prediction) inherits(id string) bool {
	for _, c := range p.Checks {
		if c.ID == id {
			return c.Because != ""
		}
	}
	return false
}

func (p prediction) outlook(id string) string {
	for _, c := range p.Checks {
		if c.ID == id {
			return c.Outlook
		}
	}
	return "absent"
}
