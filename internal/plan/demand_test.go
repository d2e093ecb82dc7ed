package plan

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// landed is the report of a service in which requirements came out as "ID STATUS MESSAGE"; what they rest
// on is in restsOn.
func landed(name string, restsOn map[string]string, outcomes ...string) report.Report {
	r := report.Report{Service: &report.Service{Name: name}}
	r.Verdict.Subject = "service"
	for _, o := range outcomes {
		id, rest, _ := strings.Cut(o, " ")
		status, message, _ := strings.Cut(rest, " ")
		x := result(id, "must", "present", status, "")
		if message != "" {
			x.Findings = []report.Finding{{Message: message}}
		}
		if id := restsOn[id]; id != "" && status == "gap" {
			x.RestsOn, x.Findings = []string{id}, append(x.Findings, report.Finding{Message: "it needs it; " + id + ": there is none"})
		}
		r.Results = append(r.Results, x)
	}
	return r
}

// wanted are three services: two have autoscalers, one of which has policies; one claims volumes.
func wanted() Demand {
	rests := map[string]string{"scaling/hpa-metrics": "metrics/resource-metrics", "network/policies-enforced": "network/policy-engine"}
	return Demand{Reports: []report.Report{
		landed("a", rests, "scaling/hpa-metrics gap", "identity/service-account-there pass", "cluster/kinds-served pass"),
		landed("b", rests, "scaling/hpa-metrics gap", "network/policies-enforced gap", "identity/service-account-there pass", "storage/class-there skip"),
		landed("c", rests, "storage/class-there gap its claim data names no storage class, and none is the default", "cluster/custom-kinds gap nothing defines keda.sh/v1 ScaledObject: it comes with KEDA (scaling)"),
	}}
}

// lacking is a cluster with gaps, the last of which no service needs.
func lacking() report.Report {
	return report.Report{Results: []report.Result{
		result("network/policy-engine", "must", "present", "gap", ""),
		result("metrics/resource-metrics", "should", "present", "gap", ""),
		result("storage/default-class", "should", "configured", "gap", ""),
		result("secrets/encryption-at-rest", "must", "configured", "gap", ""),
		result("dns/present", "must", "present", "unknown", ""),
	}}
}

// order are the checks that the steps close, in their order.
func order(p Plan) string {
	var out []string
	for _, s := range p.Steps {
		out = append(out, s.Closes[0].Check+"="+strings.Join(s.Services, ","))
	}
	return strings.Join(out, " ")
}

// TestDemandOrders: what most services need comes first, unless key customers need something else; what none
// needs is for later; a requirement that is a must makes what it rests on one.
func TestDemandOrders(t *testing.T) {
	d := wanted()
	p := NewFor(lacking(), d, nil, nil)
	if got, want := order(p), "metrics/resource-metrics=a,b network/policy-engine=b storage/default-class=c secrets/encryption-at-rest="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, s := range p.Steps {
		if later := s.Closes[0].Check == "secrets/encryption-at-rest"; s.Later != later || s.Tier != "must" {
			t.Errorf("%s: later %t, %s", s.Closes[0].Check, s.Later, s.Tier)
		}
	}
	if got := p.FindOut[0].Services; !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("names have to resolve for %v, want those with pods", got)
	}
	d.First = []string{"c"}
	p = NewFor(lacking(), d, nil, nil)
	if got, want := order(p), "storage/default-class=c metrics/resource-metrics=a,b network/policy-engine=b secrets/encryption-at-rest="; got != want {
		t.Errorf("with c first: %s, want %s", got, want)
	}
	if p.Services[0].Name != "c" || !p.Services[0].First {
		t.Errorf("the first service is %+v", p.Services[0])
	}
	if got, want := order(New(lacking(), nil, nil)), "network/policy-engine= secrets/encryption-at-rest= metrics/resource-metrics= storage/default-class="; got != want {
		t.Errorf("without services: %s, want %s", got, want)
	}
}

