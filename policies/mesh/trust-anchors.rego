# METADATA
# title: No trust anchor of the mesh expires soon
# description: |
#   All proxies of a mesh trust its root certificate. On the day on which it expires, every
#   connection between services fails at once, and a new one has to be brought to every pod.
#   That takes days, since both are trusted while proxies restart. So the anchors must be
#   valid for another 60 days by default (`trustAnchorExpiryDays`).
#
#   kready reads the public certificates in the ConfigMaps `istio-ca-root-cert` (in the
#   namespace of the control plane) and `linkerd-identity-trust-roots`. While a root is being
#   replaced there are two; the one that lasts longest counts. The issuer, which is often
#   due much earlier, is in a Secret and is not read: `linkerd check` tells of it.
# related_resources:
# - ref: https://linkerd.io/2/checks/#l5d-identity-trustanchors-not-expiring-soon
# - ref: https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
# custom:
#   level: configured
#   tier: must
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     gap: [meshConfigs]
#     any: [workloads/pods]
#   remediation: |
#     Make a new root, let the proxies trust both, restart them, issue from the new one, then
#     remove the old: https://linkerd.io/2/tasks/manually-rotating-control-plane-tls-credentials/
#     or Istio's guide to plugging in CA certificates. cert-manager with trust-manager does it by
#     itself.
package kready.mesh["trust-anchors"]

import data.kready.lib

# last_expiry is when the last of the anchors expires.
last_expiry(c) := max(expiries(c)) if count(expiries(c)) > 0

expiries(c) := {a.notAfter | some a in c.roots.certificates; lib.known(a.notAfter)}

expired(c) if time.parse_rfc3339_ns(last_expiry(c)) <= time.parse_rfc3339_ns(input.asOf)

# days_left is how many days that is from now.
days_left(c) := floor((time.parse_rfc3339_ns(last_expiry(c)) - time.parse_rfc3339_ns(input.asOf)) / (((24 * 60) * 60) * 1000000000))

gap contains finding if {
	some c in input.meshConfigs
	expired(c)
	finding := finding_on(c, sprintf("the trust anchor has expired on %s: connections between services fail", [substring(last_expiry(c), 0, 10)]))
}

gap contains finding if {
	some c in input.meshConfigs
	not expired(c)
	days_left(c) < input.thresholds.trustAnchorExpiryDays
	finding := finding_on(c, sprintf("the trust anchor expires on %s, in %s", [substring(last_expiry(c), 0, 10), lib.counted(days_left(c), "day", "days")]))
}

gap contains finding if {
	some c in input.meshConfigs
	c.roots.malformed
	finding := finding_on(c, "it holds no certificate that can be read")
}

unknown contains finding if {
	some c in input.meshConfigs
	not c.roots.given
	finding := finding_on(c, "the trust anchor is not there")
}

unknown contains finding if {
	some c in input.meshConfigs
	c.roots.given
	not c.roots.malformed
	count(expiries(c)) == 0
	finding := finding_on(c, "it does not say until when the trust anchor is valid")
}

skip contains "the trust anchors of this mesh are not in a place that kready knows" if count(input.meshConfigs) == 0

finding_on(c, message) := lib.finding("ConfigMap", c.namespace, c.rootsFrom, message)

summary.pass contains sprintf("the trust anchor in %s is valid until %s", [c.namespace, substring(last_expiry(c), 0, 10)]) if {
	some c in input.meshConfigs
}

summary.gap contains "the mesh needs a new trust anchor"

summary.unknown contains "how long the trust anchor of the mesh is valid is not known"
