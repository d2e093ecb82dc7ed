# METADATA
# title: Exactly one StorageClass is the default
# description: |
#   A claim that names no class gets the default one. Without a default it waits forever, and
#   so does the pod that mounts it; most Helm charts name none. With two defaults the newest
#   wins since Kubernetes 1.26, so that new volumes land on another class than the old ones, and nobody decided it;
#   before, the API server refuses such a claim.
#
#   kready reads the annotation `storageclass.kubernetes.io/is-default-class` and its beta
#   form. A vCluster without classes passes claims on, so that the class of the cluster that runs it
#   decides: the answer is unknown. Whether anything provisions volumes for the class is asked by
#   `storage/provisioner-live`.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/
# - ref: https://github.com/kubernetes/kubernetes/pull/110559
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [version, nodes]
#   remediation: |
#     Choose one class, and set its annotation `storageclass.kubernetes.io/is-default-class` to
#     "true". Where no volumes are wanted at all, waive the check.
#   remedies:
#   - state: no-class
#     text: |
#       Install a CSI driver and a class for it, with the annotation
#       `storageclass.kubernetes.io/is-default-class: "true"`. Where no volumes are wanted at all,
#       waive the check.
#   - state: several
#     text: |
#       Keep one, and set the annotation `storageclass.kubernetes.io/is-default-class` of the others
#       to "false", where they come from too: a chart's or an add-on's values.
#   - distributions: [eks]
#     state: none
#     text: |
#       EKS makes no class the default since 1.30. Choose one of the EBS CSI driver, and set its
#       annotation `storageclass.kubernetes.io/is-default-class` to "true".
package kready.storage["default-class"]

import data.kready.lib

defaults contains c if {
	some c in input.storageClasses
	c.default
}

gap contains {"message": "there is no StorageClass"} if {
	count(input.storageClasses) == 0
	not passed_on
}

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

unknown contains {"message": passed_on}

state contains "no-class" if count(input.storageClasses) == 0

state contains "several" if count(defaults) > 1

state contains "none" if {
	count(defaults) == 0
	count(input.storageClasses) > 0
}

summary contains sprintf("StorageClass %s (%s) is the default", [c.name, c.provisioner]) if {
	count(defaults) == 1
	some c in defaults
}

summary contains "no volume can be provisioned" if {
	count(input.storageClasses) == 0
	not passed_on
}

summary contains "whether a claim gets a volume cannot be told" if passed_on

summary contains text if {
	count(defaults) == 0
	count(input.storageClasses) > 0
	text := sprintf("a claim that names no class waits forever: none of %s is the default", [lib.counted(count(input.storageClasses), "class", "classes")])
}

summary contains sprintf("%d classes are the default%s", [count(defaults), effect]) if count(defaults) > 1

# effect is what becomes of a claim that names none, as far as the version tells.
default effect := ""

effect := "; the newest wins" if input.version.minor >= 26

effect := ": a claim that names none is refused" if {
	input.version.minor > 0
	not input.version.guess
	input.version.minor < 26
}

# passed_on says that claims get the default class of another cluster: https://www.vcluster.com/docs/vcluster/configure/vcluster-yaml/sync/to-host/storage/persistent-volume-claims
passed_on := "claims are passed on to the cluster that runs this vCluster, whose default class decides, and which cannot be seen from here" if {
	input.distribution.name == "vcluster"
	count(input.storageClasses) == 0
}
