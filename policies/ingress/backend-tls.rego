# METADATA
# title: The Services and certificates that the service's BackendTLSPolicies name are there
# description: |
#   A BackendTLSPolicy tells Gateways to speak TLS to a Service, and by which CA to verify it. Where the ConfigMap of
#   the CA is missing, or has no key `ca.crt`, the policy is not accepted (`InvalidCACertificateRef`), and a Gateway answers
#   requests for that Service with an error rather than send them on. One whose Service is not there does nothing.
#
#   What the service brings counts as there; all else is looked up by name, and is unknown by a snapshot. Of the ConfigMap only
#   the names of its keys are read. CAs of other kinds than ConfigMap depend on the Gateway, and are not judged.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [cluster/custom-kinds]
#   since: 0.2.0
#   remediation: |
#     Bring the ConfigMap with the key `ca.crt`, or name the one that is there. trust-manager makes one in every namespace:
#
#         kubectl -n NAMESPACE get configmap
package kready.ingress["backend-tls"]

import data.kready.internal.landing
import data.kready.lib

policies := landing.objects_of("gateway.networking.k8s.io", "BackendTLSPolicy")

skip contains "the service has no BackendTLSPolicy" if count(policies) == 0

# refs(o, at) are the references of a policy below a path: of each the kind and the name, which are written in pairs.
refs(o, at) := [{"by": o, "kind": kinds[i].value, "name": names[i].value, "line": names[i].line} |
	kinds := landing.values(o, sprintf("%s.kind", [at]))
	names := landing.values(o, sprintf("%s.name", [at]))
	count(kinds) == count(names)
	some i in numbers.range(0, count(kinds) - 1)
	count(kinds) > 0
]

cas := [ref |
	some o in policies
	some ref in refs(o, "spec.validation.caCertificateRefs[]")
	ref.kind == "ConfigMap"
]

targets := [ref |
	some o in policies
	some ref in refs(o, "spec.targetRefs[]")
	ref.kind == "Service"
]

# keys(ref) are the keys of the ConfigMap of a CA. They are not defined where it was not looked up.
keys(ref) := c.keys if {
	some c in input.service.configMaps
	c.namespace == ref.by.namespace
	c.name == ref.name
} else := c.keys if {
	some c in input.namedConfigMaps
	c.exists
	c.namespace == ref.by.namespace
	c.name == ref.name
}

absent(ref) if {
	some c in input.namedConfigMaps
	not c.exists
	c.namespace == ref.by.namespace
	c.name == ref.name
}

absent(ref) if {
	not landing.namespace_there(ref.by.namespace)
	not keys(ref)
}

may_be_made if "configmaps" in input.service.makes

# A Bundle of trust-manager makes ConfigMaps of its name.
may_be_made if count(landing.objects_of("trust.cert-manager.io", "Bundle")) > 0

absent_text(ref) := sprintf("the ConfigMap %s with its CA does not exist", [ref.name])

gap contains landing.finding(ref.by, ref.line, "service", sprintf("%s: Gateways refuse requests for its Service", [absent_text(ref)])) if {
	not may_be_made
	some ref in cas
	absent(ref)
}

gap contains landing.finding(ref.by, ref.line, "service", sprintf("the ConfigMap %s has no key ca.crt: Gateways refuse requests for its Service", [ref.name])) if {
	some ref in cas
	not "ca.crt" in keys(ref)
}

gap contains landing.finding(ref.by, ref.line, "service", sprintf("the Service %s that it is for does not exist", [ref.name])) if {
	some ref in targets
	service_absent(ref)
}

service_absent(ref) if {
	some s in input.namedServices
	not s.exists
	s.namespace == ref.by.namespace
	s.name == ref.name
}

service_absent(ref) if {
	not landing.namespace_there(ref.by.namespace)
	not landing.brought("", "Service", ref.by.namespace, ref.name)
}

service_told(ref) if landing.brought("", "Service", ref.by.namespace, ref.name)

service_told(ref) if {
	some s in input.namedServices
	s.namespace == ref.by.namespace
	s.name == ref.name
}

service_told(ref) if service_absent(ref)

unknown contains landing.finding(ref.by, ref.line, "service", sprintf("%s: the service may make it itself", [absent_text(ref)])) if {
	may_be_made
	some ref in cas
	absent(ref)
}

unknown contains landing.finding(ref.by, ref.line, "service", sprintf("whether the ConfigMap %s with its CA exists could not be looked up", [ref.name])) if {
	some ref in cas
	not absent(ref)
	not keys(ref)
}

unknown contains landing.finding(ref.by, ref.line, "service", sprintf("whether the Service %s that it is for exists could not be looked up", [ref.name])) if {
	some ref in targets
	not service_told(ref)
}

summary.pass contains sprintf("%s, with all that they name", [lib.counted(count(policies), "BackendTLSPolicy", "BackendTLSPolicies")])

summary.gap contains "BackendTLSPolicies of the service name what is not there"

summary.unknown contains "whether all that the service's BackendTLSPolicies name is there is not known"
