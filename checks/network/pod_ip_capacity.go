package network

import (
	"context"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PodIPCapacity asks whether there are addresses for the pods that the nodes accept,
// and ranges for the nodes to come.
func PodIPCapacity() check.Check {
	return check.Check{
		ID:    "network/pod-ip-capacity",
		Title: "There are enough pod addresses on each node and for more nodes",
		Doc: `When a node runs out of pod addresses, the scheduler goes on sending pods there: they hang
in ContainerCreating. When the cluster runs out of node ranges, new nodes join and stay
NotReady, just when the autoscaler brings them because they are needed.

Each node's own range must hold as many addresses as the kubelet accepts pods, and at most
80 % (` + "`podIPUsePercent`" + `) of the node ranges that fit into the cluster's CIDR may be in use.
Ranges are read from the nodes, the cluster's CIDR from kube-proxy's or Flannel's
configuration; with Cilium's own pool, both from ` + "`cilium-config`" + `, and on OpenShift from its Network.

Calico hands out blocks of its IPPools: together they must hold as many addresses as the nodes
accept pods. Where they hold fewer, how many are left is not visible, for the addresses inside of
blocks are not read; where there are fewer blocks than nodes, or no pool is enabled, it is a gap.

Azure says in the NodeNetworkConfig of a node when its last request for addresses found the subnet full: that is
a gap. Otherwise plugins that hand out addresses from elsewhere (Amazon VPC CNI, Azure CNI) do not show what is left: the
answer is then unknown.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNetworkConfig, facts.KindNodes, facts.KindProductResources},
		Requires:      []string{"network/cni-present"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Asked: []facts.Portion{"productResources"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: `Node ranges cannot be changed on a node that exists. Either lower ` + "`maxPods`" + ` in the kubelet's
configuration to what the range holds, or add a second cluster CIDR (Cilium:
` + "`clusterPoolIPv4PodCIDRList`" + `; GKE: additional pod ranges) and replace nodes. Plan a new
cluster with one /24 for each node and twice the nodes that you expect.`,
		Remedies: []check.Remedy{{State: statePools, Text: `Let a pool give addresses again, or add one that overlaps with no other, whose range no other network uses:

    kubectl get ippools.crd.projectcalico.org -o yaml

A pool is enabled by ` + "`disabled: false`" + `; blocks of a pool cannot be made smaller afterwards.`}, {State: stateSubnet, Text: `Give the node pool a pod subnet with more addresses (a new node pool, whose ` + "`--pod-subnet-id`" + ` names it), or
let fewer pods run on each node. This is what each node was told:

    kubectl -n kube-system get nodenetworkconfigs`}},
		Links: []string{
			"https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/",
			"https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html",
			"https://docs.tigera.io/calico/latest/reference/resources/ippool",
			"https://learn.microsoft.com/azure/aks/configure-azure-cni-dynamic-ip-allocation",
		},
		Since: "0.1.0",
		Run:   runPodIPCapacity,
	}
}

func runPodIPCapacity(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if !slices.ContainsFunc(in.Nodes, func(n facts.Node) bool { return !n.Virtual }) {
		return check.Skip("all nodes are virtual: their pods have addresses of the provider's"), nil
	}
	if hasCalico(in) {
		return judgeIPPools(in), nil
	}
	if full := fullSubnets(in); len(full) > 0 {
		return check.Gap(fmt.Sprintf("the subnet of %s has no more addresses", text.Counted(len(full), "node", "nodes")), full...).In(stateSubnet), nil
	}
	plan, unknown := planOf(in)
	if unknown != "" {
		return check.Unknown(unknown), nil
	}
	findings, room := plan.perNode(in.Nodes)
	if len(findings) > 0 {
		return check.Gap(fmt.Sprintf("%s fewer pod addresses than pods that the kubelet accepts",
			text.Counted(len(findings), "node has", "nodes have")), findings...), nil
	}
	used, total, ok := plan.pool(in.Nodes)
	if !ok {
		return check.Pass(room + "; how many node ranges are left is not visible"), nil
	}
	usage := fmt.Sprintf("%d of %s in %s %s in use", used, text.Counted(total, "node range", "node ranges"), plan.cluster, text.Are(used))
	if 100*used > in.Thresholds.OrDefault().PodIPUsePercent*total {
		return check.Gap(usage + ": new nodes may get none"), nil
	}
	return check.Pass(room + "; " + usage), nil
}

// plan says from where nodes take their pod addresses.
type plan struct {
	// cluster is the CIDR that node ranges are cut from; the zero prefix when unknown.
	cluster netip.Prefix
	// mask is the size of all node ranges, of addresses with so many bits; 0 when each node names its own.
	mask, bits int
}

// ownPools are the plugins that ignore the node's podCIDRs, and where they look.
var ownPools = map[string]string{
	"aws-vpc-cni":    "the subnets of the VPC",
	"azure-cni":      "Azure, out of the cluster's sight",
	"ovn-kubernetes": "ranges that it keeps in annotations",
	"kube-ovn":       "its own subnets",
	// https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengpodnetworking_topic-OCI_CNI_plugin.htm
	"oci-vcn-native-cni": "the subnets of the VCN",
	"weave":              "its own ring",
}

// withoutRanges reports whether no node has a range of addresses for pods.
func withoutRanges(in *facts.Input) bool {
	return !slices.ContainsFunc(in.Nodes, func(n facts.Node) bool { return len(prefixes(n.PodCIDRs...)) > 0 })
}

// planOf reads the plan, or says why it is not known.
func planOf(in *facts.Input) (plan, string) {
	noRanges := withoutRanges(in)
	if p, ok := openShiftPlan(in); ok {
		return p, ""
	}
	for _, impl := range in.Running("network/cni") {
		where, own := ownPools[impl.Name]
		if impl.Name == "azure-cni" && !noRanges {
			continue // kubenet, which does use the node's range
		}
		if own {
			return plan{}, fmt.Sprintf("%s hands out addresses from %s: how many are left is not visible", impl.Title, where)
		}
	}
	if c := in.NetworkConfig.Cilium; c.Found {
		switch c.IPAM {
		case "kubernetes":
		case "cluster-pool", "":
			return ciliumPool(c)
		default:
			return plan{}, fmt.Sprintf("Cilium takes addresses by IPAM mode %q: how many are left is not visible", c.IPAM)
		}
	}
	if noRanges {
		return plan{}, "no node has a pod CIDR, and nothing else shows which addresses there are"
	}
	for _, cidr := range []string{in.NetworkConfig.KubeProxy.ClusterCIDR, in.NetworkConfig.Flannel.Network} {
		if cidrs := prefixes(cidr); len(cidrs) > 0 {
			return plan{cluster: cidrs[0]}, ""
		}
	}
	return plan{}, ""
}

// ciliumPool is the plan of Cilium's default mode, which ignores the node's podCIDRs.
func ciliumPool(c facts.CiliumConfig) (plan, string) {
	cidrs := prefixes(c.ClusterPoolCIDR)
	if len(cidrs) == 0 || c.ClusterPoolMaskSize <= cidrs[0].Bits() {
		return plan{}, "Cilium's cluster pool could not be read from cilium-config"
	}
	return planFrom(cidrs, c.ClusterPoolMaskSize), ""
}

// planFrom is the plan of node ranges of one size, that are cut from these.
func planFrom(cidrs []netip.Prefix, mask int) plan {
	p := plan{mask: mask, bits: cidrs[0].Addr().BitLen()}
	if len(cidrs) == 1 { // the size of several is their sum: leave it out
		p.cluster = cidrs[0]
	}
	return p
}

// perNode compares each node's range with the pods that it accepts. It returns a
// finding for each that falls short, and a text on the tightest of the others.
func (p plan) perNode(nodes []facts.Node) ([]check.Finding, string) {
	var findings []check.Finding
	tightest, accepts := math.MaxInt64, int64(0)
	for _, n := range nodes {
		if n.Virtual || n.AllocatablePods == 0 {
			continue
		}
		if p.mask == 0 && len(n.PodCIDRs) > len(prefixes(n.PodCIDRs...)) {
			continue // blacked out, as support bundles do
		}
		room, ranges := p.room(n)
		message := ""
		switch {
		case ranges == "":
			message = "it has no pod CIDR, as if none were left"
		case int64(room) < n.AllocatablePods:
			message = fmt.Sprintf("%s holds %d pod addresses, and the kubelet accepts %d pods", ranges, room, n.AllocatablePods)
		case room < tightest:
			tightest, accepts = room, n.AllocatablePods
		}
		if message != "" {
			findings = append(findings, check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: message})
		}
	}
	if tightest == math.MaxInt64 {
		return findings, "no node says how many pods it accepts"
	}
	return findings, fmt.Sprintf("each node has addresses for at least %d pods and accepts %d", tightest, accepts)
}

// room returns how many pods fit into the smallest of a node's ranges, and that range
// in words; no words when the node has none.
func (p plan) room(n facts.Node) (int, string) {
	if p.mask > 0 {
		return usable(p.bits - p.mask), fmt.Sprintf("its /%d", p.mask)
	}
	room, smallest := math.MaxInt, ""
	for _, cidr := range prefixes(n.PodCIDRs...) {
		if u := usable(cidr.Addr().BitLen() - cidr.Bits()); u < room || smallest == "" {
			room, smallest = u, cidr.String()
		}
	}
	return room, smallest
}

// usable is how many pods get an address from a range with so many free bits: network,
// broadcast and gateway addresses are not for pods.
func usable(bits int) int {
	if bits >= 31 {
		return math.MaxInt32 // IPv6, for all purposes without end
	}
	return max(0, 1<<bits-3)
}

// pool counts the node ranges in use and those that fit into the cluster's CIDR. It
// reports false when the CIDR is not known or is not the one that nodes have theirs from.
func (p plan) pool(nodes []facts.Node) (used, total int, ok bool) {
	if !p.cluster.IsValid() {
		return 0, 0, false
	}
	mask := p.mask
	for _, n := range nodes {
		if n.Virtual {
			continue
		}
		used++
		if p.mask > 0 {
			continue
		}
		i := slices.IndexFunc(prefixes(n.PodCIDRs...), p.cluster.Overlaps)
		if i < 0 {
			return 0, 0, false
		}
		mask = max(mask, prefixes(n.PodCIDRs...)[i].Bits())
	}
	bits := mask - p.cluster.Bits()
	if used == 0 || bits < 0 || bits > 30 {
		return 0, 0, false
	}
	return used, 1 << bits, true
}

// prefixes reads CIDRs that are joined by commas or spaces, and leaves out what is none.
func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, part := range strings.FieldsFunc(strings.Join(texts, ","), func(r rune) bool { return r == ',' || r == ' ' }) {
		if cidr, err := netip.ParsePrefix(part); err == nil {
			all = append(all, cidr)
		}
	}
	return all
}
