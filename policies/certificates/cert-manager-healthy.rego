# METADATA
# title: cert-manager is complete, ready and supported
# description: |
#   cert-manager is three workloads. Without the controller nothing is issued or renewed;
#   without the webhook its resources cannot be changed; without the CA injector, webhooks of
#   other products lose the certificates that they are called with. Certificates run out
#   weeks after the fault, when nobody looks for it any more.
#
#   kready asks that all three are there with a ready pod, and that the release is still
#   supported, by the table of releases. A release that is newer than the table passes.
#   The check applies where cert-manager runs.
# related_resources:
# - ref: https://cert-manager.io/docs/releases/
# - ref: https://cert-manager.io/docs/troubleshooting/webhook/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#   remediation: |
#     `kubectl describe` the workload that is not ready; `cmctl check api` tells whether the
#     webhook answers. Upgrade one minor release at a time.
package kready.certificates["cert-manager-healthy"]

import data.kready.internal.lifecycle
import data.kready.internal.workloads
import data.kready.lib

managers contains impl if {
	some impl in workloads.visible("certificates/issuer")
	impl.name == "cert-manager"
}

has_part(impl, name) if {
	some w in lib.workloads_of(impl)
	some c in w.containers
	contains(c.image.repository, name)
}

gap contains finding if {
	some impl in managers
	some finding in workloads.down(impl)
}

gap contains {"message": sprintf("cert-manager in namespace %s has no %s", [impl.namespace, name])} if {
	some impl in managers
	some name in ["webhook", "cainjector"]
	not has_part(impl, name)
}

gap contains {"message": sprintf("%s was supported until %s", [lib.named(impl), lifecycle.end_of_life("cert-manager", impl.version)])} if {
	some impl in managers
	lifecycle.unsupported("cert-manager", impl.version)
}

unknown contains finding if {
	some impl in managers
	some finding in workloads.without_status(impl)
}

skip contains "cert-manager does not run here" if count(managers) == 0

summary.pass contains workloads.readiness(impl) if some impl in managers

summary.gap contains sprintf("%s: %s", [lib.names(managers), lib.counted(count(gap), "fault", "faults")])

summary.unknown contains "the manifests carry no status"
