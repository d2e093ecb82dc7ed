# METADATA
# title: The storage class of each volume claim of the service is there, and its provisioner runs
# description: |
#   A claim of a StorageClass that does not exist stays Pending, and so does the pod that mounts it. So does
#   a claim of a class whose provisioner does not run, and one that names none in a cluster without a default
#   class, until one is made the default. A claim of the class `""` is bound to a volume that is there already,
#   and never to a new one: which volumes there are, kready does not read.
#
#   A StorageClass or a PersistentVolume that the service brings itself counts as there: of such a class the provisioner must
#   run, too, and such a volume must be of the class that the claim gets, which is the default one where it names none.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [version]
#   remedies:
#   - state: stopped
#     text: |
#       Have the platform bring the provisioner of the class back, or name a class whose provisioner runs:
#
#           kubectl get storageclass
#   - state: other-class
#     text: |
#       Give claim and volume the same `storageClassName`; `""` in both keeps the default class away.
#   - state: no-default
#     text: |
#       Name a class in `storageClassName`, or have the platform make one of these the default:
#
#           kubectl get storageclass
#   remediation: |
#     Name a class that is there, or have the platform install the driver that brings it. These are there:
#
#         kubectl get storageclass
package kready.storage["class-there"]

import data.kready.internal.claims
import data.kready.internal.landing
import data.kready.internal.provisioners
import data.kready.internal.storage
import data.kready.lib

skip contains "the service claims no volume" if count(claims.of_service) == 0

there(name) if {
	some c in input.storageClasses
	c.name == name
}

there(name) if landing.brought("storage.k8s.io", "StorageClass", "", name)

# volume_brought holds for a claim whose volume is among the manifests: its class need be no object.
volume_brought(c) if {
	c.volume != ""
	landing.brought("", "PersistentVolume", "", c.volume)
}

volumes_brought if {
	some o in input.service.objects
	o.kind == "PersistentVolume"
}

no_default(c) := sprintf("its claim %s names no storage class, and none is the default: %s", [c.claim, what_is])

what_is := sprintf("there %s %s", [lib.are(count(input.storageClasses)), listed])

gap contains landing.finding(c, c.classLine, closer, sprintf("the storage class %s of its claim %s does not exist: %s", [c.class, c.claim, what_is])) if {
	not volumes_brought
	some c in claims.of_service
	c.class != ""
	not there(c.class)
	c.volume == ""
}

gap contains object.union(landing.finding(c, c.classLine, closer, no_default(c)), {"state": "no-default"}) if {
	count(claims.defaults) == 0
	not claims.brings_default
	some c in claims.of_service
	not c.classSet
}

gap contains object.union(landing.finding(c, c.classLine, "platform", message), {"state": "stopped"}) if {
	some c in claims.of_service
	class := claims.taken(c)
	not storage.built_in(class.provisioner)
	not storage.may_be_built_in(class.provisioner)
	message := sprintf("storage class %s: %s (claim %s)", [class.name, fault(storage.driver(class.provisioner)), c.claim])
}

gap contains object.union(landing.finding(c, c.classLine, "platform", message), {"state": "stopped"}) if {
	some c in claims.of_service
	provisioner := brought_provisioner(c)
	message := sprintf("storage class %s, which the service brings: %s (claim %s)", [c.class, fault(storage.driver(provisioner)), c.claim])
}

gap contains object.union(landing.finding(c, c.classLine, "service", message), {"state": "other-class"}) if {
	some c in claims.of_service
	c.volume != ""
	v := landing.object_named("", "PersistentVolume", "", c.volume)
	count(landing.values(v, "spec.claimRef.name")) == 0
	not "volume.beta.kubernetes.io/storage-class" in object.keys(v.annotations)
	gets := class_of(c)
	gets != landing.value(v, "spec.storageClassName")
	message := sprintf("its claim %s is of storage class %s%s, and the volume %s that it asks for is of %s: they are never bound", [
		c.claim, named(gets), by_default(c), c.volume, named(landing.value(v, "spec.storageClassName")),
	])
}

