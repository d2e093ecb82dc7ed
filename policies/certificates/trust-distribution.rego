# METADATA
# title: What distributes trusted certificates runs, where it is installed
# description: |
#   A private authority helps only those who trust it. trust-manager copies the certificates of a
#   `Bundle` to every namespace, new ones too: while it is stopped, a service in a new namespace finds
#   no trust store, and a certificate that was renewed is not passed on.
#
#   kready looks for trust-manager with a ready pod. It does not see other ways to hand certificates
#   out (images, ClusterTrustBundles, a policy engine that copies ConfigMaps). A cluster without one
#   is left out.
# related_resources:
# - ref: https://cert-manager.io/docs/trust/trust-manager/
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles
# custom:
#   level: present
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     See why its pods are not ready:
#
#         kubectl -n NAMESPACE describe KIND NAME
package kready.certificates["trust-distribution"]

import data.kready.internal.absence
import data.kready.internal.optional
import data.kready.lib

role := "certificates/trust"

gap contains finding if some finding in optional.faults(role)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(lib.running(role)) == 0
	who := absence.expected(role)
}

skip contains "nothing that kready knows distributes trusted certificates" if optional.none(role)

summary.pass contains sprintf("%s runs", [lib.names(lib.running(role))])

summary.gap contains "what distributes trusted certificates that is asked for does not run"
