package controlplane

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// Size says how much there is in a world.
type Size struct {
	Nodes       int
	Deployments int // of applications
	Pods        int // of applications
}

// world fills an empty cluster as its controllers would, for none of them runs.
type world struct {
	client kubernetes.Interface
	size   Size
}

// Fill makes nodes, the workloads of kube-system and some batteries with their pods, and
// applications.
func (p *Plane) Fill(ctx context.Context, size Size) error {
	w := world{client: p.Client, size: size}
	for _, step := range []func(context.Context) error{w.nodes, w.kubeProxy, w.coreDNS, w.batteries, w.applications} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("filling the cluster: %w", err)
		}
	}
	return nil
}

func nodeName(i int) string { return fmt.Sprintf("node-%04d", i) }

func (w world) nodes(ctx context.Context) error {
	for i := range w.size.Nodes {
		name := nodeName(i)
		cidr := fmt.Sprintf("10.%d.%d.0/24", 64+i/256, i%256)
		node := &corev1.Node{
			ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
				"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name,
			}},
			Spec: corev1.NodeSpec{PodCIDR: cidr, PodCIDRs: []string{cidr}},
		}
		created, err := w.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
		if err != nil {
			return err
		}
		// The API server taints a new node; the controller that would lift that is not there.
		created.Spec.Taints = nil
		if created, err = w.client.CoreV1().Nodes().Update(ctx, created, metav1.UpdateOptions{}); err != nil {
			return err
		}
		capacity := corev1.ResourceList{"cpu": resource.MustParse("4"), "memory": resource.MustParse("16Gi"), "pods": resource.MustParse("110")}
		created.Status = corev1.NodeStatus{
			Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady", LastHeartbeatTime: metav1.Now()}},
			Capacity:   capacity, Allocatable: capacity,
			NodeInfo: corev1.NodeSystemInfo{KubeletVersion: "v1.37.2", ContainerRuntimeVersion: "containerd://2.4.2", OperatingSystem: "linux", Architecture: "amd64"},
		}
		if _, err := w.client.CoreV1().Nodes().UpdateStatus(ctx, created, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

func (w world) kubeProxy(ctx context.Context) error {
	return w.daemonSet(ctx, "kube-system", "kube-proxy", "registry.k8s.io/kube-proxy:v1.37.2")
}

func (w world) coreDNS(ctx context.Context) error {
	if err := w.deployment(ctx, "kube-system", "coredns", "registry.k8s.io/coredns/coredns:v1.14.6", 2); err != nil {
		return err
	}
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-dns", Namespace: "kube-system", Labels: map[string]string{"k8s-app": "kube-dns"}},
		Spec:       corev1.ServiceSpec{Selector: map[string]string{"app": "coredns"}, Ports: []corev1.ServicePort{{Name: "dns", Port: 53, Protocol: corev1.ProtocolUDP}}},
	}
	if _, err := w.client.CoreV1().Services("kube-system").Create(ctx, service, metav1.CreateOptions{}); err != nil {
		return err
	}
	if err := w.endpoints(ctx, "kube-system", "kube-dns", 2); err != nil {
		return err
	}
	corefile := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "coredns", Namespace: "kube-system"},
		Data:       map[string]string{"Corefile": ".:53 {\n  errors\n  health\n  ready\n  kubernetes cluster.local\n  forward . /etc/resolv.conf\n  cache 30\n  loop\n  reload\n}\n"},
	}
	_, err := w.client.CoreV1().ConfigMaps("kube-system").Create(ctx, corefile, metav1.CreateOptions{})
	return err
}

func (w world) applications(ctx context.Context) error {
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "applications"}}
	if _, err := w.client.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{}); err != nil {
		return err
	}
	for i := range w.size.Deployments {
		if err := w.deployment(ctx, "applications", fmt.Sprintf("application-%04d", i), "example.test/application:v1", 0); err != nil {
			return err
		}
	}
	for i := range w.size.Pods {
		name := fmt.Sprintf("application-%06d", i)
		if err := w.pod(ctx, "applications", name, nodeName(i%max(1, w.size.Nodes)), template("application", "example.test/application:v1"), nil); err != nil {
			return err
		}
	}
	return nil
}
