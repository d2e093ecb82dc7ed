# METADATA
# title: The API server says that it is ready
# description: |
#   The API server checks itself: its connection to etcd, its caches, its own controllers.
#   When one of these fails, requests fail or hang now and then, long before the API is gone.
#
#   `/readyz` must answer 200; else the sub-checks that failed are named. Behind a load
#   balancer one of several API servers answers: the others may be worse or better off.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/health-checks/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Ask again and see what fails; the API server's log says why:
#
#         kubectl get --raw '/readyz?verbose'
#
#     A failing `etcd` sub-check is the usual one: look at etcd's health, disk latency and
#     space. On a provider-run control plane this is a case for the provider's support.
package kready.cluster["apiserver-readyz"]

import data.kready.lib

gap contains lib.finding("HealthCheck", "", sprintf("readyz/%s", [name]), "failed") if {
	not input.readyz.ok
	some name in input.readyz.failed
}

gap contains lib.finding("HealthCheck", "", "readyz", "it did not answer 200 and names no sub-check") if {
	not input.readyz.ok
	count(input.readyz.failed) == 0
}

summary contains "/readyz answers that all is well" if input.readyz.ok

summary contains sprintf("/readyz does not answer 200: %s failed", [lib.shortened(input.readyz.failed)]) if {
	not input.readyz.ok
	count(input.readyz.failed) > 0
}
