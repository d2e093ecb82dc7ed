package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
)

// TestAllowedTopologies: where a class makes volumes is told, also where that is everywhere.
func TestAllowedTopologies(t *testing.T) {
	class := &storagev1.StorageClass{}
	if got := distilStorageClass(class); got.Topologies != "all" || got.AllowedTopologies != nil {
		t.Errorf("got %+v", got)
	}
	class.AllowedTopologies = []corev1.TopologySelectorTerm{{MatchLabelExpressions: []corev1.TopologySelectorLabelRequirement{{Key: "zone", Values: []string{"a", "b"}}}}}
	got := distilStorageClass(class)
	if got.Topologies != "some" || len(got.AllowedTopologies) != 1 || got.AllowedTopologies[0].Labels[0].Key != "zone" || got.AllowedTopologies[0].Labels[0].Operator != "In" {
		t.Errorf("got %+v", got)
	}
}
