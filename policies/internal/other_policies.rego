# METADATA
# title: Kinds of network policy that kready does not read the rules of
package kready.internal.other_policies

import data.kready.internal.products

# kinds are those that the cluster has a CRD for.
kinds contains crd.name if {
	some crd in input.crds
	crd.name in {
		"ciliumnetworkpolicies.cilium.io",
		"ciliumclusterwidenetworkpolicies.cilium.io",
		"networkpolicies.crd.projectcalico.org",
		"globalnetworkpolicies.crd.projectcalico.org",
		"clusternetworkpolicies.policy.networking.k8s.io",
		"adminnetworkpolicies.policy.networking.k8s.io",
		"baselineadminnetworkpolicies.policy.networking.k8s.io",
		"clusternetworkpolicies.crd.antrea.io",
		"networkpolicies.crd.antrea.io",
	}
}

# bearing_on(namespace) are the kinds that may say something of a namespace: those that have an
# object there or for the whole cluster, and those that could not be read.
bearing_on(namespace) := {kind |
	some kind in kinds
	bears_on(kind, namespace)
}

bears_on(kind, _) if not products.read(kind)

bears_on(kind, namespace) if {
	some resource in products.objects(kind)
	resource.namespace in {"", namespace}
}
