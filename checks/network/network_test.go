package network

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

const notInitialized = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"

// ready builds a node whose Ready condition has a status and a message.
func ready(name, status, message string, more ...facts.Condition) facts.Node {
	return facts.Node{Name: name, Conditions: append([]facts.Condition{{Type: "Ready", Status: status, Message: message}}, more...)}
}

func running(name string, roles ...string) facts.Implementation {
	return facts.Implementation{Name: name, Title: strings.ToUpper(name), State: facts.StateRunning, Roles: roles}
}

func TestCNIPresent(t *testing.T) {
	noRoute := facts.Condition{Type: "NetworkUnavailable", Status: "True", Message: "NodeController create implicit route"}
	virtual := ready("v", "False", notInitialized)
	virtual.Virtual = true
	cilium := []facts.Implementation{running("cilium", "network/cni")}
	for name, tt := range map[string]struct {
		nodes []facts.Node
		impls []facts.Implementation
		blind bool
		want  check.Status
		says  string
	}{
		"known":              {nodes: []facts.Node{ready("a", "True", "")}, impls: cilium, want: check.StatusPass, says: "CILIUM"},
		"unknown plugin":     {nodes: []facts.Node{ready("a", "True", "")}, want: check.StatusPass, says: "none that kready recognises"},
		"workloads unread":   {nodes: []facts.Node{ready("a", "True", "")}, blind: true, want: check.StatusPass, says: "could not be read"},
		"none":               {nodes: []facts.Node{ready("a", "False", notInitialized)}, want: check.StatusGap, says: "no CNI plugin has configured it"},
		"no routes":          {nodes: []facts.Node{ready("a", "True", "", noRoute)}, want: check.StatusGap, says: "implicit route"},
		"installed, broken":  {nodes: []facts.Node{ready("a", "False", notInitialized), ready("b", "False", notInitialized)}, impls: cilium, want: check.StatusGap, says: "CILIUM is installed, and no node has"},
		"one node waits":     {nodes: []facts.Node{ready("a", "True", ""), ready("b", "False", notInitialized)}, want: check.StatusPass, says: "1 of 2 nodes"},
		"other fault beside": {nodes: []facts.Node{ready("a", "False", "PLEG is not healthy"), ready("b", "False", notInitialized)}, want: check.StatusGap},
		"only other faults":  {nodes: []facts.Node{ready("a", "False", "PLEG is not healthy")}, want: check.StatusUnknown},
		"only virtual":       {nodes: []facts.Node{virtual}, want: check.StatusUnknown, says: "the one node is virtual, and no pod shows"},
		"no node":            {want: check.StatusUnknown, says: "no node now"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Inventory: tt.impls}
			in.Nodes = tt.nodes
			if tt.blind {
				in.BlindSpots = []facts.BlindSpot{{Facts: "workloads", Reason: facts.ReasonForbidden}}
			}
			expect(t, CNIPresent(), in, tt.want, tt.says)
		})
	}
}

