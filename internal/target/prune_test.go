package target

import (
	"bytes"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
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

// TestPrunedStatus: of a pod that a controller made, what is read of how it does stays.
func TestPrunedStatus(t *testing.T) {
	yes := true
	pod := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "shop", Name: "a", UID: "u", ResourceVersion: "1", GenerateName: "a-", Finalizers: []string{"x"},
			Labels: map[string]string{"app": "a", "pod-template-hash": "h"}, Annotations: map[string]string{"a": "b"},
			OwnerReferences: []metav1.OwnerReference{{Kind: "ReplicaSet", Name: "a-h", Controller: &yes}},
		},
		Status: corev1.PodStatus{
			Phase: corev1.PodRunning, PodIP: "10.0.0.1", QOSClass: corev1.PodQOSBurstable, Conditions: []corev1.PodCondition{{Type: "Ready", Status: "False", Reason: "r"}},
			ContainerStatuses:     []corev1.ContainerStatus{{Name: "m", Image: "i", ImageID: "i@sha256:0", ContainerID: "c", RestartCount: 3, Ready: true, State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "w"}}}},
			InitContainerStatuses: []corev1.ContainerStatus{{Name: "n", LastTerminationState: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 1}}}},
		},
	}
	var got corev1.Pod
	through(t, Query{Resource: "pods", OwnersSpec: true}, &pod, &got)
	want := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "a", Labels: map[string]string{"pod-template-hash": "h"}, OwnerReferences: pod.OwnerReferences},
		Status:     corev1.PodStatus{Phase: pod.Status.Phase, Conditions: pod.Status.Conditions, ContainerStatuses: pod.DeepCopy().Status.ContainerStatuses, InitContainerStatuses: pod.Status.InitContainerStatuses},
	}
	want.Status.ContainerStatuses[0].ImageID, want.Status.ContainerStatuses[0].ContainerID = "", ""
	if !equality.Semantic.DeepEqual(want, got) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// TestPrunedControllers: of what makes pods, how these are probed, stopped and replaced is left out, and the rest stays.
func TestPrunedControllers(t *testing.T) {
	n, probe, always := int32(3), &corev1.Probe{PeriodSeconds: 5}, corev1.ContainerRestartPolicyAlways
	container := corev1.Container{
		Name: "m", Image: "i", Command: []string{"c"}, Args: []string{"-a"}, WorkingDir: "/", Ports: []corev1.ContainerPort{{HostPort: 80}},
		EnvFrom: []corev1.EnvFromSource{{Prefix: "p"}}, Env: []corev1.EnvVar{{Name: "e", Value: "v"}}, RestartPolicy: &always,
		Resources:    corev1.ResourceRequirements{Requests: corev1.ResourceList{"cpu": resource.MustParse("1")}, Limits: corev1.ResourceList{"cpu": resource.MustParse("2")}},
		VolumeMounts: []corev1.VolumeMount{{Name: "v", MountPath: "/v"}}, SecurityContext: &corev1.SecurityContext{Privileged: new(true)},
	}
	probed := *container.DeepCopy()
	probed.LivenessProbe, probed.ReadinessProbe, probed.StartupProbe, probed.Lifecycle = probe, probe, probe, &corev1.Lifecycle{}
	probed.ImagePullPolicy, probed.TerminationMessagePath, probed.TerminationMessagePolicy = "Always", "/dev/x", "File"
	template := func(c corev1.Container) corev1.PodTemplateSpec {
		return corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "a"}},
			Spec:       corev1.PodSpec{Containers: []corev1.Container{c}, InitContainers: []corev1.Container{c}, NodeSelector: map[string]string{"a": "b"}, Volumes: []corev1.Volume{{Name: "v"}}},
		}
	}
	about, selector := metav1.ObjectMeta{Name: "a", UID: "u"}, &metav1.LabelSelector{MatchLabels: map[string]string{"app": "a"}}
	deployment := func(c corev1.Container) appsv1.Deployment {
		return appsv1.Deployment{ObjectMeta: about, Spec: appsv1.DeploymentSpec{Replicas: &n, Selector: selector, Template: template(c), RevisionHistoryLimit: &n}, Status: appsv1.DeploymentStatus{ReadyReplicas: 2}}
	}
	stateful := func(c corev1.Container) appsv1.StatefulSet {
		return appsv1.StatefulSet{ObjectMeta: about, Spec: appsv1.StatefulSetSpec{Replicas: &n, Selector: selector, Template: template(c), RevisionHistoryLimit: &n}, Status: appsv1.StatefulSetStatus{ReadyReplicas: 2}}
	}
	daemon := func(c corev1.Container) appsv1.DaemonSet {
		return appsv1.DaemonSet{ObjectMeta: about, Spec: appsv1.DaemonSetSpec{Selector: selector, Template: template(c), RevisionHistoryLimit: &n}, Status: appsv1.DaemonSetStatus{NumberReady: 2}}
	}
	var d appsv1.Deployment
	from := deployment(probed)
	from.Spec.Strategy = appsv1.DeploymentStrategy{Type: "Recreate"}
	through(t, Query{Group: "apps", Resource: "deployments"}, &from, &d)
	if want := deployment(container); !equality.Semantic.DeepEqual(want, d) {
		t.Errorf("%+v\nwant %+v", d, want)
	}
	var s appsv1.StatefulSet
	set := stateful(probed)
	set.Spec.VolumeClaimTemplates, set.Spec.UpdateStrategy = []corev1.PersistentVolumeClaim{{}}, appsv1.StatefulSetUpdateStrategy{Type: "OnDelete"}
	through(t, Query{Group: "apps", Resource: "statefulsets"}, &set, &s)
	if want := stateful(container); !equality.Semantic.DeepEqual(want, s) {
		t.Errorf("%+v\nwant %+v", s, want)
	}
	var ds appsv1.DaemonSet
	agent := daemon(probed)
	agent.Spec.UpdateStrategy = appsv1.DaemonSetUpdateStrategy{Type: "OnDelete"}
	through(t, Query{Group: "apps", Resource: "daemonsets"}, &agent, &ds)
	if want := daemon(container); !equality.Semantic.DeepEqual(want, ds) {
		t.Errorf("%+v\nwant %+v", ds, want)
	}
}

// TestReusedObject: where objects are used again, one is enough for a list, and nothing of an earlier one is left in it.
func TestReusedObject(t *testing.T) {
	full, err := (&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a", Labels: map[string]string{"a": "b"}}, Spec: corev1.PodSpec{NodeName: "n"}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	bare, err := (&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "b"}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, reused := range []bool{true, false} {
		r := &listReader{q: Query{Version: "v1", Resource: "pods", Reused: reused}}
		first, err := r.protobufObject(full)
		if err != nil {
			t.Fatal(err)
		}
		labels := first.(*corev1.Pod).Labels
		second, err := r.protobufObject(bare)
		if err != nil {
			t.Fatal(err)
		}
		if got := second.(*corev1.Pod); got.Name != "b" || got.Spec.NodeName != "" || len(got.Labels) > 0 || labels["a"] != "b" {
			t.Errorf("%+v, and the labels of the one before are %v", got, labels)
		}
		if (first == second) != reused {
			t.Errorf("it is the same object: %t, want %t", first == second, reused)
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
		for _, q := range []Query{{Resource: "pods", OwnersSpec: true}, {Resource: "nodes"}, {Resource: "services"}, {Resource: "persistentvolumeclaims", Distilled: true}} {
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
