package kready.scaling["priority-class-there_test"]

import data.kready.mocks
import data.kready.scaling["priority-class-there"] as classes

land(class, objects, managed) := {
	"priorityClasses": [{"name": "shop", "value": 100, "default": false}], "distribution": {"managed": managed},
	"service": {"objects": objects, "pods": [mocks.service_pods("web", {"priorityClass": class, "priorityClassLine": 8})]},
}

test_there if count(classes.gap) == 0 with input as land("shop", [], false)

test_absent if {
	classes.gap == {mocks.on("Deployment", "web", 8, "service", "its PriorityClass late does not exist: its pods are refused")} with input as land("late", [], false)
}

test_brought if {
	class := object.union(mocks.service_object("scheduling.k8s.io", "v1", "PriorityClass", "late", {}), {"namespace": ""})
	count(classes.gap) == 0 with input as land("late", [class], false)
}

# Kubernetes makes its own; who manages a cluster may keep them to kube-system.
test_system if {
	count(classes.gap | classes.unknown) == 0 with input as land("system-cluster-critical", [], false)
	count(classes.unknown) == 1 with input as land("system-cluster-critical", [], true)
}

test_skip if count(classes.skip) == 1 with input as land("", [], false)
