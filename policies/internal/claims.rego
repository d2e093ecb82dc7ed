# METADATA
# title: Which storage class makes the volume of a claim of the service
package kready.internal.claims

import data.kready.internal.landing

of_service := input.service.claims

defaults := [c.name | some c in input.storageClasses; c["default"]]

brings_default if {
	some o in input.service.objects
	o.kind == "StorageClass"
	o.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
}

# taken(c) is the class in the cluster that makes the volume of a claim. Of several default classes the
# newest is taken, which the facts do not tell. It is not defined for a claim of a volume that is there already.
taken(c) := class if {
	c.volume == ""
	c.class != ""
	not landing.brought("storage.k8s.io", "StorageClass", "", c.class)
	some class in input.storageClasses
	class.name == c.class
}

taken(c) := class if {
	not c.classSet
	count(defaults) == 1
	not brings_default
	some class in input.storageClasses
	class["default"]
}
