// Package ingress holds the Go checks of Ingress and Gateway.
package ingress

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// HTTPPath asks whether an Ingress leads a request to a pod.
func HTTPPath() check.Check {
	return proof.Check(check.Check{
		ID:    "ingress/http-path",
		Title: "An Ingress leads a request through its controller to a pod",
		Doc: `An Ingress that nobody serves looks like one that works: the object is there, and has an
address at best. Between the class, the controller's filters for namespaces and classes, its
webhook, and its way to the pods, only a request shows that all of it fits.

The probe makes an Ingress for a name that nobody has (it ends in .invalid), of the default
class, or of each class whose controller runs when none is the default. A pod asks the
controller for that name, by its Service or its port on a node, until the probe's own pod
answers three times in a row, for at most 60 seconds. A redirection to HTTPS is followed.
After the Ingress is removed, the pod must not answer any more.

It does not see the way from outside: load balancers, DNS, firewalls. Classes that make a
load balancer of the provider's for an Ingress are left out: that costs money.`,
		Tier: check.TierMust,
		Remediation: `Read what the controller says of an Ingress of that class, and whether it watches the
namespace:

    kubectl get ingressclass
    kubectl -n CONTROLLER-NAMESPACE logs deploy/CONTROLLER --tail=50

Then the way from the controller's pods to others: NetworkPolicies on either side.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/",
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/service-vip",
		Pass: func(facts.Probe) string {
			return "a request reached the pod behind an Ingress, and no longer did without it"
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			if failed[0].Phase == facts.PhaseRestored {
				return "a controller still serves an Ingress that was removed"
			}
			return "an Ingress does not lead to the pod behind it"
		},
	})
}

// GatewayHTTPPath asks whether an HTTPRoute leads a request to a pod.
func GatewayHTTPPath() check.Check {
	return proof.Check(check.Check{
		ID:    "ingress/gateway-http-path",
		Title: "An HTTPRoute leads a request through its Gateway to a pod",
		Doc: `A route can be Accepted and lead nowhere: the controller's conditions speak of its
configuration, and not of requests.

The probe attaches an HTTPRoute, for a name that nobody has, to Gateways that are there and
take routes of other namespaces over HTTP. A pod asks the Gateway for that name, by its
Service or its address, until the probe's own pod answers three times in a row, for at most
60 seconds.

It makes no Gateway, for at many providers each is a load balancer that costs money. So it
does not see Gateways that take routes of their own namespace only, or one name only, or
that listen for HTTPS alone.`,
		Tier: check.TierShould,
		Remediation: `Read what the controller says of a route on that Gateway, and of the Gateway itself:

    kubectl describe gateway -n NAMESPACE GATEWAY
    kubectl get httproutes -A

Then the way from the Gateway's pods to others: NetworkPolicies on either side.`,
		Links: []string{
			"https://gateway-api.sigs.k8s.io/guides/http-routing/",
			"https://gateway-api.sigs.k8s.io/guides/multiple-ns/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/service-vip",
		Pass:    func(facts.Probe) string { return "a request reached the pod behind an HTTPRoute" },
		Gap:     func(facts.Probe, []facts.Trial) string { return "an HTTPRoute does not lead to the pod behind it" },
	})
}
