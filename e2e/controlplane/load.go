package controlplane

import (
	"fmt"
	"iter"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// load makes the objects of a large cluster one by one, to be stored in etcd.
type load struct {
	size  Size
	yield func(string, runtime.Object) bool
	ended bool
}

// objects are those that a part of the load makes.
func (s Size) objects(part func(*load)) iter.Seq2[string, runtime.Object] {
	return func(yield func(string, runtime.Object) bool) {
		part(&load{size: s, yield: yield})
	}
}

// add adds an object of a kind that is stored below a folder, under its namespace and name.
func (l *load) add(folder string, object interface {
	runtime.Object
	metav1.Object
},
) {
	path := folder + "/" + object.GetName()
	if object.GetNamespace() != "" {
		path = folder + "/" + object.GetNamespace() + "/" + object.GetName()
	}
	l.ended = l.ended || !l.yield(path, object)
}

// Base are nodes with kube-proxy, and applications: Deployments with their ReplicaSets and pods, fifty of them
// in a namespace.
func (s Size) Base() iter.Seq2[string, runtime.Object] {
	return s.objects(func(l *load) {
		for i := range s.Nodes {
			l.add("minions", largeNode(i))
		}
		l.daemonSet("kube-system", "kube-proxy", "registry.k8s.io/kube-proxy:v1.37.2")
		l.deployment("kube-system", "coredns", "registry.k8s.io/coredns/coredns:v1.14.6", 2)
		for i := 0; i < s.Deployments && !l.ended; i++ {
			if i%50 == 0 {
				l.namespace(team(i))
			}
			pods := s.Pods / s.Deployments
			if i < s.Pods%s.Deployments {
				pods++
			}
			l.deployment(team(i), fmt.Sprintf("application-%05d", i), fmt.Sprintf("registry.example.com/team-%d/application:v%d", i/50, i%9), pods)
		}
	})
}

// team is the namespace of an application.
func team(i int) string { return fmt.Sprintf("team-%03d", i/50) }

func (l *load) namespace(name string) {
	l.add("namespaces", &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelMetadataName: name}},
		Spec:       corev1.NamespaceSpec{Finalizers: []corev1.FinalizerName{corev1.FinalizerKubernetes}},
		Status:     corev1.NamespaceStatus{Phase: corev1.NamespaceActive},
	})
}

func largeNode(i int) *corev1.Node {
	name := nodeName(i)
	capacity := corev1.ResourceList{"cpu": resource.MustParse("32"), "memory": resource.MustParse("128Gi"), "pods": resource.MustParse("110")}
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
			corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64", corev1.LabelHostname: name,
			corev1.LabelTopologyZone: fmt.Sprintf("zone-%d", i%3), corev1.LabelTopologyRegion: "region",
		}},
		Spec: corev1.NodeSpec{ProviderID: "kind://docker/load/" + name, PodCIDR: fmt.Sprintf("10.%d.%d.0/24", 64+i/256, i%256)},
		Status: corev1.NodeStatus{
			Capacity: capacity, Allocatable: capacity,
			NodeInfo: corev1.NodeSystemInfo{
				KubeletVersion: "v1.37.2", ContainerRuntimeVersion: "containerd://2.4.2", OperatingSystem: "linux", Architecture: "amd64",
				KernelVersion: "6.12.0", OSImage: "An operating system 1.0",
			},
		},
	}
	for _, kind := range []corev1.NodeConditionType{corev1.NodeMemoryPressure, corev1.NodeDiskPressure, corev1.NodePIDPressure, corev1.NodeReady} {
		status := corev1.ConditionFalse
		if kind == corev1.NodeReady {
			status = corev1.ConditionTrue
		}
		node.Status.Conditions = append(node.Status.Conditions, corev1.NodeCondition{Type: kind, Status: status, Reason: "Kubelet", LastHeartbeatTime: metav1.Now(), LastTransitionTime: metav1.Now()})
	}
	for n := range 40 { // a kubelet lists as many as fifty
		node.Status.Images = append(node.Status.Images, corev1.ContainerImage{
			Names: []string{fmt.Sprintf("registry.example.com/team-%d/application:v%d", (i+7*n)%300, n%9)}, SizeBytes: 50 << 20,
		})
	}
	return node
}

