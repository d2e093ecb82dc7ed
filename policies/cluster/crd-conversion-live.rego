# METADATA
# title: Every webhook that converts custom resources has a ready endpoint
# description: |
#   A custom resource with several versions may need a webhook that turns one into another.
#   When nobody answers there, its objects can be neither listed nor written. Garbage
#   collection then stalls, and namespaces that are deleted stay Terminating, in the whole
#   cluster. An operator that was removed and left its CRDs behind is the usual cause.
#
#   kready reads `spec.conversion` of each CRD and looks at the Service that it names: it must
#   exist and have a ready endpoint. Left out are CRDs whose objects are in one version only,
#   since nothing is ever converted. Webhooks that are called by URL cannot be looked behind
#   and are only counted. Whether a conversion gives the right answer is not tried.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     pass: [workloads]
#     gap: [crds, workloads]
#     skip: [workloads]
#   remediation: |
#     Bring the operator's pods back: the finding names the Service that selects them. If the
#     operator is gone for good, delete its CRDs, and with them all their objects:
#
#         kubectl delete crd NAME
#
#     To keep objects that need no conversion, set `spec.conversion.strategy: None`.
package kready.cluster["crd-conversion-live"]

import data.kready.internal.backends
import data.kready.internal.manifests
import data.kready.lib

converted contains {"name": c.name, "conversion": c.conversion} if {
	some c in input.crds
	c.conversion.webhook
	versions := {v | some v in c.served} | {v | some v in c.stored}
	count(versions) > 1
}

external contains c if {
	some c in converted
	c.conversion.external
}

external contains c if {
	some c in converted
	some b in backends.of(c.conversion.serviceNamespace, c.conversion.serviceName)
	b.exists
	b.external
}

# services are the Services that convert, each with its CRDs.
services contains {"namespace": ns, "name": name, "crds": sort(object.keys(crds))} if {
	some [ns, name], crds in crds_of_services
}

crds_of_services := object.union_n([{[c.conversion.serviceNamespace, c.conversion.serviceName]: {c.name: true}} |
	some c in converted
	not c.conversion.external
])

backend_fault(s) := "it does not exist" if {
	some b in backends.of(s.namespace, s.name)
	not b.exists
}

backend_fault(s) := "it has no ready endpoint" if {
	not manifests.not_applied
	some b in backends.of(s.namespace, s.name)
	b.exists
	not b.external
	b.readyEndpoints == 0
}

gap contains lib.finding("Service", s.namespace, s.name, sprintf("%s: nobody converts %s", [backend_fault(s), lib.shortened(s.crds)])) if {
	some s in services
}

unknown contains lib.finding("Service", s.namespace, s.name, sprintf("it was not looked at; it converts %s", [lib.shortened(s.crds)])) if {
	some s in services
	s.name != ""
	count(backends.of(s.namespace, s.name)) == 0
}

unknown contains {"message": sprintf("%s a webhook and no Service: whether it is filled in later cannot be told", [lib.counted(count(s.crds), "CRD names", "CRDs name")])} if {
	some s in services
	s.name == ""
}

unknown contains lib.finding("Service", s.namespace, s.name, "whether it has ready endpoints cannot be told from manifests") if {
	manifests.not_applied
	some s in services
	some b in backends.of(s.namespace, s.name)
	b.exists
	not b.external
	b.readyEndpoints == 0
}

skip contains "no custom resource is converted by a webhook" if count(converted) == 0

not_converted contains name if {
	some s in services
	backend_fault(s)
	some name in s.crds
}

summary.gap contains sprintf("%s cannot be converted", [lib.counted(count(not_converted), "custom resource", "custom resources")]) if count(not_converted) > 0

summary.pass contains text if {
	count(converted) > count(external)
	text := sprintf("%s converted by a Service with a ready endpoint", [lib.counted(count(converted) - count(external), "custom resource is", "custom resources are")])
}

summary.pass contains text if some text in conversions_outside

summary.unknown contains text if some text in conversions_outside

# conversions_outside says how many conversions cannot be judged from here.
conversions_outside contains text if {
	count(external) > 0
	text := sprintf("%s converted outside of the cluster, where kready cannot look", [lib.counted(count(external), "custom resource is", "custom resources are")])
}
