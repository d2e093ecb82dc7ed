package probe

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestPlan: a plan for a cluster leaves out what does not apply to it, with the reason.
func TestPlan(t *testing.T) {
	in := &facts.Input{}
	in.Nodes = []facts.Node{{Name: "a", Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}}
	chosen := settings()
	chosen.Timeout = 5 * time.Minute
	plan := Plan(in, All(), chosen)
	creates, left, found := strings.Cut(plan, "Not tried in this cluster:")
	if !found || !strings.Contains(plan, "at most 5 minutes") {
		t.Fatal(plan)
	}
	for _, name := range []string{"certificates/issue", "mesh/mtls-enforced", "identity/imds-blocked", "network/pod-to-pod", "ingress/http-path", "dns/external", "ingress/gateway-http-path", "logs/delivery"} {
		if strings.Contains(creates, name) || !strings.Contains(left, name) {
			t.Errorf("%s is planned:\n%s", name, plan)
		}
	}
	for _, name := range []string{"dns/internal", "network/policy-ingress-enforced", "network/service-vip"} {
		if !strings.Contains(creates, name) || strings.Contains(left, name) {
			t.Errorf("%s is not planned:\n%s", name, plan)
		}
	}
	if whole := Plan(nil, All(), chosen); strings.Contains(whole, "Not tried") || !strings.Contains(whole, "certificates/issue") {
		t.Errorf("of a cluster that was not read:\n%s", whole)
	}
	if none := Plan(in, []Probe{certificateIssue()}, chosen); !strings.Contains(none, "  nothing\n") || strings.Contains(none, "It takes") {
		t.Errorf("where nothing applies:\n%s", none)
	}
}
