package service

import (
	"fmt"

	nodev1 "k8s.io/api/node/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// together are the rules by which the pods of a template run only beside others.
func (t template) together() []facts.LandingTogether {
	if t.spec.Affinity == nil || t.spec.Affinity.PodAffinity == nil {
		return nil
	}
	var out []facts.LandingTogether
	for i, term := range t.spec.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution {
		rule := facts.LandingTogether{
			TopologyKey: text.Truncate(term.TopologyKey, nameMax), Namespaces: term.Namespaces,
			InNamespaces: kube.DistilSelector(term.NamespaceSelector), Pods: kube.DistilSelector(term.LabelSelector),
			Narrowed: len(term.MatchLabelKeys)+len(term.MismatchLabelKeys) > 0,
			Line:     t.line("affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution", fmt.Sprint(i)),
		}
		if len(rule.Namespaces) == 0 && term.NamespaceSelector == nil {
			rule.Namespaces = []string{t.namespace}
		}
		out = append(out, rule)
	}
	return out
}

// hostPorts are the ports of its node that a pod of the template takes.
func (t template) hostPorts() []facts.LandingHostPort {
	var out []facts.LandingHostPort
	kube.EachHostPort(&t.spec, func(list string, container, port int, taken facts.HostPort) {
		if len(out) < partsMax {
			out = append(out, facts.LandingHostPort{HostPort: taken, Line: t.line(list, fmt.Sprint(container), "ports", fmt.Sprint(port))})
		}
	})
	return out
}

// deviceClaims are the devices that the pods of a template claim.
func (t template) deviceClaims() []facts.LandingDeviceClaim {
	var out []facts.LandingDeviceClaim
	add := func(i int, kind string, name *string) {
		if name != nil && *name != "" {
			out = append(out, facts.LandingDeviceClaim{Kind: kind, Claim: text.Truncate(*name, nameMax), Line: t.line("resourceClaims", fmt.Sprint(i))})
		}
	}
	claims := t.spec.ResourceClaims
	for i := range claims[:min(len(claims), partsMax)] {
		add(i, "ResourceClaim", claims[i].ResourceClaimName)
		add(i, "ResourceClaimTemplate", claims[i].ResourceClaimTemplateName)
	}
	return out
}

// distilRuntimeClass keeps what a RuntimeClass adds to its pods, and its handler.
func distilRuntimeClass(o *object, out *facts.Landing) error {
	var class nodev1.RuntimeClass
	if err := o.decode(&class); err != nil {
		return err
	}
	out.RuntimeClasses = append(out.RuntimeClasses, facts.LandingRuntimeClass{Manifest: o.manifest(), Class: kube.RuntimeClassOf(&class)})
	return nil
}
