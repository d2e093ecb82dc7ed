# METADATA
# title: KEDA can serve every ScaledObject
# description: |
#   A ScaledObject that is not ready has no autoscaler behind it: its workload stays at the size that it has, often none,
#   while the queue grows.
#
#   Where KEDA runs, each ScaledObject that is older than ten minutes (`pendingMinutes`) must not say Ready=False, which it does
#   when a trigger or its credentials are wrong or its workload is gone, and KEDA must have said something of it. Paused
#   ones are named and no gap, and ScaledJobs are left out. Whether KEDA's own pods run is asked by cluster/system-workloads, and whether its
#   metrics API answers by cluster/apiservices-available.
# related_resources:
# - ref: https://keda.sh/docs/latest/troubleshooting/
# - ref: https://github.com/kedacore/keda/blob/main/apis/keda/v1alpha1/condition_types.go
# custom:
#   level: healthy
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     The condition and the events say which trigger is wrong; most often it is the address or the TriggerAuthentication:
#
#         kubectl -n NAMESPACE describe scaledobject NAME
package kready.scaling.keda

import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

kind := "scaledobjects.keda.sh"

operators contains impl if {
	some impl in lib.running("scaling/events")
	impl.name == "keda"
}

here if {
	count(operators) > 0
	not manifests.not_applied
}

objects := [o |
	some o in products.objects(kind)
	not paused(o)
]

paused(o) if products.condition(o, "Paused").status == "True"

settled(o) if lib.older(o.createdAt, input.thresholds.pendingMinutes)

refused(o) := c if {
	c := products.condition(o, "Ready")
	c.status == "False"
}

gap contains lib.finding("ScaledObject", o.namespace, o.name, conditions.text(c)) if {
	here
	some o in objects
	settled(o)
	c := refused(o)
}

gap contains lib.finding("ScaledObject", o.namespace, o.name, "KEDA has said nothing about it") if {
	here
	some o in objects
	settled(o)
	count(o.conditions) == 0
}

unknown contains {"message": text} if {
	here
	some text in products.unread({kind})
}

skip contains "KEDA does not run here" if count(operators) == 0

skip contains "the manifests are not applied: KEDA has seen none of them" if {
	count(operators) > 0
	not here
}

skip contains "there is no ScaledObject that is not paused" if {
	here
	products.read(kind)
	count(objects) == 0
}

summary.pass contains sprintf("KEDA refuses none of %s%s", [lib.counted(count(objects), "ScaledObject", "ScaledObjects"), aside])

paused_ones := [sprintf("%s/%s", [o.namespace, o.name]) | some o in products.objects(kind); paused(o)]

aside := "" if count(paused_ones) == 0

aside := sprintf("; paused, so that nothing scales their workloads: %s", [lib.shortened(sort(paused_ones))]) if count(paused_ones) > 0

summary.gap contains "KEDA does not serve all ScaledObjects"

summary.unknown contains "what KEDA says of ScaledObjects is not known"
