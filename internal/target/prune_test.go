package target

import (
	"bytes"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestPrunedNode: of a node, what is not read is left out, and the rest stays.
func TestPrunedNode(t *testing.T) {
	node := corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: "a", Labels: map[string]string{"zone": "x"},
			Annotations:   map[string]string{"k3s.io/node-args": "[]", corev1.LastAppliedConfigAnnotation: "{}"},
			ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "kubelet", Operation: metav1.ManagedFieldsOperationUpdate}},
		},
		Spec: corev1.NodeSpec{Taints: []corev1.Taint{{Key: "gpu", Effect: corev1.TaintEffectNoSchedule}}},
		Status: corev1.NodeStatus{
			Capacity: corev1.ResourceList{"cpu": resource.MustParse("4")}, Allocatable: corev1.ResourceList{"cpu": resource.MustParse("3")},
			Images: []corev1.ContainerImage{{Names: []string{"pause"}}}, NodeInfo: corev1.NodeSystemInfo{KubeletVersion: "v1.37.2"},
			VolumesAttached: []corev1.AttachedVolume{{Name: "v"}}, VolumesInUse: []corev1.UniqueVolumeName{"v"},
		},
	}
	var got corev1.Node
	through(t, Query{Resource: "nodes"}, &node, &got)
	want := node.DeepCopy()
	want.ManagedFields = nil
	delete(want.Annotations, corev1.LastAppliedConfigAnnotation)
	want.Status.Capacity, want.Status.Images, want.Status.VolumesAttached, want.Status.VolumesInUse = nil, nil, nil, nil
	if !equality.Semantic.DeepEqual(*want, got) {
		t.Errorf("%+v, want %+v", got, *want)
	}
}

// TestPrunedPods: the spec of a pod is left out where its controller has it.
func TestPrunedPods(t *testing.T) {
	yes := true
	for name, c := range map[string]struct {
		annotations map[string]string
		owners      []metav1.OwnerReference
		spec        bool
	}{
		"of a DaemonSet":           {owners: []metav1.OwnerReference{{Kind: "DaemonSet", Name: "a", Controller: &yes}}},
		"of nobody":                {spec: true},
		"owned and not controlled": {owners: []metav1.OwnerReference{{Kind: "Thing", Name: "a"}}, spec: true},
		"static": {
			annotations: map[string]string{corev1.MirrorPodAnnotationKey: "x"},
			owners:      []metav1.OwnerReference{{Kind: "Node", Name: "n", Controller: &yes}}, spec: true,
		},
		"of a node": {owners: []metav1.OwnerReference{{Kind: "Node", Name: "n", Controller: &yes}}, spec: true},
	} {
		pod := corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Name: "a", Annotations: c.annotations, OwnerReferences: c.owners},
			Spec:       corev1.PodSpec{NodeName: "n", Containers: []corev1.Container{{Name: "main", Image: "app"}}},
			Status:     corev1.PodStatus{Phase: corev1.PodRunning},
		}
		for _, asked := range []bool{true, false} {
			var got corev1.Pod
			through(t, Query{Resource: "pods", OwnersSpec: asked}, &pod, &got)
			if has := got.Spec.Containers[0].Image != ""; has != (c.spec || !asked) {
				t.Errorf("%s: its image is there: %t", name, has)
			}
			if got.Spec.Containers[0].Name != "main" || got.Spec.NodeName != "n" || got.Status.Phase != corev1.PodRunning || len(got.OwnerReferences) != len(c.owners) {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
}

// through encodes an object, prunes that and decodes it.
func through(t *testing.T, q Query, from interface{ Marshal() ([]byte, error) }, into message) {
	t.Helper()
	data, err := from.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if err := into.Unmarshal(newPruner(q).object(data)); err != nil {
		t.Fatal(err)
	}
}

// FuzzPrune: what an API server sends may be anything.
func FuzzPrune(f *testing.F) {
	data, _ := (&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a", OwnerReferences: []metav1.OwnerReference{{Kind: "Job"}}}}).Marshal()
	f.Add(data)
	f.Add([]byte{0x0a, 0x80, 0x80})
	f.Fuzz(func(t *testing.T, data []byte) {
		was := bytes.Clone(data)
		for _, q := range []Query{{Resource: "pods", OwnersSpec: true}, {Resource: "nodes"}, {Resource: "services"}} {
			if out := newPruner(q).object(bytes.Clone(data)); len(out) > len(was) {
				t.Errorf("%d bytes became %d", len(was), len(out))
			}
		}
	})
}

// TestPruningAllocates: leaving fields out is to cost less than decoding them.
func TestPruningAllocates(t *testing.T) {
	data, err := (&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a", Labels: map[string]string{"a": "b"}}, Spec: corev1.PodSpec{NodeName: "n"}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	p := newPruner(Query{Resource: "pods", OwnersSpec: true})
	if n := testing.AllocsPerRun(100, func() { p.object(data) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}
