package probe

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// entryPoint is where a controller receives requests, as seen from a pod.
type entryPoint struct {
	// name is for people: "Service traefik/traefik".
	name, host  string
	http, https int
}

func (f entryPoint) url() string {
	port := f.http
	if port == 0 {
		return "https://" + hostPort(f.host, f.https) + "/"
	}
	return "http://" + hostPort(f.host, port) + "/"
}

// httpsAddress is the host and port for a redirect to HTTPS; "" without HTTPS.
func (f entryPoint) httpsAddress() string {
	if f.https == 0 {
		return ""
	}
	return hostPort(f.host, f.https)
}

// entryPointOf finds the Service in front of a controller's pods, or a node on which they use
// a host port.
func (s *Session) entryPointOf(ctx context.Context, impl *facts.Implementation) (entryPoint, error) {
	services, err := s.services(impl.Namespace).list(ctx, metav1.ListOptions{})
	if err != nil {
		return entryPoint{}, fmt.Errorf("listing the Services in front of %s: %w", impl.Title, err)
	}
	workloads := s.workloadsOf(impl)
	for i := range services {
		service := &services[i]
		f := entryPointAt(service)
		if f.http+f.https == 0 {
			continue
		}
		for _, w := range workloads {
			if selects(service.Spec.Selector, w.PodLabels) {
				return f, nil
			}
		}
	}
	for _, w := range workloads {
		if f, found, err := s.entryPointOnNode(ctx, w); err != nil || found {
			return f, err
		}
	}
	return entryPoint{}, &ObstacleError{fmt.Sprintf("no Service with a port for HTTP leads to %s in namespace %s", impl.Title, impl.Namespace)}
}

// workloadsOf are the facts about an implementation's workloads.
func (s *Session) workloadsOf(impl *facts.Implementation) []facts.Workload {
	var out []facts.Workload
	for _, ref := range impl.Workloads {
		for _, w := range s.Input.Workloads {
			if w.Kind == ref.Kind && w.Namespace == ref.Namespace && w.Name == ref.Name {
				out = append(out, w)
			}
		}
	}
	return out
}

// entryPointAt finds the ports for HTTP and HTTPS of a Service with a cluster IP.
func entryPointAt(service *corev1.Service) entryPoint {
	f := entryPoint{name: fmt.Sprintf("Service %s/%s", service.Namespace, service.Name), host: service.Spec.ClusterIP}
	if f.host == "" || f.host == corev1.ClusterIPNone {
		return entryPoint{}
	}
	for _, p := range service.Spec.Ports {
		switch {
		case p.Protocol == corev1.ProtocolUDP:
		case p.Port == 80 || p.Name == "http" || p.Name == "web" || p.Name == "http2":
			f.http = int(p.Port)
		case p.Port == 443 || p.Name == "https" || p.Name == "websecure":
			f.https = int(p.Port)
		}
	}
	return f
}

func selects(selector, labels map[string]string) bool {
	return len(selector) > 0 && kube.HasLabels(labels, selector)
}

// entryPointOnNode is the address of a node on which a ready pod of a workload listens on the
// node's port 80; false when there is none.
func (s *Session) entryPointOnNode(ctx context.Context, w facts.Workload) (entryPoint, bool, error) {
	pods, err := s.pods(w.Namespace).list(ctx, metav1.ListOptions{
		LabelSelector: metav1.FormatLabelSelector(&metav1.LabelSelector{MatchLabels: w.Selector}),
	})
	if err != nil {
		return entryPoint{}, false, fmt.Errorf("listing the pods of %s %s/%s: %w", w.Kind, w.Namespace, w.Name, err)
	}
	for i := range pods {
		pod := &pods[i]
		if ready(pod) && pod.Status.HostIP != "" && takesNodePort80(&pod.Spec) {
			return entryPoint{name: "port 80 of node " + pod.Spec.NodeName, host: pod.Status.HostIP, http: 80, https: 443}, true, nil
		}
	}
	return entryPoint{}, false, nil
}

func takesNodePort80(spec *corev1.PodSpec) bool {
	for _, c := range spec.Containers {
		for _, p := range c.Ports {
			if p.HostPort == 80 || spec.HostNetwork && p.ContainerPort == 80 {
				return true
			}
		}
	}
	return false
}
