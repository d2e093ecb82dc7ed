package kube

import "github.com/kready/kready/internal/facts"

// OtherKinds are the policies of a cluster of other kinds than NetworkPolicy, found by the pods that they may bear on. Kinds
// that nothing enforces are left out.
type OtherKinds struct {
	seen  *Seen
	kinds []otherKind
}

// otherKind are the policies of one kind, by number with what they select.
type otherKind struct {
	resource, enforced string
	read               bool
	policies           []facts.OtherPolicy
	by                 *choosers
	pods, namespaces   selectors
}

// NewOtherKinds puts the policies of a cluster in order.
func NewOtherKinds(in *facts.Input) *OtherKinds {
	out := &OtherKinds{seen: NewSeen(&in.Snapshot)}
	for _, resource := range otherPolicies() {
		enforced := enforcedBy(in, resource)
		if enforced == facts.EnforcedNo {
			continue
		}
		policies, read := policiesOf(&in.Snapshot, resource)
		k := otherKind{resource: resource, read: read, enforced: enforced, policies: policies}
		var some []int
		for i := range policies {
			if !policies[i].NoPods {
				some = append(some, i)
			}
		}
		k.by = newChoosers(some, func(i int) (string, *facts.Selector) { return policies[i].Namespace, &policies[i].Pods })
		out.kinds = append(out.kinds, k)
	}
	return out
}

// On returns the policies that can bear on pods of a namespace with these labels.
func (o *OtherKinds) On(namespace string, podLabels map[string]string) OtherPolicies {
	var namespaceLabels map[string]string
	if n := o.seen.Namespace(namespace); n != nil {
		namespaceLabels = NamespaceLabels(n)
	}
	return o.OnLabelled(namespace, namespaceLabels, podLabels)
}

// OnLabelled is On for a namespace with these labels; nil where they are not known.
func (o *OtherKinds) OnLabelled(namespace string, namespaceLabels, podLabels map[string]string) OtherPolicies {
	var out OtherPolicies
	for i := range o.kinds {
		k := &o.kinds[i]
		if !k.read {
			out.Unread = append(out.Unread, k.resource)
		}
		for _, i := range k.by.of(podLabels, "", namespace) {
			if is := k.isForPods(i, namespaceLabels, podLabels); is != Denied {
				out.All = append(out.All, OtherPolicy{&k.policies[i], k.resource, is == Allowed && k.enforced == facts.EnforcedYes})
			}
		}
	}
	return out
}

// isForPods decides whether a policy of their namespace, or of none, is for pods: Allowed when it is, Denied when it is not.
func (k *otherKind) isForPods(i int, namespaceLabels, podLabels map[string]string) Passage {
	p := &k.policies[i]
	passage := Allowed
	switch {
	case !k.pods.of(i, &p.Pods)(podLabels):
		return Denied
	case !p.Namespaces.Set:
	case namespaceLabels == nil:
		passage = Undecided
	case !k.namespaces.of(i, &p.Namespaces)(namespaceLabels):
		return Denied
	}
	if p.Partly {
		passage = Undecided
	}
	return passage
}
