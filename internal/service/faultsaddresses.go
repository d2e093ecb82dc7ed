package service

import (
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// strictAddresses is the minor release since which the API server refuses addresses that may be read in two ways:
// https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4858-ip-cidr-validation
const strictAddresses = 36

// addresses finds IP addresses and ranges that the API server refuses, in the fields of Kubernetes' own kinds that hold some.
func (f *faultFinder) addresses() {
	switch {
	case f.is("", "Service"):
		f.eachAddress(false, "spec", "externalIPs")
		f.eachAddress(false, "spec", "clusterIPs")
		f.eachAddress(true, "spec", "loadBalancerSourceRanges")
	case f.is("networking.k8s.io", "NetworkPolicy"):
		f.peers("ingress", "from")
		f.peers("egress", "to")
	case f.hasPods() || f.is("", "Pod"):
		spec := below(templatePath(f.kind), "spec")
		f.each(below(spec, "hostAliases"), func(alias []string) { f.address(false, below(alias, "ip")) })
		f.eachAddress(false, below(spec, "dnsConfig", "nameservers")...)
	case f.is("discovery.k8s.io", "EndpointSlice") && f.at("addressType") != "FQDN":
		f.each([]string{"endpoints"}, func(endpoint []string) { f.eachAddress(false, below(endpoint, "addresses")...) })
	case f.is("", "Endpoints"):
		f.each([]string{"subsets"}, func(subset []string) {
			f.each(below(subset, "addresses"), func(address []string) { f.address(false, below(address, "ip")) })
		})
	}
}

// peers finds those of the rules of a NetworkPolicy in one direction.
func (f *faultFinder) peers(rules, peers string) {
	f.each([]string{"spec", rules}, func(rule []string) {
		f.each(below(rule, peers), func(peer []string) {
			f.address(true, below(peer, "ipBlock", "cidr"))
			f.eachAddress(true, below(peer, "ipBlock", "except")...)
		})
	})
}

// each hands over the paths of the elements of a list.
func (f *faultFinder) each(path []string, found func([]string)) {
	list, _ := f.valueAt(path).([]any)
	for i := range list {
		found(below(path, strconv.Itoa(i)))
	}
}

func (f *faultFinder) eachAddress(ranges bool, path ...string) {
	f.each(path, func(element []string) { f.address(ranges, element) })
}

// address adds the fault of one address, or range of addresses.
func (f *faultFinder) address(ranges bool, path []string) {
	value, is := f.valueAt(path).(string)
	if !is || value == "" || value == "None" {
		return
	}
	valid := validation.IsValidIPForLegacyField
	if ranges {
		valid = validation.IsValidCIDRForLegacyField
	}
	if faults := valid(nil, value, false, nil); len(faults) > 0 {
		f.add(path, "%s is not valid: it %s", quoted(value), shortOf(faults))
		return
	}
	if faults := valid(nil, value, true, nil); len(faults) > 0 {
		f.keep(facts.LandingFault{FieldLine: f.Line(path...), SinceMinor: strictAddresses, Message: quoted(value) + " is refused, unless the object is there with it already: it " + shortOf(faults)})
	}
}

// shortOf is what the first of some faults says.
func shortOf(faults field.ErrorList) string {
	return because([]string{text.Truncate(faults[0].Detail, valueMax)})
}

// valueAt is the value at a path that may cross lists by the number of their elements; nil where there is none.
func (f *faultFinder) valueAt(path []string) any {
	var value any = f.object.fields
	for _, step := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
