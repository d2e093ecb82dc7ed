package controlplane

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func selector(app string) *metav1.LabelSelector {
	return &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}
}

func template(app, image string) corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": app}},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: app, Image: image}}},
	}
}

// settings is the volume of kube-proxy's ConfigMap, which kubeadm makes; other workloads have none.
func settings(name string) []corev1.Volume {
	if name != "kube-proxy" {
		return nil
	}
	return []corev1.Volume{{Name: name, VolumeSource: corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: name}},
	}}}
}

// daemonSet makes a DaemonSet that runs everywhere and sees the node's logs, and its pods.
func (w world) daemonSet(ctx context.Context, namespace, name, image string) error {
	n := int32(w.size.Nodes)
	set := &appsv1.DaemonSet{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec:       appsv1.DaemonSetSpec{Selector: selector(name), Template: template(name, image)},
	}
	pod := &set.Spec.Template.Spec
	pod.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
	pod.Volumes = append(settings(name), corev1.Volume{Name: "logs", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/var/log"}}})
	pod.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "logs", MountPath: "/var/log"}}
	set, err := w.client.AppsV1().DaemonSets(namespace).Create(ctx, set, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	set.Status = appsv1.DaemonSetStatus{DesiredNumberScheduled: n, CurrentNumberScheduled: n, NumberReady: n, NumberAvailable: n, UpdatedNumberScheduled: n, ObservedGeneration: 1}
	if _, err := w.client.AppsV1().DaemonSets(namespace).UpdateStatus(ctx, set, metav1.UpdateOptions{}); err != nil {
		return err
	}
	owner := metav1.NewControllerRef(set, appsv1.SchemeGroupVersion.WithKind("DaemonSet"))
	for i := range w.size.Nodes {
		if err := w.pod(ctx, namespace, fmt.Sprintf("%s-%04d", name, i), nodeName(i), set.Spec.Template, owner); err != nil {
			return err
		}
	}
	return nil
}

// deployment makes a Deployment that is rolled out, its ReplicaSet and its pods.
func (w world) deployment(ctx context.Context, namespace, name, image string, replicas int32) error {
	d := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec:       appsv1.DeploymentSpec{Replicas: &replicas, Selector: selector(name), Template: template(name, image)},
	}
	d, err := w.client.AppsV1().Deployments(namespace).Create(ctx, d, metav1.CreateOptions{})
	if err != nil || replicas == 0 {
		return err
	}
	d.Status = appsv1.DeploymentStatus{
		ObservedGeneration: 1, Replicas: replicas, ReadyReplicas: replicas, AvailableReplicas: replicas, UpdatedReplicas: replicas,
		Conditions: []appsv1.DeploymentCondition{{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue}},
	}
	if _, err := w.client.AppsV1().Deployments(namespace).UpdateStatus(ctx, d, metav1.UpdateOptions{}); err != nil {
		return err
	}
	set := &appsv1.ReplicaSet{
		ObjectMeta: metav1.ObjectMeta{
			Name: name + "-5c7d8f9b6", Namespace: namespace, Labels: map[string]string{"app": name},
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(d, appsv1.SchemeGroupVersion.WithKind("Deployment"))},
		},
		Spec: appsv1.ReplicaSetSpec{Replicas: &replicas, Selector: selector(name), Template: d.Spec.Template},
	}
	if set, err = w.client.AppsV1().ReplicaSets(namespace).Create(ctx, set, metav1.CreateOptions{}); err != nil {
		return err
	}
	owner := metav1.NewControllerRef(set, appsv1.SchemeGroupVersion.WithKind("ReplicaSet"))
	for i := range int(replicas) {
		if err := w.pod(ctx, namespace, fmt.Sprintf("%s-%d", set.Name, i), nodeName(i%max(1, w.size.Nodes)), d.Spec.Template, owner); err != nil {
			return err
		}
	}
	return nil
}

// pod makes a pod that runs on a node and is Ready.
func (w world) pod(ctx context.Context, namespace, name, node string, from corev1.PodTemplateSpec, owner *metav1.OwnerReference) error {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: from.Labels}, Spec: *from.Spec.DeepCopy()}
	if owner != nil {
		pod.OwnerReferences = []metav1.OwnerReference{*owner}
	}
	pod.Spec.NodeName = node
	pod.Spec.AutomountServiceAccountToken = new(bool)
	pod, err := w.client.CoreV1().Pods(namespace).Create(ctx, pod, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	pod.Status = corev1.PodStatus{
		Phase:      corev1.PodRunning,
		Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
	}
	for _, c := range pod.Spec.Containers {
		pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, corev1.ContainerStatus{
			Name: c.Name, Image: c.Image, Ready: true, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}},
		})
	}
	_, err = w.client.CoreV1().Pods(namespace).UpdateStatus(ctx, pod, metav1.UpdateOptions{})
	return err
}
