package target

import corev1 "k8s.io/api/core/v1"

// The fields that facts are made of, of kinds of which a cluster has as many as applications or nodes.
// https://github.com/kubernetes/api: generated.proto in the folder of each group.
const (
	metaName, metaNamespace, metaCreated, metaDeleted = 1, 3, 8, 9

	ingressClassName, ingressTLS, ingressRules, ruleHost           = 4, 2, 3, 1
	budgetDisruptedPods                                            = 2
	claimVolume, claimClass, claimPhase                            = 3, 5, 1
	scalerMetrics, scalerBehavior, scalerLastTime, scalerMetricsAt = 4, 5, 2, 5
	metricOfResource, metricOfContainer, metricOfPods              = 4, 7, 3
	metricOfObject, metricOutside, metricName, objectMetricName    = 2, 5, 1, 3
	bindingSubjects, bindingRole, subjectGroup, roleGroup          = 2, 3, 2, 1
	csiDrivers, driverName                                         = 1, 1
	leaseSeconds, leaseRenewed                                     = 2, 4
)

// distilled says of which fields the facts of a kind are made; nil where all may be read.
func distilled(q Query) *pruned {
	fields := func(numbers ...uint64) *pruned { return &pruned{only: numbers} }
	about := func(more ...uint64) *pruned {
		meta := fields(append(more, metaName, metaNamespace, metaCreated, metaDeleted)...)
		meta.entry = map[uint64]func([]byte) bool{metaAnnotations: lastApplied}
		return meta
	}
	switch q.String() {
	case "networkpolicies.networking.k8s.io":
		return &pruned{within: map[uint64]*pruned{objectMeta: about()}}
	case "ingresses.networking.k8s.io":
		spec := fields(ingressClassName, ingressTLS, ingressRules)
		spec.within = map[uint64]*pruned{ingressRules: fields(ruleHost)}
		return &pruned{within: map[uint64]*pruned{objectMeta: about(metaAnnotations), objectSpec: spec}}
	case "poddisruptionbudgets.policy":
		return &pruned{within: map[uint64]*pruned{objectMeta: about(metaOwners), objectStatus: {without: []uint64{budgetDisruptedPods}}}}
	case "persistentvolumeclaims":
		return &pruned{within: map[uint64]*pruned{
			objectMeta: about(metaAnnotations), objectSpec: fields(claimVolume, claimClass), objectStatus: fields(claimPhase),
		}}
	case "horizontalpodautoscalers.autoscaling": // in v2
		name := fields(metricName)
		metrics := &pruned{within: map[uint64]*pruned{
			metricOfResource: name, metricOfContainer: name, metricOfPods: name, metricOutside: name, metricOfObject: fields(objectMetricName),
		}}
		return &pruned{within: map[uint64]*pruned{
			objectMeta: about(), objectSpec: {without: []uint64{scalerBehavior}, within: map[uint64]*pruned{scalerMetrics: metrics}},
			objectStatus: {without: []uint64{scalerLastTime, scalerMetricsAt}},
		}}
	case "rolebindings.rbac.authorization.k8s.io":
		return &pruned{within: map[uint64]*pruned{
			objectMeta: about(), bindingSubjects: {without: []uint64{subjectGroup}}, bindingRole: {without: []uint64{roleGroup}},
		}}
	case "csinodes.storage.k8s.io":
		return &pruned{within: map[uint64]*pruned{objectMeta: about(), objectSpec: {within: map[uint64]*pruned{csiDrivers: fields(driverName)}}}}
	case "leases.coordination.k8s.io":
		return &pruned{within: map[uint64]*pruned{objectMeta: about(), objectSpec: fields(leaseSeconds, leaseRenewed)}}
	}
	return nil
}

// lastApplied reports whether an annotation is the one that `kubectl apply` leaves.
func lastApplied(key []byte) bool { return string(key) == corev1.LastAppliedConfigAnnotation }
