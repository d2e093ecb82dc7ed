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

// ExternalIPsAllowed asks whether the API server lets Services have externalIPs.
func ExternalIPsAllowed() check.Check {
	return check.Check{
		ID:      "network/external-ips-allowed",
		Title:   "The API server lets Services of the service have externalIPs",
		Subject: check.SubjectService,
		Doc: `Whoever may make a Service with ` + "`spec.externalIPs`" + ` can take traffic for any address, so many platforms forbid it: with
the admission plugin DenyServiceExternalIPs, or with a policy. GKE forbids it unless the cluster was made to allow it.

kready looks for the plugin in the flags of the API server's pods, where these can be seen; elsewhere the answer is
unknown. Policies are asked with ` + "`--server-dry-run`" + ` alone. That somebody routes the address to a node is not
checked either, and Kubernetes 1.36 deprecates the field.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindWorkloads},
		OptionalReads: facts.Fields{facts.PartDistribution},
		Remediation:   "Let a Service of type LoadBalancer, an Ingress or a Gateway carry the traffic, and leave `externalIPs` out.",
		Links: []string{
			"https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips",
			"https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
		},
		Since: "0.2.0",
		Run:   runExternalIPsAllowed,
	}
}

func runExternalIPsAllowed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	total := 0
	for i := range in.Service.Services {
		s := &in.Service.Services[i]
		if len(s.ExternalIPs) == 0 {
			continue
		}
		total++
		at := func(message string) check.Finding {
			return check.OfManifest(s.Manifest, s.ExternalIPsLine, check.ByService, message)
		}
		switch {
		case deniesExternalIPs(in):
			gaps = append(gaps, at("it has externalIPs, and the API server refuses them (DenyServiceExternalIPs)"))
		case in.Distribution.Name == "gke":
			unknowns = append(unknowns, at("it has externalIPs, and GKE refuses them unless the cluster allows it: whether it does cannot be seen"))
		case len(apiServerPods(in)) == 0:
			unknowns = append(unknowns, at("it has externalIPs: whether the API server refuses them cannot be seen"))
		}
	}
	if total == 0 {
		return check.Skip("no Service of the service has externalIPs"), nil
	}
	services := text.Counted(total, "Service", "Services")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("%d of %s with externalIPs would be refused", len(gaps), services),
		fmt.Sprintf("whether %d of %s with externalIPs would be refused is not known", len(unknowns), services),
		services+" with externalIPs, which the API server's flags do not refuse"), nil
}

// deniesExternalIPs reports whether an API server has the plugin that refuses them.
func deniesExternalIPs(in *facts.Input) bool {
	return slices.ContainsFunc(apiServerFlag(in, "enable-admission-plugins"), func(value string) bool {
		return slices.Contains(strings.Split(value, ","), "DenyServiceExternalIPs")
	})
}
