# METADATA
# title: No Helm release is stuck
# description: |
#   An upgrade that was killed half way leaves its release pending, and Helm refuses every further one ("another
#   operation is in progress"). One that failed leaves a mix of the old objects and the new, which nobody looks at
#   until the next upgrade fails on it.
#
#   Helm keeps each revision of a release in a Secret, whose labels say how it ended. kready looks at them with
#   `--allow-secret-names` alone, and asks for metadata: never for what is in a Secret. RBAC knows no such right, so
#   the role that `kready rbac --allow-secret-names` writes can read Secrets. A release is stuck when its newest
#   revision failed, or when it has been pending or uninstalling for more than an hour. Releases that Helm keeps in
#   ConfigMaps or in a database (`HELM_DRIVER`) are not seen.
# related_resources:
# - ref: https://helm.sh/docs/helm/helm_rollback/
# - ref: https://helm.sh/docs/helm/helm_status/
# - ref: https://github.com/helm/helm/blob/main/pkg/storage/driver/secrets.go
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   remediation: |
#     See what went wrong, and upgrade again with what was missing:
#
#         helm -n NAMESPACE history RELEASE
#         helm -n NAMESPACE status RELEASE
#   remedies:
#   - state: failed
#     text: |
#       See why, and mend it: the next upgrade goes on from here. Or go back to the revision that is deployed:
#
#           helm -n NAMESPACE history RELEASE
#           helm -n NAMESPACE rollback RELEASE
#   - state: never-deployed
#     text: |
#       No revision of it was ever deployed. See why, take it away and install it again:
#
#           helm -n NAMESPACE status RELEASE
#           helm -n NAMESPACE uninstall RELEASE
#   - state: pending
#     text: |
#       Make sure that no pipeline and no controller is still working on it. Then go back to the revision that is
#       deployed, which ends the pending one:
#
#           helm -n NAMESPACE history RELEASE
#           helm -n NAMESPACE rollback RELEASE
#   - state: uninstalling
#     text: |
#       See which of its objects does not go, mostly for a finalizer, and uninstall it again:
#
#           helm -n NAMESPACE status RELEASE
#           helm -n NAMESPACE uninstall RELEASE
package kready.delivery["helm-stuck"]

import data.kready.lib

hour := 60

# stuck are the releases that do not go on by themselves.
stuck contains r if {
	some r in input.helmReleases.stuck
	r.status == "failed"
}

stuck contains r if {
	some r in input.helmReleases.stuck
	r.status != "failed"
	lib.older(r.since, hour)
}

kind_of(r) := "never-deployed" if {
	r.deployed == 0
	r.status != "uninstalling"
} else := "pending" if {
	startswith(r.status, "pending-")
} else := r.status

deployed(r) := "none of its revisions is deployed" if {
	r.deployed == 0
} else := sprintf("revision %d is deployed", [r.deployed])

gap contains finding if {
	some r in stuck
	message := sprintf("its revision %d is %s since %s; %s", [r.revision, r.status, r.since, deployed(r)])
	finding := object.union(lib.finding("Release", r.namespace, r.name, message), {"state": kind_of(r)})
}

state contains "failed" if {
	some r in stuck
	kind_of(r) == "failed"
}

state contains "never-deployed" if {
	some r in stuck
	kind_of(r) == "never-deployed"
}

state contains "pending" if {
	some r in stuck
	kind_of(r) == "pending"
}

state contains "uninstalling" if {
	some r in stuck
	kind_of(r) == "uninstalling"
}

skip contains "kready lists Helm's Secrets with --allow-secret-names alone" if not input.helmReleases.asked

summary.pass contains "no Helm release whose state is in a Secret is stuck" if input.helmReleases.asked

summary.gap contains sprintf("%s stuck", [lib.counted(count(stuck), "Helm release is", "Helm releases are")])
