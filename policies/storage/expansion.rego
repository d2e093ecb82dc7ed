# METADATA
# title: Volumes of the default StorageClass can grow
# description: |
#   A database that fills its disk stops. Where the class allows expansion, one edit of the
#   claim gives it more; where it does not, its data has to be copied to a new volume while it
#   is down.
#
#   The default class must have `allowVolumeExpansion: true`. Whether the driver keeps that
#   promise is not tried. Classes that no CSI driver serves, such as those of node-local
#   provisioners, are left out: their volumes cannot grow.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
# custom:
#   level: configured
#   tier: should
#   requires: [storage/default-class]
#   since: 0.1.0
#   remediation: |
#     When the driver's documentation says that it can:
#
#         kubectl patch storageclass NAME -p '{"allowVolumeExpansion": true}'
#
#     Volumes that exist can grow then as well. Set it in the chart that owns the class.
package kready.storage.expansion

import data.kready.internal.storage
import data.kready.lib

judged := [c |
	some c in input.storageClasses
	c.default
	some d in input.csiDrivers
	d.name == storage.driver(c.provisioner)
]

gap contains lib.finding("StorageClass", "", c.name, sprintf("volumes of %s cannot be made larger", [c.provisioner])) if {
	some c in judged
	not c.allowExpansion
}

skip contains "no CSI driver serves the default class" if count(judged) == 0

summary.gap contains "volumes of the default class cannot grow"

summary.pass contains sprintf("StorageClass %s allows expansion", [c.name]) if some c in judged
