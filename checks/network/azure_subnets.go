package network

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// stateSubnet is the state in which a subnet of Azure is what falls short.
const stateSubnet = "subnet"

// fullSubnets are the nodes to which Azure CNI could give no more addresses when it asked last, as their
// NodeNetworkConfigs say. Each is named as its node is; where nodes have ranges of their own, pods take nothing from a
// subnet. See
// https://github.com/Azure/azure-container-networking/blob/master/crd/nodenetworkconfig/api/v1alpha/nodenetworkconfig.go
func fullSubnets(in *facts.Input) []check.Finding {
	if !withoutRanges(in) || !slices.ContainsFunc(in.Running("network/cni"), func(i facts.Implementation) bool { return i.Name == "azure-cni" }) {
		return nil
	}
	var found []check.Finding
	for _, o := range in.ProductResource("nodenetworkconfigs.acn.azure.com").Objects {
		if slices.Contains(kube.FieldValues(o.Fields, "status.networkContainers[].status"), "NCUpdateSubnetFullError") {
			subnets := slices.Compact(slices.Sorted(slices.Values(kube.FieldValues(o.Fields, "status.networkContainers[].subnetName"))))
			found = append(found, check.Finding{
				Object:  facts.ObjectRef{Kind: "Node", Name: o.Name},
				Message: fmt.Sprintf("Azure found no free address for its pods in the subnet %s", text.Few(subnets)),
			})
		}
	}
	return found
}
