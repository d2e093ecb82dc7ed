package probe

import (
	"context"
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
)

// Server is a pod of the agent's servers that is ready.
type Server struct {
	Node, Pod, IP string
}

// Fleet is one server a node, for all probes that put nothing in their way.
type Fleet struct {
	Servers []Server
	// Service names the one with a virtual address in front of all of them; Headless the
	// one without. IP is that of Service.
	Service, Headless, IP string
}

// Fleet returns the servers, which are started once, by whoever asks first.
func (s *Session) Fleet() (*Fleet, error) { return s.fleet() }

// fleetLabels select the fleet's pods.
func (s *Session) fleetLabels() map[string]string {
	return map[string]string{LabelRun: s.Run, "kready.dev/app": "echo"}
}

func (s *Session) startFleet(ctx context.Context) (*Fleet, error) {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return nil, &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	f := &Fleet{Service: "echo-" + s.Run, Headless: "echo-headless-" + s.Run}
	service, err := s.Service(ctx, f.Service, s.fleetLabels(), "")
	if err != nil {
		return nil, err
	}
	f.IP = service.Spec.ClusterIP
	if _, err := s.Service(ctx, f.Headless, s.fleetLabels(), corev1.ClusterIPNone); err != nil {
		return nil, err
	}
	f.Servers, err = s.Servers(ctx, "echo", nodes, map[string]string{"kready.dev/app": "echo"})
	return f, err
}

// Servers starts a server on each node, and returns them when all are ready. A node may
// be named twice.
func (s *Session) Servers(ctx context.Context, name string, nodes []string, labels map[string]string) ([]Server, error) {
	for i, node := range nodes {
		part := fmt.Sprintf("%s-%d", name, i)
		one := withPart(labels, part)
		deployment := &appsv1.Deployment{
			ObjectMeta: metav1.ObjectMeta{Name: part + "-" + s.Run, Namespace: s.Namespace, Labels: s.labels(one)},
			Spec: appsv1.DeploymentSpec{
				Selector: &metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: s.Run, LabelPart: part}},
				Template: s.serving(Pod{Node: node, Labels: one}),
			},
		}
		if _, err := s.deployments(s.Namespace).create(ctx, deployment); err != nil {
			return nil, fmt.Errorf("creating the Deployment %s: %w", deployment.Name, err)
		}
	}
	var servers []Server
	for i, node := range nodes {
		part := fmt.Sprintf("%s-%d", name, i)
		pod, err := s.waitPod(ctx, s.Namespace, part, fmt.Sprintf("the server pod %s for node %s", part, node), time.Minute, ready)
		if err != nil {
			return nil, err
		}
		servers = append(servers, Server{Node: pod.Spec.NodeName, Pod: pod.Name, IP: pod.Status.PodIP})
	}
	return servers, nil
}

// Service creates a Service in front of the agent's servers; ip is "" for a virtual
// address, "None" for none.
func (s *Session) Service(ctx context.Context, name string, selector map[string]string, ip string) (*corev1.Service, error) {
	service, err := s.services(s.Namespace).create(ctx, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: corev1.ServiceSpec{
			Selector: selector, ClusterIP: ip,
			Ports: []corev1.ServicePort{
				{Name: "http", Port: agent.PortHTTP, TargetPort: intstr.FromInt(agent.PortHTTP)},
				{Name: "udp", Port: agent.PortUDP, TargetPort: intstr.FromInt(agent.PortUDP), Protocol: corev1.ProtocolUDP},
			},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("creating the Service %s: %w", name, err)
	}
	return service, nil
}
