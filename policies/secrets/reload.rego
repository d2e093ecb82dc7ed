# METADATA
# title: What restarts workloads when their Secrets change runs, where it is installed
# description: |
#   Environment variables keep the value of a Secret that they had when the pod was made. A product
#   that restarts workloads when a Secret changes is relied on from the day on which it is there: when
#   it is stopped, the next rotation leaves applications with a password that no longer works.
#
#   kready looks for Stakater Reloader with a ready pod. It does not see applications that read their
#   Secrets anew by themselves, nor annotations with a checksum that a chart writes. A cluster
#   without one is left out.
# related_resources:
# - ref: https://github.com/stakater/Reloader
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-environment-variables
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
package kready.secrets.reload

import data.kready.internal.absence
import data.kready.internal.optional
import data.kready.lib

role := "secrets/reload"

gap contains finding if some finding in optional.faults(role)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(lib.running(role)) == 0
	who := absence.expected(role)
}

skip contains "nothing that kready knows restarts workloads when their Secrets change" if optional.none(role)

summary.pass contains sprintf("%s runs", [lib.names(lib.running(role))])

summary.gap contains "what restarts workloads that is asked for does not run"