// TestDemandOfWhatWaits: a step that another one waits for is needed by the same services, whatever its tier.
func TestDemandOfWhatWaits(t *testing.T) {
	rep := report.Report{Results: []report.Result{result("identity/mechanism", "could", "present", "gap", ""), result("secrets/mechanism", "must", "present", "gap", ""), result("logs/audit", "must", "configured", "gap", "")}}
	p := NewFor(rep, Demand{Reports: []report.Report{landed("a", nil, "secrets/store-there gap it does not exist")}}, nil, nil)
	if got, want := order(p), "identity/mechanism=a secrets/mechanism=a logs/audit="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestServices: they come with their steps, what no step closes, and a mark on those that require most.
func TestServices(t *testing.T) {
	p := NewFor(lacking(), wanted(), nil, nil)
	got := ""
	for _, s := range p.Services {
		got += fmt.Sprintf("%s %d %t %v %s; ", s.Name, s.Requirements, s.Most, s.Steps, s.besidesLine())
	}
	if want := "a 3 true [1] ; b 3 true [1 2] ; c 2 false [3] cluster/custom-kinds (gap); "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	same := NewFor(lacking(), Demand{Reports: []report.Report{landed("a", nil, "x/y pass"), landed("b", nil, "x/y pass")}}, nil, nil)
	if same.Services[0].Most || same.Services[1].Most {
		t.Error("a service is marked though all require the same")
	}
	waived := wanted()
	waived.Reports[1].Results[1].Waiver = &report.Waiver{Owner: "them"}
	if got := step(t, NewFor(lacking(), waived, nil, nil), "network/policy-engine"); !got.Later {
		t.Errorf("what is accepted is needed: %v", got.Services)
	}
}

// TestServicesInFormats: all formats carry them, and hostile names stay texts.
func TestServicesInFormats(t *testing.T) {
	d := wanted()
	d.Reports = append(d.Reports, landed(hostile, nil, "ingress/class-there gap its class does not exist"))
	for range servicesMost {
		d.Reports = append(d.Reports, landed("z", nil, "x/y skip"))
	}
	p := NewFor(lacking(), d, nil, nil)
	wants := map[string][]string{
		"text":     {"SERVICES: 44, of which ", "Needed by 2 of 44 services: a, b\n", "LATER: 1 step", "None of the services needs these", "  c: ", "besides: cluster/custom-kinds (gap)", "and 4 more"},
		"markdown": {"## Services: 44", "| c | ", "Needed by 2 of 44 services: a, b.", "## Later: 1 step", "And 4 more"},
		"json":     {`"besides": [`, `"services": [`, `"later": true`},
	}
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, p, output.Options{}); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants[f.Name] {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s lacks %q:\n%s", f.Name, want, b.String())
			}
		}
		if strings.Contains(b.String(), "\x1b") || f.Name == "markdown" && strings.Contains(b.String(), "<script>") {
			t.Errorf("%s: a hostile name is more than a text", f.Name)
		}
	}
}

// TestLinksByMessage: what a finding says leads to the check that it rests on, and to no other.
func TestLinksByMessage(t *testing.T) {
	gaps := report.Report{}
	for _, id := range []string{"metrics/pipeline", "secrets/stores-ready", "secrets/controller-healthy", "secrets/mechanism", "secrets/reload", "delivery/sources", "delivery/tool"} {
		gaps.Results = append(gaps.Results, result(id, "should", "present", "gap", ""))
	}
	for outcome, want := range map[string]string{
		"metrics/rules-picked gap there is no Prometheus of the operator that could pick it up":                                         "metrics/pipeline",
		"metrics/rules-picked gap Prometheus monitoring/main wants the labels release=main":                                             "",
		"secrets/vault-auth-there gap the VaultAuth web is not valid: permission denied":                                                "secrets/stores-ready",
		"secrets/vault-auth-there gap the VaultAuth vault/web does not let the namespace shop use it":                                   "",
		"secrets/opt-in-heard gap reloader.stakater.com/auto: true asks for a restart when its configuration changes, and nothing does": "secrets/reload",
		"secrets/sealed-secrets-opened gap its controller does not run: the only pod of Sealed Secrets is not ready":                    "secrets/controller-healthy",
		"delivery/sources-there gap the GitRepository apps cannot be fetched: GitOperationFailed: authentication required":              "delivery/sources",
		"delivery/sources-there gap the GitRepository apps does not exist":                                                              "delivery/tool",
		"delivery/sources-there skip": "",
	} {
		p := NewFor(gaps, Demand{Reports: []report.Report{landed("a", nil, outcome)}}, nil, nil)
		var needed []string
		for _, s := range p.Steps {
			if !s.Later {
				needed = append(needed, s.Closes[0].Check)
			}
		}
		if got := strings.Join(needed, " "); got != want {
			t.Errorf("%s: needs %q, want %q", outcome, got, want)
		}
	}
}

// TestDemandHoldsBack: what few services cannot land without comes before what many would be better with.
func TestDemandHoldsBack(t *testing.T) {
	wish := func(name string, outcomes ...string) report.Report {
		r := landed(name, map[string]string{"logs/agents-reach": "logs/collector", "scaling/hpa-metrics": "metrics/resource-metrics"}, outcomes...)
		r.Results[0].Tier = "should" // the logs
		return r
	}
	rep := report.Report{Results: []report.Result{result("logs/collector", "must", "present", "gap", ""), result("metrics/resource-metrics", "must", "present", "gap", "")}}
	p := NewFor(rep, Demand{Reports: []report.Report{
		wish("a", "logs/agents-reach gap"), wish("b", "logs/agents-reach gap"), wish("c", "logs/agents-reach gap", "scaling/hpa-metrics gap"),
	}}, nil, nil)
	if got, want := order(p), "metrics/resource-metrics=c logs/collector=a,b,c"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
