package kind

import (
	"os"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// TestProof holds the probes to the truth about a cluster whose network is known: one that
// enforces nothing, then one that does, then one that is broken in one place.
func TestProof(t *testing.T) {
	p := newProver(t, bareCluster(t))
	t.Run("Bare", p.testBare)
	t.Run("TwoAtOnce", p.testTwoAtOnce)
	t.Run("GivenNamespace", p.testGivenNamespace)
	t.Run("PrintedRole", p.testPrintedRole)
	t.Run("LackingVerbs", p.testLackingVerbs)
	t.Run("Killed", p.testKilled)
	t.Run("Interrupted", p.testInterrupted)
	t.Run("LostServer", p.testLostServer)
	t.Run("Readme", p.testReadme)
	t.Run("LandProbe", p.testLandProbe)
	t.Run("Enforced", p.testEnforced)
}

// talking are the proofs that packets and names get where they should.
func talking(status string) map[string]string {
	return map[string]string{
		"network/pod-to-pod": status, "network/service-vip": status, "network/mtu": status, "dns/internal": status,
		"network/nodeport": status,
	}
}

// testBare: a cluster that moves packets and enforces no policy.
func (p prover) testBare(t *testing.T) {
	report := p.proves(t, "probe")
	p.nothingLeft(t)
	want(t, report, talking("pass"))
	want(t, report, map[string]string{"network/policy-ingress-enforced": "gap"})
	if report.Verdict.ExitCode != driver.ExitGap {
		t.Errorf("exit %d, want %d", report.Verdict.ExitCode, driver.ExitGap)
	}
	gap := report.ByID()["network/policy-ingress-enforced"]
	// What was measured, once: from two nodes, what should have been blocked, what came, and for
	// how long it was tried.
	if len(gap.Findings) != 1 {
		t.Errorf("%d findings of what failed alike, want 1: %s", len(gap.Findings), evidenceOf(gap))
	}
	for _, part := range append(p.Workers(), "expected no answer, got one", "attempts were answered in ", " s;") {
		if !strings.Contains(evidenceOf(gap), part) {
			t.Errorf("the finding lacks %q: %s", part, evidenceOf(gap))
		}
	}
	egress := report.ByID()["network/policy-egress-enforced"]
	if egress.Status != "skip" || len(egress.Findings) == 0 || !strings.Contains(egress.Reason, "that follows from network/policy-ingress-enforced") {
		t.Errorf("what was measured of egress is not kept under the gap that leads: %s: %s", egress.Status, evidenceOf(egress))
	}
}

// testEnforced: the same network with the fixture that enforces policies, and the same with
// a path that is cut.
func (p prover) testEnforced(t *testing.T) {
	program := os.Getenv("KREADY_POLICYAGENT")
	if program == "" {
		t.Fatal("KREADY_POLICYAGENT names no binary of e2e/policyagent: `make e2e-kind` builds it")
	}
	if err := p.Enforce(program); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Unenforce(); err != nil {
			t.Error(err)
		}
	})
	t.Run("TruthTable", p.testTruthTable)
	t.Run("Pass", func(t *testing.T) {
		report := p.proves(t, "probe")
		p.nothingLeft(t)
		want(t, report, talking("pass"))
		want(t, report, map[string]string{"network/policy-ingress-enforced": "pass", "network/policy-egress-enforced": "pass"})
		want(t, report, map[string]string{"network/policy-features": "pass"})
		for _, id := range []string{"network/policy-ingress-enforced", "network/policy-egress-enforced"} {
			if reason := report.ByID()[id].Reason; !strings.Contains(reason, "second") {
				t.Errorf("%s does not report the time to enforce: %s", id, reason)
			}
		}
	})
	t.Run("PathCut", p.testPathCut)
	t.Run("NamesBlocked", p.testNamesBlocked)
}

// testPathCut: two nodes that do not reach each other's pods. What a policy would block is
// out of reach anyway, and that must not count as blocked by it.
func (p prover) testPathCut(t *testing.T) {
	from, to := p.Workers()[0], p.Workers()[1]
	cidr, err := p.Kubectl("get", "node", to, "-o", "jsonpath={.spec.podCIDR}")
	if err != nil {
		t.Fatal(err)
	}
	route, err := p.On(from, "ip route show "+cidr)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.On(from, "ip route replace blackhole "+cidr); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.On(from, "ip route del blackhole "+cidr+"; ip route replace "+route); err != nil {
			t.Error(err)
		}
	})
	report := p.proves(t, "probe", "network")
	p.nothingLeft(t)
	want(t, report, map[string]string{
		"network/pod-to-pod": "gap", "network/policy-ingress-enforced": "unknown", "network/policy-egress-enforced": "unknown",
	})
	gap := evidenceOf(report.ByID()["network/pod-to-pod"])
	if !strings.Contains(gap, from) || !strings.Contains(gap, to) {
		t.Errorf("the gap does not name both nodes of the path: %s", gap)
	}
}

// testNamesBlocked: DNS is blocked by a rule on one node, and everything else works.
func (p prover) testNamesBlocked(t *testing.T) {
	node := p.Workers()[0]
	const rules = `nft -f - <<'NFT'
table inet kready_e2e {
	chain forward {
		type filter hook forward priority -20; policy accept;
		iifname "veth*" udp dport 53 drop
		iifname "veth*" tcp dport 53 drop
	}
}
NFT`
	if _, err := p.On(node, rules); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.On(node, "nft delete table inet kready_e2e"); err != nil {
			t.Error(err)
		}
	})
	report := p.proves(t, "probe", "network/pod-to-pod", "network/service-vip", "dns/internal", "network/policy-ingress-enforced")
	p.nothingLeft(t)
	want(t, report, map[string]string{
		"network/pod-to-pod": "pass", "network/service-vip": "pass", "network/policy-ingress-enforced": "pass", "dns/internal": "gap",
	})
	for _, f := range report.ByID()["dns/internal"].Findings {
		if f.Object.Name != node {
			t.Errorf("a finding is from %s, and names are blocked on %s: %s", f.Object.Name, node, f.Message)
		}
	}
}
