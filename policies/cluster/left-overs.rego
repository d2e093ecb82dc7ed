# METADATA
# title: Nothing acts that a removed product left behind
# description: |
#   `helm uninstall` leaves behind what a product registered at run time. An admission webhook
#   with `failurePolicy: Ignore` and nobody behind it is the quiet kind: the API server still
#   tries it on every request, and what it was there for (a sidecar, a default, a policy) is
#   not done, without an error.
#
#   kready looks at webhooks that may be ignored: those whose Service does not exist, and
#   those of a product that does not run and whose Service has no ready endpoint. Left-overs
#   that break something have checks of their own: strict webhooks
#   (`policy/webhook-backends`), aggregated APIs (`cluster/apiservices-available`),
#   conversion of custom resources (`cluster/crd-conversion-live`), IngressClasses
#   (`ingress/orphan-class`) and StorageClasses (`storage/provisioner-live`). CRDs of a product
#   that is gone do nothing by themselves; they are noted. Webhooks that are called by URL
#   cannot be looked behind.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Delete the configuration that the finding names, if the product is gone for good:
#
#         kubectl delete KIND NAME
#
#     Keep CRDs until you know that no object of their kinds is needed: deleting a CRD deletes
#     all of them.
package kready.cluster["left-overs"]

import data.kready.internal.backends
import data.kready.lib

# remnants are the products of which only something is left. Bundles of CRDs that other
# products use are no left-overs.
remnants contains impl if {
	some impl in input.inventory
	impl.state == "remnant"
	every role in impl.roles {
		not endswith(role, "/api")
	}
}

# left_by is the product that a webhook configuration is left of.
left_by(kind, name) := min(object.keys(titles_left[[kind, name]]))

titles_left := object.union_n([{[r.kind, r.name]: {impl.title: true}} |
	some impl in remnants
	some r in impl.registrations
])

# calls are the Services that webhooks call without needing the answer.
calls contains {"kind": config.kind, "name": config.name, "namespace": hook.serviceNamespace, "service": hook.serviceName} if {
	some config in input.webhooks
	some hook in config.webhooks
	hook.failurePolicy == "Ignore"
	not hook.external
}

backend(c) := backends.of(c.namespace, c.service)[0]

failed_calls contains object.union(c, {"why": "does not exist"}) if {
	some c in calls
	not backend(c).exists
}

failed_calls contains object.union(c, {"why": "has no ready endpoint"}) if {
	some c in calls
	b := backend(c)
	b.exists
	not b.external
	b.readyEndpoints == 0
	left_by(c.kind, c.name)
}

call_text(d) := sprintf("%s does not run, and its webhooks still call Service %s/%s, which %s", [title, d.namespace, d.service, d.why]) if {
	title := left_by(d.kind, d.name)
} else := sprintf("its webhooks call Service %s/%s, which %s", [d.namespace, d.service, d.why])

# What manifests do not contain may run in the cluster all the same.
in_cluster if input.target.kind != "manifests"

gap contains lib.finding(d.kind, "", d.name, call_text(d)) if {
	in_cluster
	some d in failed_calls
}

unknown contains lib.finding(d.kind, "", d.name, call_text(d)) if {
	not in_cluster
	some d in failed_calls
}

bundles contains impl.title if {
	some impl in remnants
	some text in impl.evidence
	startswith(text, "CRD ")
}

note := "" if count(bundles) == 0

note := sprintf("; CRDs of %s are there without the product, and do nothing by themselves", [lib.shortened(sort([t | some t in bundles]))]) if count(bundles) > 0

summary contains sprintf("no webhook that may be ignored is left of a removed product%s", [note]) if count(failed_calls) == 0

summary contains sprintf("%s to somebody who is not there%s", [lib.counted(count(failed_calls), "webhook configuration sends requests", "webhook configurations send requests"), note]) if {
	count(failed_calls) > 0
	in_cluster
}

summary contains "whether somebody answers these webhooks cannot be told from manifests" if {
	count(failed_calls) > 0
	not in_cluster
}
