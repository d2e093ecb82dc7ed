package controlplane

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// batteries installs some products that kready knows, so that there is something which
// a fault could wrongly turn into a gap. A policy engine is not among them.
func (w world) batteries(ctx context.Context) error {
	for _, namespace := range []string{"traefik", "logging", "monitoring", "external-secrets", "local-path-storage"} {
		object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
		if _, err := w.client.CoreV1().Namespaces().Create(ctx, object, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	if err := w.daemonSet(ctx, "logging", "fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:4.2.0"); err != nil {
		return err
	}
	for _, d := range []struct{ namespace, name, image string }{
		{"traefik", "traefik", "docker.io/traefik:v3.6.0"},
		{"monitoring", "prometheus", "quay.io/prometheus/prometheus:v3.8.0"},
		{"external-secrets", "external-secrets", "ghcr.io/external-secrets/external-secrets:v1.1.0"},
		{"local-path-storage", "local-path-provisioner", "docker.io/rancher/local-path-provisioner:v0.0.30"},
	} {
		if err := w.deployment(ctx, d.namespace, d.name, d.image, 2); err != nil {
			return err
		}
	}
	ingress := &networkingv1.IngressClass{
		ObjectMeta: metav1.ObjectMeta{Name: "traefik"},
		Spec:       networkingv1.IngressClassSpec{Controller: "traefik.io/ingress-controller"},
	}
	if _, err := w.client.NetworkingV1().IngressClasses().Create(ctx, ingress, metav1.CreateOptions{}); err != nil {
		return err
	}
	class := &storagev1.StorageClass{
		ObjectMeta:  metav1.ObjectMeta{Name: "standard", Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"}},
		Provisioner: "rancher.io/local-path",
	}
	_, err := w.client.StorageV1().StorageClasses().Create(ctx, class, metav1.CreateOptions{})
	return err
}

// endpoints makes an EndpointSlice whose endpoints are ready, on different nodes.
func (w world) endpoints(ctx context.Context, namespace, service string, n int) error {
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: service + "-e2e", Namespace: namespace, Labels: map[string]string{discoveryv1.LabelServiceName: service}},
		AddressType: discoveryv1.AddressTypeIPv4,
	}
	for i := range n {
		node, ready := nodeName(i%max(1, w.size.Nodes)), true
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses: []string{fmt.Sprintf("10.64.%d.10", i)}, NodeName: &node, Conditions: discoveryv1.EndpointConditions{Ready: &ready},
		})
	}
	_, err := w.client.DiscoveryV1().EndpointSlices(namespace).Create(ctx, slice, metav1.CreateOptions{})
	return err
}
