# METADATA
# title: The secrets operator or injector has ready pods
# description: |
#   While the operator is away, Secrets that exist stay as they are, and nothing new arrives:
#   a service that lands waits for a Secret that nobody creates, and a rotated password stays
#   old. When the operator's webhook is away, changes to its resources are refused as well.
#
#   kready asks that every workload of the operator has a ready pod: External Secrets has
#   three of them, with the same image and different work.
# related_resources:
# - ref: https://external-secrets.io/latest/introduction/stability-support/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads]
#   remediation: |
#     `kubectl describe` the workload that is not ready and read its logs. External Secrets
#     supports only its latest minor release: after an upgrade of the cluster, upgrade it too.
package kready.secrets["controller-healthy"]

import data.kready.internal.workloads
import data.kready.lib

operators := workloads.visible("secrets/operator") | other_injectors

# other_injectors are those but Vault's, which secrets/vault-injector judges.
other_injectors contains impl if {
	some impl in workloads.visible("secrets/injector")
	impl.name != "vault-injector"
}

gap contains finding if {
	some impl in operators
	some finding in workloads.down(impl)
}

unknown contains finding if {
	some impl in operators
	some finding in workloads.without_status(impl)
}

skip contains "no known secrets operator and no injector but Vault's runs here" if count(operators) == 0

summary.pass contains workloads.readiness(impl) if some impl in operators

summary.gap contains sprintf("%s has a workload without a ready pod", [lib.named(impl)]) if {
	some impl in operators
	count(workloads.down(impl)) > 0
}

summary.unknown contains "the manifests carry no status"
