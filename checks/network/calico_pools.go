package network

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ipPools is the resource of Calico's pools, from which each node takes blocks.
const ipPools = "ippools.crd.projectcalico.org"

// statePools is the state in which Calico's pools are what falls short.
const statePools = "pools"

// hasCalico reports whether Calico gives pods their addresses.
func hasCalico(in *facts.Input) bool {
	return slices.ContainsFunc(in.Running("network/cni"), func(i facts.Implementation) bool { return i.Name == "calico" })
}

// pools sums up the enabled IPPools of one address family.
type pools struct {
	addresses, blocks int
}

// judgeIPPools holds Calico's pools against the pods that the nodes accept. Blocks are lent between
// nodes, so that the pools count as a whole. Fields and defaults as in Calico's IPPool: a block of /26 for
// IPv4 and /122 for IPv6, for pods where allowedUses does not leave them out.
func judgeIPPools(in *facts.Input) check.Outcome {
	resource := in.ProductResource(ipPools)
	switch {
	case !resource.Read || !resource.Served:
		return check.Unknown("Calico hands out addresses from its own IP pools: how many are left is not visible")
	case len(resource.Objects) == 0:
		return check.Unknown("Calico has no IPPool: it hands out addresses only if its IPAM is host-local, which is not visible")
	}
	var off []check.Finding
	sums, narrow := map[bool]pools{}, false
	for _, o := range resource.Objects {
		why := unusable(o)
		if why != "" {
			off = append(off, check.Finding{Object: facts.ObjectRef{Kind: "IPPool", Name: o.Name}, Message: why})
			continue
		}
		narrow = narrow || (one(o, "spec.nodeSelector") != "" && one(o, "spec.nodeSelector") != "all()") || one(o, "spec.namespaceSelector") != ""
		six, sum, ok := sizeOf(o)
		if !ok {
			return check.Unknown(fmt.Sprintf("the range of IPPool %s cannot be read: %q", o.Name, one(o, "spec.cidr")))
		}
		sums[six] = pools{addresses: add(sums[six].addresses, sum.addresses), blocks: add(sums[six].blocks, sum.blocks)}
	}
	if len(off) == len(resource.Objects) {
		return check.Gap("no IPPool of Calico gives addresses to pods", off...).In(statePools)
	}
	return judgePools(in.Nodes, sums, narrow)
}

// judgePools compares each family's pools with the nodes. narrow says that some pools are only for some
// nodes or namespaces.
func judgePools(nodes []facts.Node, sums map[bool]pools, narrow bool) check.Outcome {
	count, accepts := 0, 0
	for _, n := range nodes {
		if !n.Virtual {
			count, accepts = count+1, accepts+int(n.AllocatablePods)
		}
	}
	tight := pools{addresses: math.MaxInt, blocks: math.MaxInt}
	for _, sum := range sums {
		tight = pools{addresses: min(tight.addresses, sum.addresses), blocks: min(tight.blocks, sum.blocks)}
	}
	has := fmt.Sprintf("the IPPools of Calico hold %d addresses in %s; %s up to %d pods", tight.addresses,
		text.Counted(tight.blocks, "block", "blocks"), text.Counted(count, "node accepts", "nodes accept"), accepts)
	switch {
	case count == 0 || accepts == 0:
		return check.Unknown("no node says how many pods it accepts")
	case tight.blocks < count:
		return check.Gap(has + ": some nodes have no block of their own, and new ones get none").In(statePools)
	case narrow:
		return check.Unknown(has + ", and some pools are only for some nodes or namespaces: how many are left for each is not visible")
	case tight.addresses < accepts:
		return check.Unknown(has + ": how many addresses are left is not visible")
	}
	return check.Pass(has)
}

// unusable says why a pool gives pods no address, "" when it can.
func unusable(o facts.ProductObject) string {
	uses := kube.FieldValues(o.Fields, "spec.allowedUses")
	switch {
	case one(o, "spec.disabled") == "true":
		return "it is disabled"
	case len(uses) > 0 && !slices.Contains(uses, "Workload"):
		return "it is only for " + strings.Join(uses, ", ")
	}
	return ""
}

// sizeOf returns a pool's family (true for IPv6) and its size, which ends at 2^30.
func sizeOf(o facts.ProductObject) (six bool, sum pools, ok bool) {
	cidrs := prefixes(one(o, "spec.cidr"))
	if len(cidrs) != 1 {
		return false, pools{}, false
	}
	six = cidrs[0].Addr().Is6()
	block := 26
	if six {
		block = 122
	}
	if size, err := strconv.Atoi(one(o, "spec.blockSize")); err == nil {
		block = size
	}
	bits := cidrs[0].Addr().BitLen() - cidrs[0].Bits()
	if block < cidrs[0].Bits() {
		return six, pools{}, false
	}
	return six, pools{addresses: 1 << min(bits, 30), blocks: 1 << min(block-cidrs[0].Bits(), 30)}, true
}

// add adds sizes without running over.
func add(a, b int) int {
	if a > math.MaxInt32 || b > math.MaxInt32 {
		return math.MaxInt32
	}
	return a + b
}

// one is the only value of a field, "" when there is none or more than one.
func one(o facts.ProductObject, field string) string {
	if v := kube.FieldValues(o.Fields, field); len(v) == 1 {
		return v[0]
	}
	return ""
}
