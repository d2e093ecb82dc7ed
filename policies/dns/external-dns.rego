# METADATA
# title: What writes DNS records for Services and Ingresses runs, where it is installed
# description: |
#   Where records are made by a controller, nobody makes them by hand. While it is stopped, the host of
#   a new Ingress does not resolve, and a load balancer that was made anew keeps its old address.
#
#   kready looks for ExternalDNS with a ready pod. Whether it may write to the provider's zone, and
#   which domains and sources it is limited to, is not judged. Controllers of a cloud that do the
#   same outside of the cluster are not seen. A cluster without one is left out.
# related_resources:
# - ref: https://kubernetes-sigs.github.io/external-dns/latest/
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
package kready.dns["external-dns"]

import data.kready.internal.absence
import data.kready.internal.optional
import data.kready.lib

role := "dns/records"

gap contains finding if some finding in optional.faults(role)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(lib.running(role)) == 0
	who := absence.expected(role)
}

skip contains "nothing that kready knows writes DNS records for Services and Ingresses" if optional.none(role)

summary.pass contains sprintf("%s runs", [lib.names(lib.running(role))])

summary.gap contains "what writes DNS records that is asked for does not run"
