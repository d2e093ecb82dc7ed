package kind

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// bareGaps are the gaps of the bare cluster, each with a word of its evidence.
func bareGaps() map[string]string {
	return map[string]string{
		"network/policy-engine":    "",
		"ingress/present":          "",
		"secrets/mechanism":        "",
		"logs/collector":           "",
		"metrics/resource-metrics": "",
		"metrics/pipeline":         "",
		"storage/provisioner-live": "standard",
	}
}

func testGaps(t *testing.T, c *Cluster, admin driver.Kready) {
	report := check(t, admin, driver.ExitGap)
	for id, evidence := range bareGaps() {
		result := report.ByID()[id]
		if result.Status != "gap" {
			t.Errorf("%s is %q, want gap: %s", id, result.Status, result.Reason)
			continue
		}
		if result.Reason == "" && len(result.Findings) == 0 {
			t.Errorf("%s is a gap without a reason or a finding", id)
		}
		if !strings.Contains(evidenceOf(result), evidence) {
			t.Errorf("%s does not name %q: %s", id, evidence, evidenceOf(result))
		}
	}
	for _, flagged := range []struct{ id, status string }{
		{"network/kube-proxy-mode", kubeProxyMode(t, c)},
		{"secrets/encryption-at-rest", encryptionAtRest(t, c)},
	} {
		if got := report.Status(flagged.id); got != flagged.status {
			t.Errorf("%s is %q, want %q, from what the cluster's own configuration says", flagged.id, got, flagged.status)
		}
	}
	for _, result := range report.Results {
		if strings.HasPrefix(result.ID, "mesh/") && result.Status == "gap" {
			t.Errorf("%s is a gap, and the default profile asks for no mesh", result.ID)
		}
		if result.Status == "error" {
			t.Errorf("%s broke: %s", result.ID, result.Reason)
		}
	}
	if t.Failed() {
		t.Log(report.Summary())
	}
}

// evidenceOf is all that a result says of what was seen.
func evidenceOf(r driver.Result) string {
	parts := []string{r.Reason}
	for _, f := range r.Findings {
		parts = append(parts, f.Object.Kind, f.Object.Namespace, f.Object.Name, f.Message, f.Cause)
	}
	return strings.Join(parts, " ")
}

// kubeProxyMode is the status that the check has to have: kind may or may not set a mode.
func kubeProxyMode(t *testing.T, c *Cluster) string {
	t.Helper()
	config, err := c.Kubectl("-n", "kube-system", "get", "configmap", "kube-proxy", "-o", `jsonpath={.data.config\.conf}`)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(config) {
		if mode, ok := strings.CutPrefix(strings.TrimSpace(line), "mode:"); ok {
			switch strings.Trim(mode, ` "'`) {
			case "iptables", "nftables":
				return "pass"
			}
			return "gap"
		}
	}
	return "gap"
}

// encryptionAtRest is the status that the API server's flags imply.
func encryptionAtRest(t *testing.T, c *Cluster) string {
	t.Helper()
	args, err := c.Kubectl("-n", "kube-system", "get", "pod", "-l", "component=kube-apiserver", "-o", "jsonpath={.items[*].spec.containers[*].command}")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(args, "--encryption-provider-config") {
		return "pass"
	}
	return "gap"
}

func testPasses(t *testing.T, admin driver.Kready) {
	report := check(t, admin, driver.ExitGap)
	for _, id := range []string{
		"cluster/nodes-ready", "cluster/apiserver-readyz", "cluster/apiservices-available", "cluster/system-workloads",
		"dns/present", "network/cni-present", "network/cni-coverage", "network/service-proxy-present", "storage/default-class",
	} {
		if got := report.Status(id); got != "pass" {
			t.Errorf("%s is %q, want pass: %s", id, got, evidenceOf(report.ByID()[id]))
		}
	}
	if t.Failed() {
		t.Log(report.Summary())
	}
}

// testFast takes the best of three: the machine that runs tests has other things to do.
func testFast(t *testing.T, admin driver.Kready) {
	const limit = 2 * time.Second
	best := time.Hour
	for range 3 {
		best = min(best, run(t, admin, driver.ExitGap, "check").Elapsed)
	}
	t.Logf("a check takes %s", best.Round(time.Millisecond))
	if best > limit {
		t.Errorf("a check takes %s, want under %s", best, limit)
	}
}

func testReadsNoSecret(t *testing.T, c *Cluster, admin driver.Kready) {
	mark, err := c.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	run(t, admin, driver.ExitGap, "check")
	events, err := c.Audit.Since(mark)
	if err != nil {
		t.Fatal(err)
	}
	if len(driver.Of(events, "nodes")) == 0 {
		t.Fatalf("the audit log has %d requests of kready, and none for nodes: it does not show what was read", len(events))
	}
	for _, e := range driver.Of(events, "secrets") {
		t.Errorf("kready asked for Secrets: %s %s", e.Verb, e.RequestURI)
	}
	for _, e := range driver.Writes(events) {
		t.Errorf("kready wrote: %s %s", e.Verb, e.RequestURI)
	}
	t.Logf("%d requests", len(events))
}