// daemonSet makes a DaemonSet and its pods.
func (l *load) daemonSet(namespace, name, image string) {
	n := int32(l.size.Nodes)
	pods := template(name, image)
	pods.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
	pods.Spec.Volumes = append(pods.Spec.Volumes, settings(name)...)
	set := &appsv1.DaemonSet{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, UID: types.UID("set-" + name)},
		Spec:       appsv1.DaemonSetSpec{Selector: selector(name), Template: pods},
		Status:     appsv1.DaemonSetStatus{DesiredNumberScheduled: n, CurrentNumberScheduled: n, NumberReady: n, NumberAvailable: n, UpdatedNumberScheduled: n, ObservedGeneration: 1},
	}
	l.add("daemonsets", set)
	owner := metav1.NewControllerRef(set, appsv1.SchemeGroupVersion.WithKind("DaemonSet"))
	for i := 0; i < l.size.Nodes && !l.ended; i++ {
		l.pod(namespace, fmt.Sprintf("%s-%04d", name, i), i, pods, owner)
	}
}

// deployment makes a Deployment that is rolled out, its ReplicaSet and its pods.
func (l *load) deployment(namespace, name, image string, pods int) {
	n := int32(pods)
	d := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, UID: types.UID("deployment-" + name)},
		Spec:       appsv1.DeploymentSpec{Replicas: &n, Selector: selector(name), Template: template(name, image)},
		Status: appsv1.DeploymentStatus{
			ObservedGeneration: 1, Replicas: n, ReadyReplicas: n, AvailableReplicas: n, UpdatedReplicas: n,
			Conditions: []appsv1.DeploymentCondition{{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue}},
		},
	}
	d.Spec.Template.Spec.Containers[0].Resources.Requests = corev1.ResourceList{"cpu": resource.MustParse("100m"), "memory": resource.MustParse("128Mi")}
	l.add("deployments", d)
	set := &appsv1.ReplicaSet{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: namespace, Name: name + "-5c7d8f9b6", UID: types.UID("replicas-" + name), Labels: map[string]string{"app": name},
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(d, appsv1.SchemeGroupVersion.WithKind("Deployment"))},
		},
		Spec:   appsv1.ReplicaSetSpec{Replicas: &n, Selector: selector(name), Template: d.Spec.Template},
		Status: appsv1.ReplicaSetStatus{Replicas: n, ReadyReplicas: n, AvailableReplicas: n, ObservedGeneration: 1},
	}
	l.add("replicasets", set)
	owner := metav1.NewControllerRef(set, appsv1.SchemeGroupVersion.WithKind("ReplicaSet"))
	for i := 0; i < pods && !l.ended; i++ {
		l.pod(namespace, fmt.Sprintf("%s-%05d", set.Name, i), i*7919%max(1, l.size.Nodes), d.Spec.Template, owner)
	}
}

// pod makes a pod that runs on a node and is Ready.
func (l *load) pod(namespace, name string, node int, from corev1.PodTemplateSpec, owner *metav1.OwnerReference) {
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: from.Labels, OwnerReferences: []metav1.OwnerReference{*owner}},
		Spec:       *from.Spec.DeepCopy(),
		Status: corev1.PodStatus{
			Phase: corev1.PodRunning, PodIP: fmt.Sprintf("10.%d.%d.%d", 64+node/256, node%256, 2+len(name)%200), QOSClass: corev1.PodQOSBurstable,
			Conditions: []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionTrue}, {Type: corev1.PodReady, Status: corev1.ConditionTrue}},
		},
	}
	pod.Spec.NodeName, pod.Spec.ServiceAccountName = nodeName(node), "default"
	for _, c := range pod.Spec.Containers {
		pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, corev1.ContainerStatus{
			Name: c.Name, Image: c.Image, Ready: true, ImageID: c.Image + "@sha256:0000000000000000000000000000000000000000000000000000000000000000",
			State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}},
		})
	}
	l.add("pods", pod)
}
