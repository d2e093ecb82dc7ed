# METADATA
# title: Nobody requests an API version that the next Kubernetes version does not have
# description: |
#   After an upgrade, a client that asks for a version that is gone gets an error: a controller that only reads stops to see its
#   objects, and nothing in the objects tells so before.
#
#   The API server counts such requests in its metric `apiserver_requested_deprecated_apis`. kready reads it with
#   `--allow-metrics` alone, as it takes a right of its own (`kready rbac --allow-metrics`). A version that is gone in the next minor
#   release, or in any up to that of `--for-version`, is a gap.
#
#   The metric is of the one API server that answered, and of the time since it was started: no such request there proves little
#   for a server that was just restarted. It does not name the client; the audit log does. `cluster/removed-apis` looks for who wrote
#   objects in such versions.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# - ref: https://kubernetes.io/docs/reference/instrumentation/metrics/
# - ref: https://kubernetes.io/blog/2020/09/03/warnings/#metrics
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [deprecatedRequests]
#     skip: [version]
#   remediation: |
#     Find the client: events of the audit log with the annotation `k8s.io/deprecated: "true"` name user and agent. Upgrade it, or change its
#     manifests. Then see that nothing asks any more, on each API server, after these were restarted:
#
#         kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis
package kready.cluster["deprecated-apis-in-use"]

import data.kready.internal.upgrade
import data.kready.lib

asked := input.deprecatedRequests.asked

going contains r if {
	asked
	some r in input.deprecatedRequests.requests
	r.removedInMinor > 0
	r.removedInMinor <= upgrade.next
}

gap contains {"message": sprintf("%s was requested in %s, which is gone in %s", [what(r), version_of(r), r.removedIn])} if some r in going

what(r) := r.resource if r.subresource == ""

what(r) := sprintf("%s/%s", [r.resource, r.subresource]) if r.subresource != ""

version_of(r) := r.version if r.group == ""

version_of(r) := sprintf("%s/%s", [r.group, r.version]) if r.group != ""

unknown contains finding if {
	asked
	some finding in upgrade.guessed
}

unknown contains {"message": "the version of the API server is not known"} if {
	asked
	not upgrade.next
}

skip contains "the API server's metrics are read with --allow-metrics alone" if not asked

later := [r | some r in input.deprecatedRequests.requests; r.removedInMinor > upgrade.next]

summary.pass contains sprintf("the API server that answered has had no request in a version that is gone in %s since it was started", [upgrade.name(upgrade.next)])

summary.pass contains sprintf("%s later", [lib.counted(count(later), "version that was requested goes", "versions that were requested go")]) if count(later) > 0

summary.gap contains sprintf("%s that %s does not have", [lib.counted(count(going), "resource is requested in a version", "resources are requested in versions"), upgrade.name(upgrade.next)])

summary.unknown contains "for which version to judge is not known"
