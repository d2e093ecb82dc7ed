# METADATA
# title: No two objects make the same Secret
# description: |
#   Where two objects make one Secret, the last one that was synced wins, until the other is synced again: the
#   password changes back and forth, or the operator refuses the second one because another object owns the Secret.
#
#   kready compares the names of the Secrets that objects of the service are or make, in each namespace, with one
#   another and with those that ExternalSecrets, SealedSecrets, Certificates and objects of the Vault Secrets Operator of
#   the cluster make. An object that only adds to a Secret (creationPolicy Merge, a destination without create) counts for
#   nothing, nor does one of the cluster that the service brings anew. Secrets of the cluster that nothing of these
#   made are not looked at.
# related_resources:
# - ref: https://external-secrets.io/latest/guides/ownership-deletion-policy/
# - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference
# - ref: https://cert-manager.io/docs/usage/certificate/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [syncedSecrets, certificates]
#   remediation: |
#     Give one of the two another Secret, or have one add to what the other makes: with `creationPolicy: Merge` in an
#     ExternalSecret. Remove what was replaced from the cluster:
#
#         kubectl -n NAMESPACE get externalsecrets,sealedsecrets,certificates
package kready.secrets["one-maker"]

import data.kready.internal.landing
import data.kready.internal.secret_makers
import data.kready.lib

# ours are the Secrets that the service makes, with who does.
ours contains m if {
	some m in secret_makers.made
	m.name != ""
}

skip contains "the service makes no Secret" if count(ours) == 0

gap contains landing.finding(second.by, 0, "service", sprintf("it makes the Secret %s, and so does %s (%s:%d)", [second.name, landing.what(first.by), first.by.file, first.by.line])) if {
	some found in makers
	ordered := sort(object.keys(found))
	[earliest, first] := ordered[0]
	some [where, second] in ordered
	earliest < where
}

gap contains landing.finding(m.by, 0, "service", sprintf("it makes the Secret %s, and so does %s %s of the cluster", [m.name, other.kind, other.name])) if {
	some m in ours
	some other, _ in theirs[[m.by.namespace, m.name]]
	not brought_anew(other)
}

# makers are who makes each Secret, with where they are written.
makers := object.union_n([{[m.by.namespace, m.name]: {[place(m.by), m]: true}} | some m in ours])

# place orders objects as they are written.
place(o) := [o.file, o.line, o.kind, o.name]

# theirs are the objects of the cluster that make Secrets, by the Secret.
theirs := object.union_n(array.concat(
	[{[s.namespace, s.secret]: {{"kind": s.kind, "namespace": s.namespace, "name": s.name}: true}} |
		some s in input.syncedSecrets
		s.secret != ""
		not s.shared
	],
	[{[c.namespace, c.secret]: {{"kind": "Certificate", "namespace": c.namespace, "name": c.name}: true}} |
		some c in input.certificates
		c.secret != ""
	],
))

brought_anew(other) if [other.kind, other.namespace, other.name] in brought

brought contains [o.kind, o.namespace, o.name] if some o in input.service.objects

# An older kready did not read which Secret an object makes.
unknown contains landing.finding(m.by, 0, "service", sprintf("whether %s of the cluster makes the Secret %s as well was not read, by an older kready", [lib.shortened(sort(names)), m.name])) if {
	some m in ours
	names := object.keys(unsaid[m.by.namespace])
}

unsaid := object.union_n(array.concat(
	[{s.namespace: {sprintf("%s %s", [s.kind, s.name]): true}} |
		some s in input.syncedSecrets
		s.secret == ""
		not brought_anew(s)
	],
	[{c.namespace: {sprintf("Certificate %s", [c.name]): true}} |
		some c in input.certificates
		c.secret == ""
		not brought_anew({"kind": "Certificate", "namespace": c.namespace, "name": c.name})
	],
))

summary.pass contains sprintf("%s, each made by one object", [lib.counted(count({[m.by.namespace, m.name] | some m in ours}), "Secret", "Secrets")])

summary.gap contains sprintf("%s made twice", [lib.counted(count({f.message | some f in gap}), "Secret is", "Secrets are")])

summary.unknown contains "whether an object of the cluster makes one of the Secrets as well is not known"
