package service

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// distilCiliumPolicy keeps a CiliumNetworkPolicy as the NetworkPolicy that it stands for: Cilium puts both together in the same
// way. One that denies, or says what no NetworkPolicy can, is not kept.
// See https://docs.cilium.io/en/stable/security/policy/language/
func distilCiliumPolicy(o *object, out *facts.Landing) error {
	spec, _ := o.at("spec").(map[string]any)
	if spec == nil || o.at("specs") != nil {
		return nil
	}
	policy := facts.NetworkPolicy{Namespace: o.namespace, Name: o.name}
	pods, namespaces, plain := ciliumSelector(spec["endpointSelector"])
	if !plain || namespaces.Set {
		return nil
	}
	policy.Pods, policy.SelectsAll = pods, len(pods.Requirements) == 0
	for _, direction := range []string{kube.Ingress, kube.Egress} {
		rules, count, isolates, plain := ciliumSide(spec, strings.ToLower(direction))
		if !plain {
			return nil
		}
		if isolates {
			policy.PolicyTypes = append(policy.PolicyTypes, direction)
		}
		if direction == kube.Ingress {
			policy.Ingress, policy.IngressRules = rules, count
		} else {
			policy.Egress, policy.EgressRules = rules, count
		}
	}
	out.CiliumPolicies = append(out.CiliumPolicies, facts.LandingPolicy{Manifest: o.manifest(), Policy: policy})
	return nil
}

// ciliumSide are the rules of one direction, of so many. Those that are left out may let more through.
func ciliumSide(spec map[string]any, direction string) (rules []facts.PolicyRule, count int, isolates, plain bool) {
	if denies, _ := spec[direction+"Deny"].([]any); len(denies) > 0 {
		return nil, 0, false, false
	}
	lets, _ := spec[direction].([]any)
	isolates = len(lets) > 0
	if defaults, _ := spec["enableDefaultDeny"].(map[string]any); defaults != nil {
		if deny, said := defaults[direction].(bool); said {
			isolates = deny
		}
	}
	for _, let := range lets[:min(len(lets), partsMax)] {
		fields, _ := let.(map[string]any)
		rule, nothing, plain := ciliumRule(fields, map[string]string{"ingress": "from", "egress": "to"}[direction])
		switch {
		case nothing:
		case plain:
			rules = append(rules, rule)
			count++
		default:
			count++
		}
	}
	return rules, count + max(0, len(lets)-partsMax), isolates, true
}

// ciliumRule is one rule, with whether it is for nothing at all, and whether that is all that it says.
func ciliumRule(fields map[string]any, prefix string) (rule facts.PolicyRule, nothing, plain bool) {
	plain = true
	ends, everybody := 0, false
	for key, value := range fields {
		list, _ := value.([]any)
		end, isEnd := strings.CutPrefix(key, prefix)
		switch {
		case key == "toPorts" || key == "icmps":
			continue
		case !isEnd:
			plain = false // authentication, and what is to come
			continue
		}
		ends++
		switch end {
		case "Endpoints":
			for _, selector := range list {
				pods, namespaces, simple := ciliumSelector(selector)
				rule.Peers = append(rule.Peers, facts.PolicyPeer{Pods: pods, Namespaces: namespaces})
				plain = plain && simple
			}
		case "CIDR", "CIDRSet", "FQDNs":
			rule.Peers = append(rule.Peers, ciliumOutside())
		case "Entities":
			peers, all, simple := ciliumEntities(list)
			rule.Peers = append(rule.Peers, peers...)
			everybody, plain = everybody || all, plain && (simple || all)
		default:
			plain = false
		}
	}
	ports, some := ciliumPorts(fields["toPorts"])
	rule.Ports = ports
	if fields["icmps"] != nil {
		plain = false
	}
	nothing = ends > 0 && len(rule.Peers) == 0 && plain || ends == 0 && fields["toPorts"] == nil && plain
	if everybody {
		rule.Peers = nil
	}
	return rule, nothing, plain && some
}

// ciliumOutside are addresses, which never stand for pods: whose they are is not followed up.
func ciliumOutside() facts.PolicyPeer { return facts.PolicyPeer{CIDR: "elsewhere"} }

// ciliumEntities are the peers that entities stand for, whether everybody is among them, and whether these are all.
func ciliumEntities(list []any) (peers []facts.PolicyPeer, all, simple bool) {
	simple = true
	for _, one := range list {
		switch one {
		case "all":
			all = true
			peers = append(peers, ciliumOutside())
		case "cluster":
			peers = append(peers, facts.PolicyPeer{Namespaces: facts.Selector{Set: true}}, ciliumOutside())
		case "world", "world-ipv4", "world-ipv6", "host", "remote-node", "kube-apiserver":
			peers = append(peers, ciliumOutside())
		default:
			simple = false
		}
	}
	return peers, all, simple
}

// ciliumPorts are the ports of a rule, and false where what they let through depends on more than ports. Rules for DNS let all
// questions through to the proxy, which answers some.
func ciliumPorts(value any) ([]facts.PolicyPort, bool) {
	list, _ := value.([]any)
	var out []facts.PolicyPort
	plain := true
	for _, one := range list {
		fields, _ := one.(map[string]any)
		ports, _ := fields["ports"].([]any)
		rules, _ := fields["rules"].(map[string]any)
		for kind := range rules {
			plain = plain && kind == "dns"
		}
		plain = plain && len(ports) > 0 && fields["serverNames"] == nil && fields["listener"] == nil
		for _, port := range ports {
			read, _ := port.(map[string]any)
			value, _ := read["port"].(string)
			protocol, _ := read["protocol"].(string)
			end, _ := read["endPort"].(int64)
			out = append(out, kube.CiliumPorts(value, protocol, int(end))...)
		}
	}
	return out, plain && len(out) <= partsMax
}

// ciliumSelector sorts the requirements of a selector by what they are about: pods, or their namespace. It is not plain where
// there are others.
func ciliumSelector(value any) (pods, namespaces facts.Selector, plain bool) {
	fields, is := value.(map[string]any)
	if !is {
		return pods, namespaces, false
	}
	var selector metav1.LabelSelector
	if runtime.DefaultUnstructuredConverter.FromUnstructured(fields, &selector) != nil {
		return pods, namespaces, false
	}
	pods.Set, plain = true, true
	for _, r := range kube.DistilSelector(&selector).Requirements {
		source, label, ofNamespace := kube.CiliumKey(r.Key)
		plain = plain && (source == "k8s" || source == "any")
		r.Key = label
		switch {
		case ofNamespace:
			namespaces.Set = true
			namespaces.Requirements = append(namespaces.Requirements, r)
		case strings.HasPrefix(label, "io.cilium."):
			plain = false
		default:
			pods.Requirements = append(pods.Requirements, r)
		}
	}
	return pods, namespaces, plain
}
