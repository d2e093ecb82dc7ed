package probe

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// nodePort tests whether a NodePort Service answers at the primary address of each node, from pods
// on each node.
func nodePort() Probe {
	return Probe{
		Name:            "network/nodeport",
		Creates:         "a Service of type NodePort, a client Job on each of up to 3 nodes, beside the servers",
		ExpectedSeconds: 15,
		Run:             runNodePort,
	}
}

func runNodePort(ctx context.Context, s *Session, out *Result) error {
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	port, err := s.createNodePort(ctx)
	if err != nil {
		return err
	}
	var clients []Client
	for i, from := range echo.Servers {
		clients = append(clients, Client{
			Name: fmt.Sprintf("nodeport-%d", i), Pod: Pod{Node: from.Node},
			Script: agent.Script{Steps: nodePortSteps(s.RunID, echo, port)},
		})
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, func(try agent.Trial) facts.Trial {
			name, at, _ := strings.Cut(try.Name, " ")
			i, err := strconv.Atoi(at)
			if name != "node" || err != nil || i >= len(echo.Servers) {
				return facts.Trial{What: "HTTP to the cluster IP of a Service, " + echo.IP}
			}
			to := echo.Servers[i]
			return facts.Trial{What: "HTTP to node port " + hostPort(to.NodeIP, port), ToNode: to.Node}
		})
	}
	return nil
}

// nodePortSteps tries the cluster IP first: where that does not lead to the pods, network/service-vip
// reports it, and node ports prove nothing more.
func nodePortSteps(run string, echo *EchoServers, port int) []agent.Step {
	contains := map[string]string{"contains": run}
	var tries []agent.Trial
	for i, to := range echo.Servers {
		tries = append(tries, agent.Trial{
			Name: "node " + strconv.Itoa(i), Kind: "http", Target: "http://" + hostPort(to.NodeIP, port) + "/", Params: contains, Expected: facts.Answered,
		})
	}
	return []agent.Step{
		{Phase: facts.PhaseBaseline, Trials: []agent.Trial{{Name: "service", Kind: "http", Target: URL(echo.IP, "/"), Params: contains, Expected: facts.Answered}}},
		{Phase: facts.PhaseProof, Trials: tries},
	}
}

// createNodePort creates a Service of type NodePort in front of the servers and returns its node port.
func (s *Session) createNodePort(ctx context.Context) (int, error) {
	service, err := s.services(s.Namespace).create(ctx, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "nodeport-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: corev1.ServiceSpec{
			Type: corev1.ServiceTypeNodePort, Selector: s.echoLabels(),
			Ports: []corev1.ServicePort{{Name: "http", Port: agent.PortHTTP, TargetPort: intstr.FromInt(agent.PortHTTP)}},
		},
	})
	if err != nil {
		return 0, fmt.Errorf("creating the Service of type NodePort: %w", err)
	}
	if len(service.Spec.Ports) == 0 || service.Spec.Ports[0].NodePort == 0 {
		return 0, &ObstacleError{"the API server gave the Service of type NodePort no node port"}
	}
	return int(service.Spec.Ports[0].NodePort), nil
}