# brought_provisioner(c) is the provisioner of the class of a claim, where the service brings the class and nothing that could be
# a provisioner.
brought_provisioner(c) := provisioner if {
	provisioner := brought_name(c)
	not storage.built_in(provisioner)
	not storage.may_be_built_in(provisioner)
}

brought_name(c) := provisioner if {
	count(landing.objects_of("storage.k8s.io", "CSIDriver")) == 0
	count(landing.objects_of("rbac.authorization.k8s.io", "ClusterRoleBinding")) == 0 # a provisioner needs one
	c.volume == ""
	c.class != ""
	o := landing.object_named("storage.k8s.io", "StorageClass", "", c.class)
	provisioner := landing.value(o, "provisioner")
	not provisioner in {"", "kubernetes.io/no-provisioner"}
}

unknown contains landing.finding(c, c.classLine, "platform", message) if {
	some c in claims.of_service
	provisioner := brought_provisioner(c)
	provisioners.nobodys(storage.driver(provisioner))
	message := sprintf("the provisioner %s of the storage class %s, which the service brings, is not known to kready: whether it runs cannot be seen", [provisioner, c.class])
}

unknown contains landing.finding(c, c.classLine, "platform", message) if {
	some c in claims.of_service
	provisioner := brought_name(c)
	provisioners.untold({"provisioner": provisioner})
	message := sprintf("whether Kubernetes itself serves %s, the provisioner of the storage class %s, which the service brings, depends on its version, which is not known", [provisioner, c.class])
}

unknown contains landing.finding(c, c.classLine, "platform", message) if {
	some c in claims.of_service
	class := claims.taken(c)
	provisioners.untold(class)
	message := sprintf("whether Kubernetes itself serves %s, the provisioner of its storage class %s, depends on its version, which is not known", [class.provisioner, class.name])
}

unknown contains landing.finding(c, c.classLine, "platform", message) if {
	some c in claims.of_service
	class := claims.taken(c)
	class.provisioner != "kubernetes.io/no-provisioner"
	provisioners.nobodys(storage.driver(class.provisioner))
	message := sprintf("the provisioner %s of its storage class %s is not known to kready: whether it runs cannot be seen", [class.provisioner, class.name])
}

unknown contains landing.finding(c, c.classLine, "service", sprintf("its claim %s asks for a volume that is there already: which there are is not read", [c.claim])) if {
	not volumes_brought
	some c in claims.of_service
	static(c)
	not volume_brought(c)
}

# class_of(c) is the class that a claim of a volume that it names gets.
class_of(c) := c.class if c.classSet

class_of(c) := claims.defaults[0] if {
	not c.classSet
	not claims.brings_default
	count(claims.defaults) == 1
}

by_default(c) := "" if c.classSet

by_default(c) := ", the default" if not c.classSet

named("") := "none"

named(class) := class if class != ""

state contains "other-class" if {
	some f in gap
	object.get(f, "state", "") == "other-class"
}

state contains "stopped" if {
	some f in gap
	object.get(f, "state", "") == "stopped"
}

state contains "no-default" if {
	some f in gap
	object.get(f, "state", "") == "no-default"
}

fault(driver) := provisioners.why_absent(driver)

fault(driver) := sprintf("its provisioner does not run: %s", [concat("; ", messages)]) if {
	messages := {f.message | some f in provisioners.stopped(driver)}
	count(messages) > 0
}

# static holds for a claim that no class makes a volume for.
static(c) if {
	c.classSet
	c.class == ""
}

static(c) if {
	c.volume != ""
	c.class != ""
	not there(c.class)
}

# closer is who can close the gap: where there is no class at all, the platform.
default closer := "service"

closer := "platform" if count(input.storageClasses) == 0

listed := "none" if count(input.storageClasses) == 0

else := lib.shortened(sort([c.name | some c in input.storageClasses]))

summary.pass contains sprintf("%s, of classes whose provisioners run", [lib.counted(count(claims.of_service), "claim", "claims")])

summary.gap contains sprintf("%s pending", [lib.counted(count(gap), "claim would stay", "claims would stay")])
