package service

import (
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// distilPolicy keeps a NetworkPolicy as a whole.
func distilPolicy(o *object, out *facts.Landing) error {
	policy := networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: o.namespace, Name: o.name}}
	if err := o.decode(&policy.Spec, "spec"); err != nil {
		return err
	}
	out.Policies = append(out.Policies, facts.LandingPolicy{
		Manifest: o.manifest(), Policy: kube.DistilNetworkPolicy(&policy, kube.PolicyLimits{Rules: partsMax, Parts: partsMax}),
	})
	return nil
}

// selector is a label selector of the object.
func (o *object) selector(path ...string) (facts.Selector, error) {
	if o.at(path...) == nil {
		return facts.Selector{}, nil
	}
	var selector metav1.LabelSelector
	if err := o.decode(&selector, path...); err != nil {
		return facts.Selector{}, err
	}
	return kube.DistilSelector(&selector), nil
}
