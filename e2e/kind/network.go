package kind

import (
	"fmt"
	"strings"
	"time"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
)

// cniConfig is the plainest CNI there is: ptp and host-local on each node, with static
// routes between them. It moves packets and enforces no NetworkPolicy, which is exactly
// what a readiness linter has to notice; and it needs no image.
const cniConfig = `{"cniVersion": "0.4.0", "name": "ptp", "plugins": [
  {"type": "ptp", "mtu": 1400, "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam-state",
    "routes": [{"dst": "0.0.0.0/0"}], "ranges": [[{"subnet": %q}]]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
`

// layNetwork gives every node its CNI configuration and routes to the pods of the others.
func (c *Cluster) layNetwork() error {
	for _, n := range c.nodes {
		cidr, err := c.podCIDR(n)
		if err != nil {
			return err
		}
		write := n.Command("sh", "-c", "cat >/etc/cni/net.d/10-ptp.conflist")
		if err := write.SetStdin(strings.NewReader(fmt.Sprintf(cniConfig, cidr))).Run(); err != nil {
			return fmt.Errorf("writing the CNI configuration of %s: %w", n, err)
		}
		ip, _, err := n.IP()
		if err != nil {
			return err
		}
		for _, other := range c.nodes {
			if other.String() == n.String() {
				continue
			}
			if err := other.Command("ip", "route", "replace", cidr, "via", ip).Run(); err != nil {
				return fmt.Errorf("routing %s to %s: %w", cidr, n, err)
			}
		}
	}
	return nil
}

// podCIDR waits for the controller manager to give a node its range.
func (c *Cluster) podCIDR(n nodes.Node) (string, error) {
	for range 30 {
		cidr, err := c.Kubectl("get", "node", n.String(), "-o", "jsonpath={.spec.podCIDR}")
		if err != nil {
			return "", err
		}
		if cidr != "" {
			return cidr, nil
		}
		time.Sleep(time.Second)
	}
	return "", fmt.Errorf("node %s got no pod CIDR in half a minute", n)
}

// waitReady waits for the nodes and for what kube-system runs.
func (c *Cluster) waitReady(limit time.Duration) error {
	timeout := fmt.Sprintf("--timeout=%s", limit)
	waits := [][]string{
		{"wait", "--for=condition=Ready", "nodes", "--all", timeout},
		{"-n", "kube-system", "rollout", "status", "deployment/coredns", timeout},
		{"-n", "kube-system", "rollout", "status", "daemonset/kube-proxy", timeout},
		{"wait", "--for=delete", "namespace/local-path-storage", timeout},
	}
	for _, wait := range waits {
		if _, err := c.Kubectl(wait...); err != nil {
			return err
		}
	}
	return nil
}
