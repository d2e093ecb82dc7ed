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

// Server is a ready pod that runs the agent's servers.
type Server struct {
	Node, Pod, IP string
	// NodeIP is the primary address of its node.
	NodeIP string
}

// EchoServers are one server a node, which all probes share that do not change the network.
type EchoServers struct {
	Servers []Server
	// Service and Headless are the names of the Services in front of all servers, with and
	// without a cluster IP. IP is the cluster IP of Service.
	Service, Headless, IP string
}

// EchoServers returns the servers. The first call starts them.
func (s *Session) EchoServers() (*EchoServers, error) { return s.echoServers() }

// echoLabels select the servers' pods.
func (s *Session) echoLabels() map[string]string {
	return map[string]string{LabelRun: s.RunID, "kready.dev/app": "echo"}
}

func (s *Session) startEchoServers(ctx context.Context) (*EchoServers, error) {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return nil, &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	if s.oneServer {
		nodes = nodes[:1]
	}
	f := &EchoServers{Service: "echo-" + s.RunID, Headless: "echo-headless-" + s.RunID}
	service, err := s.CreateService(ctx, f.Service, s.echoLabels(), "")
	if err != nil {
		return nil, err
	}
	f.IP = service.Spec.ClusterIP
	if _, err := s.CreateService(ctx, f.Headless, s.echoLabels(), corev1.ClusterIPNone); err != nil {
		return nil, err
	}
	f.Servers, err = s.StartServers(ctx, "echo", nodes, map[string]string{"kready.dev/app": "echo"})
	return f, err
}

// StartServers starts a server on each node, and returns when all are ready. A node may occur
// twice.
func (s *Session) StartServers(ctx context.Context, name string, nodes []string, labels map[string]string) ([]Server, error) {
	for i, node := range nodes {
		part := fmt.Sprintf("%s-%d", name, i)
		one := withPart(labels, part)
		deployment := &appsv1.Deployment{
			ObjectMeta: metav1.ObjectMeta{Name: part + "-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(one)},
			Spec: appsv1.DeploymentSpec{
				Selector: &metav1.LabelSelector{MatchLabels: map[string]string{LabelRun: s.RunID, LabelPart: part}},
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
		servers = append(servers, Server{Node: pod.Spec.NodeName, Pod: pod.Name, IP: pod.Status.PodIP, NodeIP: pod.Status.HostIP})
	}
	return servers, nil
}

// CreateService creates a Service in front of the agent's servers; ip is "" for a
// cluster IP, "None" for a headless Service.
func (s *Session) CreateService(ctx context.Context, name string, selector map[string]string, ip string) (*corev1.Service, error) {
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
