# METADATA
# title: What VerticalPodAutoscalers set, and which HorizontalPodAutoscalers scale by it
package kready.internal.vertical

import data.kready.internal.products

kind := "verticalpodautoscalers.autoscaling.k8s.io"

mode := "spec.updatePolicy.updateMode"

containers := "spec.resourcePolicy.containerPolicies[].mode"

controlled := "spec.resourcePolicy.containerPolicies[].controlledResources"

active := [v | some v in products.objects(kind); products.value(v, mode) != "Off"]

# sets(vpa, resource) holds where it sets requests of a resource, in at least one container.
sets(vpa, resource) if {
	not "Off" in products.values(vpa, containers)
	named := {r | some r in products.values(vpa, controlled); r != ""}
	resource in wanted(named)
}

wanted(named) := named if count(named) > 0

wanted(named) := {"cpu", "memory"} if count(named) == 0

# rivals(vpa) are the HorizontalPodAutoscalers of the same workload.
rivals(vpa) := [{"namespace": vpa.namespace, "name": name, "targetKind": target_kind, "targetName": target, "metrics": k.metrics} |
	target_kind := products.value(vpa, "spec.targetRef.kind")
	target := products.value(vpa, "spec.targetRef.name")
	some k in input.autoscalerSums.kinds
	some name in k.targets[concat("/", [vpa.namespace, target_kind, target])]
]

shared(vpa, hpa) := {resource |
	some resource in {"cpu", "memory"}
	sets(vpa, resource)
	some type in {"Resource", "ContainerResource"}
	sprintf("%s/%s", [type, resource]) in hpa.metrics
}
