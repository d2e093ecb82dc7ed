package network_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/checks/network"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestPodsConnected: what the plugin said, as each runtime writes it, and which remedy that leads to.
func TestPodsConnected(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for message, tt := range map[string]struct{ state, says string }{
		`Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized`:                                                           {"no-token", `plugin type="calico" failed (add): error getting`},
		`Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create pod network sandbox k8s_web_0(0): error adding pod shop_web to CNI network "k8s-pod-network": failed to find plugin "portmap" in path [/opt/cni/bin]`:                                        {"no-program", `failed to find plugin "portmap"`},
		`(combined from similar events): Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox container network for pod "web": networkPlugin cni failed to set up pod "web_shop" network: open /run/flannel/subnet.env: no such file or directory`: {"not-written", "open /run/flannel/subnet.env"},
		`failed to setup network for sandbox: plugin type="host-local" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254`:                                                                                                 {"no-address", "no IP addresses available"},
		`failed to setup network for sandbox: plugin type="cilium-cni" failed (add): unable to connect to Cilium agent: Get "http://localhost/v1/config": dial unix /var/run/cilium/cilium.sock: connect: connection refused`:                                                         {"not-written", "cilium.sock"},
		`failed to setup network for sandbox: plugin type="istio-cni" name="istio-cni" failed (add): something else`:                                                                                                                                                                  {"", "istio-cni"},
	} {
		in := &facts.Input{Snapshot: facts.Snapshot{
			CollectedAt:   now,
			PendingPods:   []facts.PendingPods{{Kind: facts.Deployment, Namespace: "shop", Name: "web", Reason: "ContainerCreating", Count: 1, Since: now.Add(-time.Hour)}},
			StartFailures: []facts.StartFailure{{Kind: facts.Deployment, Namespace: "shop", Name: "web", Reason: "FailedCreatePodSandBox", Message: message}},
		}}
		out, err := network.PodsConnected().Run(t.Context(), in)
		if err != nil || out.Status != check.StatusGap || out.Findings[0].State != tt.state || !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %+v %v", message, out, err)
		}
	}
}
