package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// ServiceFamilies asks whether the cluster has the families of addresses that Services of a service ask for.
func ServiceFamilies() check.Check {
	return check.Check{
		ID:      "network/service-families",
		Title:   "The cluster has the IP families that Services of the service ask for",
		Subject: check.SubjectService,
		Doc: `The API server refuses a Service that requires both families (` + "`ipFamilyPolicy: RequireDualStack`" + `) in a cluster
with one, and one that names a family (` + "`ipFamilies`" + `) which the cluster does not have. ` + "`PreferDualStack`" + ` takes what there is.

Which families there are is in the ServiceCIDR ` + "`kubernetes`" + `, since Kubernetes 1.33, and in the flag
` + "`--service-cluster-ip-range`" + ` of the API server, where its pods can be seen. A further ServiceCIDR of another family does
not add it. Headless Services without a selector may name any family. Whether pods and nodes have addresses of the
family is not asked.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService},
		OptionalReads: facts.Fields{facts.KindServiceRanges, facts.KindWorkloads},
		Remediation: `Ask for ` + "`PreferDualStack`" + `, and leave ` + "`ipFamilies`" + ` out, so that the Service takes what the cluster has; or have the
platform set up dual-stack. These are the ranges that there are:

    kubectl get servicecidrs`,
		Remedies: []check.Remedy{{Before: "1.33", Text: `Ask for ` + "`PreferDualStack`" + `, and leave ` + "`ipFamilies`" + ` out, so that the Service takes what the cluster has; or have the
platform set up dual-stack.`}},
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services",
			"https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/storage/alloc.go",
		},
		Since: "0.2.0",
		Run:   runServiceFamilies,
	}
}

func runServiceFamilies(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	total := 0
	there := familiesOf(in)
	for i := range in.Service.Services {
		s := &in.Service.Services[i]
		dual := s.FamilyPolicy == "RequireDualStack"
		if !dual && len(s.Families) == 0 || s.Type == "ExternalName" || s.Headless && len(s.Selector) == 0 {
			continue
		}
		total++
		missing := slices.DeleteFunc(slices.Clone(s.Families), func(family string) bool { return slices.Contains(there, family) })
		at := func(message string) check.Finding {
			return check.OfManifest(s.Manifest, s.FamilyLine, check.ByService, message)
		}
		switch {
		case len(there) == 0:
			unknowns = append(unknowns, at("which IP families the cluster has for Services cannot be seen"))
		case dual && len(there) < 2:
			gaps = append(gaps, at("it requires dual-stack, and the cluster has "+there[0]+" alone for Services"))
		case len(missing) > 0:
			gaps = append(gaps, at(fmt.Sprintf("it asks for %s, and the cluster has %s alone for Services", strings.Join(missing, ", "), strings.Join(there, ", "))))
		}
	}
	if total == 0 {
		return check.Skip("no Service of the service asks for an IP family"), nil
	}
	services := text.Counted(total, "Service", "Services")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("%d of %s would be refused", len(gaps), services),
		fmt.Sprintf("whether the cluster has the IP families of %d of %s is not known", len(unknowns), services),
		fmt.Sprintf("%s, of families that the cluster has (%s)", services, strings.Join(there, ", "))), nil
}
