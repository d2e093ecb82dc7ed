# METADATA
# title: The storage classes of the service's claims can make volumes as the claims ask for
# description: |
#   A claim of a volume that several nodes write to (`ReadWriteMany`) is never bound by a driver of disks, or is
#   bound and then keeps the second pod from starting. A claim of a raw device (`volumeMode: Block`) is not served by a driver of
#   file systems.
#
#   Kubernetes does not know what a driver can do. kready goes by the drivers' own documentation, and by the few
#   parameters of a class that matter: for a driver that it does not know, or one that can do both, the answer is
#   unknown. Claims of a volume that is there already are not judged, and neither is whether a raw device may be
#   written to by several nodes.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
# - ref: https://kubernetes-csi.github.io/docs/drivers.html
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Name a class whose driver can do it, or ask for `ReadWriteOnce` and run the pods that share the volume on one
#     node. These classes are there:
#
#         kubectl get storageclass
package kready.storage["access-modes"]

import data.kready.internal.claims
import data.kready.internal.landing
import data.kready.internal.shared_volumes
import data.kready.lib

many(c) if {
	"ReadWriteMany" in c.accessModes
	c.volumeMode != "Block"
}

device(c) if c.volumeMode == "Block"

asking := [c |
	some c in claims.of_service
	c.volume == ""
	asks(c)
]

asks(c) if many(c)

asks(c) if device(c)

said(c, class, what, driver) := sprintf("its claim %s asks for %s, and %s (storage class %s)", [c.claim, what, sprintf(driver, [class.provisioner]), class.name])

skip contains "no claim of the service asks for a volume that several nodes write to, or for a raw device" if count(asking) == 0

gap contains landing.finding(c, c.modesLine, "service", said(c, class, "ReadWriteMany", "%s makes volumes for one node at a time")) if {
	some c in asking
	many(c)
	class := claims.taken(c)
	shared_volumes.ability(class) == "no"
}

gap contains landing.finding(c, c.claimLine, "service", said(c, class, "a raw device", "%s makes file systems alone")) if {
	some c in asking
	device(c)
	class := claims.taken(c)
	shared_volumes.file_system(class)
}

unknown contains landing.finding(c, c.modesLine, "platform", said(c, class, "ReadWriteMany", "whether %s can make such volumes is not known")) if {
	some c in asking
	many(c)
	class := claims.taken(c)
	shared_volumes.ability(class) == ""
}

unknown contains landing.finding(c, c.claimLine, "platform", said(c, class, "a raw device", "whether %s can make one is not known")) if {
	some c in asking
	device(c)
	class := claims.taken(c)
	not shared_volumes.file_system(class)
	not shared_volumes.devices(class)
}

unknown contains landing.finding(c, c.claimLine, "service", sprintf("which storage class makes the volume of its claim %s is not known", [c.claim])) if {
	some c in asking
	not claims.taken(c)
}

summary.pass contains sprintf("%s for several nodes or of raw devices, of classes that make such volumes", [lib.counted(count(asking), "claim", "claims")])

summary.gap contains sprintf("%s not be served", [lib.counted(count(gap), "claim would", "claims would")])

summary.unknown contains "whether claims of the service can be served is not known"
