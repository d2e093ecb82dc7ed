package cause

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// engineOn is the check by which NetworkPolicies are known to be enforced.
const engineOn = "network/policy-engine-on"

// enforced reports whether the results say that NetworkPolicies are enforced.
func enforced(results []check.Result) bool {
	return slices.ContainsFunc(results, func(r check.Result) bool { return r.Check.ID == engineOn && r.Outcome.Status == check.StatusPass })
}

// cutOff says that NetworkPolicies let nothing in to workloads that are ready: the kubelet still
// reaches them, and nobody else does.
func (c *Causes) cutOff(refs []facts.ObjectRef) []check.Cause {
	var out []check.Cause
	for _, ref := range refs {
		p, ok := c.denying[ref]
		if !ok {
			p = c.deniedBy(c.workloads[ref])
			c.denying[ref] = p
		}
		if p == nil {
			continue
		}
		out = append(out, check.Cause{
			Object: facts.ObjectRef{Kind: "NetworkPolicy", Namespace: p.Namespace, Name: p.Name}, Kind: NetworkPolicy,
			Message: fmt.Sprintf("NetworkPolicy %s/%s lets nobody reach the pods of %s", p.Namespace, p.Name, kube.FormatRef(ref)),
			Remedy: "Let the callers in by a NetworkPolicy beside it, whose one ingress rule names the server's port and leaves `from` out, " +
				"since the API server is no pod; or take the policy away:\n\n" + command("kubectl -n %s get networkpolicy %s -o yaml", p.Namespace, p.Name),
			Source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
		})
	}
	return out
}

// deniedBy returns the NetworkPolicy that lets nothing in to a workload; nil for none.
func (c *Causes) deniedBy(w *facts.Workload) *facts.NetworkPolicy {
	if !c.policiesOn || w.HostNetwork {
		return nil
	}
	denying, known := kube.Isolating(c.in.NetworkPolicies, kube.Ingress, w.Namespace, w.PodLabels)
	lets := func(p *facts.NetworkPolicy) bool { return p.IngressRules > 0 }
	if !known || len(denying) == 0 || slices.ContainsFunc(denying, lets) {
		return nil
	}
	if c.otherKinds == nil {
		c.otherKinds = kube.NewOtherKinds(c.in)
	}
	if !c.otherKinds.On(w.Namespace, w.PodLabels).Letting(kube.Ingress).None() {
		return nil
	}
	return denying[0]
}
