package kube

import (
	"fmt"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// otherPolicies are the kinds of policy besides NetworkPolicy that can let traffic through, or
// stop it, by their resources.
func otherPolicies() []string {
	return []string{
		"adminnetworkpolicies.policy.networking.k8s.io",
		"baselineadminnetworkpolicies.policy.networking.k8s.io",
		"ciliumclusterwidenetworkpolicies.cilium.io",
		"ciliumnetworkpolicies.cilium.io",
		"clusternetworkpolicies.crd.antrea.io",
		"clusternetworkpolicies.policy.networking.k8s.io",
		"globalnetworkpolicies.crd.projectcalico.org",
		"networkpolicies.crd.antrea.io",
		"networkpolicies.crd.projectcalico.org",
	}
}

// OtherPolicies says which policies of other kinds than NetworkPolicy can bear on the pods of a
// namespace: "2 objects of ciliumnetworkpolicies.cilium.io". A kind that was not read is one of
// them.
func OtherPolicies(s *facts.Snapshot, namespace string) []string {
	var found []string
	for _, name := range otherPolicies() {
		resource := s.ProductResource(name)
		count := 0
		for i := range resource.Objects {
			if ns := resource.Objects[i].Namespace; ns == "" || ns == namespace {
				count++
			}
		}
		switch {
		case count > 0:
			found = append(found, fmt.Sprintf("%s of %s", text.Counted(count, "object", "objects"), name))
		case !resource.Read:
			found = append(found, name+", which could not be read")
		}
	}
	return found
}