func TestPodIPCapacity(t *testing.T) {
	with := func(pods int64, cidrs ...string) facts.Node {
		return facts.Node{Name: "n", AllocatablePods: pods, PodCIDRs: cidrs}
	}
	proxy := func(cidr string) facts.NetworkConfig {
		return facts.NetworkConfig{KubeProxy: facts.KubeProxyConfig{Found: true, ClusterCIDR: cidr}}
	}
	pool := func(cidr string, mask int) facts.NetworkConfig {
		return facts.NetworkConfig{Cilium: facts.CiliumConfig{Found: true, IPAM: "cluster-pool", ClusterPoolCIDR: cidr, ClusterPoolMaskSize: mask}}
	}
	virtual := facts.Node{Name: "v", Virtual: true, AllocatablePods: 5000}
	for name, tt := range map[string]struct {
		nodes  []facts.Node
		config facts.NetworkConfig
		cni    string
		want   check.Status
		says   string
	}{
		"roomy":                  {nodes: []facts.Node{with(110, "10.244.0.0/24")}, config: proxy("10.244.0.0/16"), want: check.StatusPass, says: "1 of 256 node ranges in 10.244.0.0/16 is in use"},
		"exact":                  {nodes: []facts.Node{with(253, "10.244.0.0/24")}, want: check.StatusPass, says: "not visible"},
		"short":                  {nodes: []facts.Node{with(250, "10.244.0.0/25")}, want: check.StatusGap, says: "10.244.0.0/25 holds 125 pod addresses"},
		"dual stack, tight IPv4": {nodes: []facts.Node{with(110, "fd00::/64", "10.244.0.0/26")}, want: check.StatusGap, says: "10.244.0.0/26"},
		"dual stack, roomy":      {nodes: []facts.Node{with(110, "fd00:10:244::/64", "10.244.0.0/24")}, config: proxy("10.244.0.0/16,fd00:10:244::/56"), want: check.StatusPass, says: "1 of 256"},
		"IPv6 only":              {nodes: []facts.Node{with(110, "fd00:10:244:1::/64")}, config: proxy("fd00:10:244::/56"), want: check.StatusPass, says: "1 of 256"},
		"pool full":              {nodes: []facts.Node{with(110, "10.0.0.0/24"), with(110, "10.0.1.0/24")}, config: proxy("10.0.0.0/23"), want: check.StatusGap, says: "both node ranges"},
		"pool at four fifths":    {nodes: []facts.Node{with(1, "10.0.0.0/26"), with(1, "10.0.0.64/26"), with(1, "10.0.0.128/26")}, config: proxy("10.0.0.0/24"), want: check.StatusPass, says: "3 of 4"},
		"CIDR is not the nodes'": {nodes: []facts.Node{with(110, "10.244.0.0/24")}, config: proxy("192.168.0.0/24"), want: check.StatusPass, says: "not visible"},
		"one node got none":      {nodes: []facts.Node{with(110, "10.244.0.0/24"), with(110)}, want: check.StatusGap, says: "no pod CIDR"},
		"nobody has any":         {nodes: []facts.Node{with(110)}, want: check.StatusUnknown},
		"blacked out":            {nodes: []facts.Node{with(110, "***HIDDEN***/24")}, want: check.StatusUnknown},
		"virtual":                {nodes: []facts.Node{with(110, "10.244.0.0/24"), virtual}, want: check.StatusPass},
		"VPC":                    {nodes: []facts.Node{with(58)}, cni: "aws-vpc-cni", want: check.StatusUnknown, says: "subnets of the VPC"},
		"kubenet":                {nodes: []facts.Node{with(110, "10.244.0.0/24")}, cni: "azure-cni", want: check.StatusPass},
		"Azure CNI":              {nodes: []facts.Node{with(30)}, cni: "azure-cni", want: check.StatusUnknown},
		"Calico's pools":         {nodes: []facts.Node{with(110, "10.244.0.0/28")}, cni: "calico", want: check.StatusUnknown, says: "its own IP pools"},
		"Cilium's pool":          {nodes: []facts.Node{with(110, "10.244.0.0/28")}, config: pool("10.0.0.0/8", 24), want: check.StatusPass, says: "1 of 65536"},
		"Cilium's pool, short":   {nodes: []facts.Node{with(110)}, config: pool("10.0.0.0/8", 26), want: check.StatusGap, says: "its /26"},
		"Cilium's pool, IPv6":    {nodes: []facts.Node{with(110)}, config: pool("fd00:10:244::/56", 64), want: check.StatusPass, says: "1 of 256"},
		"OCI's subnets":          {nodes: []facts.Node{with(110)}, cni: "oci-vcn-native-cni", want: check.StatusUnknown, says: "subnets of the VCN"},
		"Cilium's pool unread":   {nodes: []facts.Node{with(110)}, config: pool("", 0), want: check.StatusUnknown},
		"Cilium on ENIs":         {nodes: []facts.Node{with(110)}, config: facts.NetworkConfig{Cilium: facts.CiliumConfig{Found: true, IPAM: "eni"}}, want: check.StatusUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Nodes, in.NetworkConfig = tt.nodes, tt.config
			if tt.cni != "" {
				in.Inventory = []facts.Implementation{running(tt.cni, "network/cni")}
			}
			expect(t, PodIPCapacity(), in, tt.want, tt.says)
		})
	}
}

// expect runs a check and compares its status and texts.
func expect(t *testing.T, c check.Check, in *facts.Input, want check.Status, says string) {
	t.Helper()
	out, err := c.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	said := out.Reason
	for _, f := range out.Findings {
		said += "\n" + f.Object.Name + ": " + f.Message
	}
	if out.Status != want || !strings.Contains(said, says) {
		t.Errorf("got %s, want %s with %q: %s", out.Status, want, says, said)
	}
}
