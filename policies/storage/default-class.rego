# METADATA
# title: Exactly one StorageClass is the default
# description: |
#   A claim that names no class gets the default one. Without a default it waits forever, and
#   so does the pod that mounts it; most Helm charts name none. With two defaults the newest
#   wins, so that new volumes land on another class than the old ones, and nobody decided it.
#
#   kready reads the annotation `storageclass.kubernetes.io/is-default-class` and its beta
#   form. Whether anything provisions volumes for the class is asked by
#   `storage/provisioner-live`.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   remediation: |
#     `kubectl annotate storageclass NAME storageclass.kubernetes.io/is-default-class=true`, and
#     the same with `=false --overwrite` on the others. On EKS no class is the default since
#     1.30. Where no volumes are wanted at all, waive the check.
package kready.storage["default-class"]

import data.kready.lib

defaults contains c if {
	some c in input.storageClasses
	c.default
}

gap contains {"message": "there is no StorageClass"} if count(input.storageClasses) == 0

gap contains finding if {
	count(defaults) == 0
	some c in input.storageClasses
	finding := lib.finding("StorageClass", "", c.name, "it is not the default")
}

gap contains finding if {
	count(defaults) > 1
	some c in defaults
	finding := lib.finding("StorageClass", "", c.name, "it is a default, and not the only one")
}

summary contains sprintf("StorageClass %s (%s) is the default", [c.name, c.provisioner]) if {
	count(defaults) == 1
	some c in defaults
}

summary contains "no volume can be provisioned" if count(input.storageClasses) == 0

summary contains text if {
	count(defaults) == 0
	count(input.storageClasses) > 0
	text := sprintf("a claim that names no class waits forever: none of %s is the default", [lib.counted(count(input.storageClasses), "class", "classes")])
}

summary contains sprintf("%d classes are the default; the newest wins", [count(defaults)]) if count(defaults) > 1
