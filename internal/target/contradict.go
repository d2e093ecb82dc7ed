package target

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// contradict takes the wholeness of kinds back of which objects are missing that others point at.
// The owners that had to be inferred are missing themselves.
func (c covered) contradict(objects, inferred map[schema.GroupResource][]*item) {
	deny := func(resource schema.GroupResource, why string) {
		if known := c[resource]; known != nil && known.whole {
			known.whole, known.why = false, why
		}
	}
	for resource, items := range inferred {
		deny(resource, "pods or ReplicaSets name "+items[0].gvk.Kind+" "+items[0].name+" as their owner, which is not there")
	}
	nodes := namesOf(objects[schema.GroupResource{Resource: "nodes"}])
	namespaces := namesOf(objects[schema.GroupResource{Resource: "namespaces"}])
	for _, it := range objects[schema.GroupResource{Resource: "pods"}] {
		if it.node != "" && !nodes[it.node] {
			deny(schema.GroupResource{Resource: "nodes"}, "pods run on node "+it.node+", which is not there")
		}
	}
	for _, items := range objects {
		for _, it := range items {
			if namespace := it.namespace; namespace != "" && !namespaces[namespace] {
				deny(schema.GroupResource{Resource: "namespaces"}, "objects lie in namespace "+namespace+", which is not there")
			}
		}
	}
	c.contradictPods(objects)
}

// contradictPods takes the wholeness of pods back where workloads have some that are not there. In
// the namespaces in which each workload has all of its own, all are there still.
func (c covered) contradictPods(objects map[schema.GroupResource][]*item) {
	pods := schema.GroupResource{Resource: "pods"}
	known := c[pods]
	if known == nil || !known.whole {
		return
	}
	have := map[string]int64{}
	held := map[string]bool{}
	for _, it := range objects[pods] {
		have[it.controller.kind+" "+it.namespace+"/"+it.controller.name]++
		held[it.namespace] = true
	}
	for _, resource := range []string{"daemonsets", "deployments", "statefulsets"} {
		for _, it := range objects[schema.GroupResource{Group: "apps", Resource: resource}] {
			workload := it.gvk.Kind + " " + it.namespace + "/" + it.name
			if have[workload] < it.ready {
				held[it.namespace] = false
			}
			if have[workload] == 0 && it.ready > 0 { // some can have come and gone while the list was made
				known.whole, known.why = false, workload+" has pods that are not there"
			}
		}
	}
	for namespace, all := range held {
		known.namespaces[namespace] = known.namespaces[namespace] || all && !known.whole
	}
}

// proveByPods adds what pods prove that are all there: a StatefulSet that none of them names has no
// pod, and runs nothing. One without pods shows by its headless Service, which then selects none.
func (c covered) proveByPods(objects, inferred map[schema.GroupResource][]*item) {
	statefulSets := schema.GroupResource{Group: "apps", Resource: "statefulsets"}
	for _, needed := range []schema.GroupResource{{Resource: "pods"}, {Resource: "services"}, {Group: "apps", Resource: "deployments"}, {Group: "apps", Resource: "daemonsets"}} {
		if !c.of(needed, "") {
			return
		}
	}
	var unpacked window
	pods := objects[schema.GroupResource{Resource: "pods"}]
	if len(pods) > 0 && len(inferred[statefulSets]) == 0 && !slices.ContainsFunc(objects[schema.GroupResource{Resource: "services"}], func(it *item) bool { return selectsNone(unpacked.whole(it), pods) }) {
		c.at(statefulSets).whole = true
	}
}

// selectsNone reports whether a Service is headless and none of the pods is behind it.
func selectsNone(service *unstructured.Unstructured, pods []*item) bool {
	ip, _, _ := unstructured.NestedString(service.Object, "spec", "clusterIP")
	selector, _, _ := unstructured.NestedStringMap(service.Object, "spec", "selector")
	if ip != "None" || len(selector) == 0 {
		return false
	}
	return !slices.ContainsFunc(pods, func(pod *item) bool {
		return pod.namespace == service.GetNamespace() && labels.SelectorFromSet(selector).Matches(labels.Set(pod.labels))
	})
}
