package kready.cluster["runtime-class-there_test"]

import data.kready.cluster["runtime-class-there"] as classes
import data.kready.mocks

land(nodes) := {
	"runtimeClasses": [{"name": "gvisor", "handler": "runsc", "nodeSelector": {"sandbox": "yes"}}], "nodes": nodes,
	"service": {"pods": [mocks.service_pods("web", {"runtimeClass": "gvisor", "runtimeClassLine": 8})]},
}

node(name, labels, handlers) := mocks.node(name, {"labels": labels, "runtimeHandlers": handlers})

default_handler := [{"name": "", "userNamespaces": true}]

test_there if {
	judged := land([node("a", {"sandbox": "yes"}, [{"name": "runsc"}]), node("b", {}, default_handler)])
	count(classes.gap | classes.unknown) == 0 with input as judged
}

# The handler of a node that the class does not select does not help.
test_elsewhere if {
	want := object.union(mocks.on("Deployment", "web", 8, "platform", "its RuntimeClass gvisor needs the handler runsc, which none of 1 node that it selects has"), {"state": "handler"})
	classes.gap == {want} with input as land([node("a", {"sandbox": "yes"}, default_handler), node("b", {}, [{"name": "runsc"}])])
}

test_no_node if {
	count(classes.gap) == 1 with input as land([node("a", {}, default_handler)])
}

# A DaemonSet without a node makes no pods.
test_no_node_of_daemonset if {
	judged := land([node("a", {}, default_handler)])
	count(classes.gap) == 0 with input as json.patch(judged, [{"op": "replace", "path": "/service/pods/0/kind", "value": "DaemonSet"}])
}

# Kubelets before 1.30, and snapshots of older versions of kready, do not say.
test_untold if {
	judged := land([node("a", {"sandbox": "yes"}, [])])
	count(classes.gap) == 0 with input as judged
	count(classes.unknown) == 1 with input as judged
}

# The scheduler places pods without regard to handlers.
test_partly if {
	with_handler := node("a", {"sandbox": "yes"}, [{"name": "runsc"}])
	without := object.union(node("b", {"sandbox": "yes"}, default_handler), {"takesPods": true})
	count(classes.unknown) == 1 with input as land([with_handler, without])
	count(classes.unknown) == 0 with input as land([with_handler, object.union(without, {"takesPods": false})])
}
