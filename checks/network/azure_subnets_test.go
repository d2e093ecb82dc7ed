package network

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestFullSubnets: a node whose last request found its subnet full is named; one of a network that no longer runs is not.
func TestFullSubnets(t *testing.T) {
	config := func(node, status string) facts.ProductObject {
		return facts.ProductObject{Namespace: "kube-system", Name: node, Fields: []facts.ProductField{
			{Name: "status.networkContainers[].status", Values: []string{status}},
			{Name: "status.networkContainers[].subnetName", Values: []string{"pods"}},
		}}
	}
	in := &facts.Input{Inventory: []facts.Implementation{{Name: "azure-cni", State: facts.StateRunning, Roles: []string{"network/cni"}}}}
	in.ProductResources = []facts.ProductResource{{
		Name: "nodenetworkconfigs.acn.azure.com", Read: true, Served: true,
		Objects: []facts.ProductObject{config("a", "NCUpdateSuccess"), config("b", "NCUpdateSubnetFullError"), config("c", "")},
	}}
	found := fullSubnets(in)
	if len(found) != 1 || found[0].Object.Name != "b" || found[0].Message != "Azure found no free address for its pods in the subnet pods" {
		t.Errorf("%+v", found)
	}
	in.Inventory[0].Name = "cilium"
	if found := fullSubnets(in); len(found) != 0 {
		t.Errorf("left behind: %+v", found)
	}
}
