# METADATA
# title: The service account of each pod of the service is there
# description: |
#   Pods of a ServiceAccount that does not exist are not made: the API server refuses them, and their
#   controller tries again for as long as it is so. The workload itself is accepted, so that nothing says
#   so when it is applied. Every namespace has the account `default`.
#
#   A ServiceAccount that the service brings itself counts as there. Any other is looked up in the cluster by
#   its name. A snapshot does not hold it, unless its namespace does not exist either.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Add the ServiceAccount to the manifests, or name one that is there. These are there:
#
#         kubectl -n NAMESPACE get serviceaccount
package kready.identity["service-account-there"]

import data.kready.internal.landing
import data.kready.lib

# named are the pods of accounts that the service does not bring.
named := [p |
	some p in input.service.pods
	p.serviceAccount != "default"
	not landing.brought("", "ServiceAccount", p.namespace, p.serviceAccount)
]

skip contains "no pod of the service names a ServiceAccount" if {
	every p in input.service.pods { p.serviceAccount == "default" }
}

looked_up(p) := account if {
	some account in input.namedServiceAccounts
	account.name == p.serviceAccount
	account.namespace == p.namespace
}

gap contains landing.finding(p, p.serviceAccountLine, "service", sprintf("its ServiceAccount %s does not exist: its pods are not made", [p.serviceAccount])) if {
	some p in named
	known(p)
	not there(p)
}

there(p) if looked_up(p).exists

# known holds where it is certain whether the account is there.
known(p) if looked_up(p)

known(p) if not landing.namespace_there(p.namespace)

unknown contains landing.finding(p, p.serviceAccountLine, "service", sprintf("whether its ServiceAccount %s exists could not be looked up", [p.serviceAccount])) if {
	some p in named
	not known(p)
}

summary.pass contains sprintf("%s, each of an account that is there", [lib.counted(count(input.service.pods), "pod template", "pod templates")])

summary.gap contains sprintf("%s would not be made", [lib.counted(count(gap), "workload's pods", "workloads' pods")])
