# METADATA
# title: Volumes that must outlive their claims are kept
# description: |
#   With the reclaim policy Delete, which is the default, the disk goes with its claim: a namespace that is deleted, a Helm release that
#   is uninstalled or a claim that a pipeline prunes takes the data along, and only a backup brings it back.
#
#   Asked where kready.yaml names StorageClasses for such data (`intents: {retain: [CLASS]}`): each must be there with `reclaimPolicy:
#   Retain`. A volume keeps the policy of the day on which it was made, and may have been given another by hand: those that
#   are there are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/change-pv-reclaim-policy/
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     The reclaim policy of a class cannot be changed: make it anew with `reclaimPolicy: Retain`, under the same name or one of its own. Volumes
#     that were made before keep theirs; change them one by one:
#
#         kubectl patch pv VOLUME -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'
package kready.storage.reclaim

import data.kready.lib

class(name) := [c | some c in input.storageClasses; c.name == name][0]

# Delete is what the API server fills in.
policy(c) := c.reclaimPolicy if c.reclaimPolicy != ""

policy(c) := "Delete" if c.reclaimPolicy == ""

gap contains {"message": sprintf("there is no StorageClass %s", [name])} if {
	some name in input.intent.retain
	not class(name)
}

gap contains lib.finding("StorageClass", "", name, sprintf("its reclaimPolicy is %s: a volume goes with its claim", [policy(class(name))])) if {
	some name in input.intent.retain
	policy(class(name)) != "Retain"
}

skip contains "kready.yaml names no StorageClass whose volumes must outlive their claims (intents: {retain: [CLASS]})" if count(input.intent.retain) == 0

summary.pass contains sprintf("%s: volumes are kept", [lib.shortened(sort(input.intent.retain))])

summary.gap contains sprintf("%d of %s would not keep its volumes", [count(gap), lib.counted(count(input.intent.retain), "class", "classes")])
