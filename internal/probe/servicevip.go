package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// spreadRequests is how many requests a client sends to test load balancing.
const spreadRequests = 20

// serviceVIP tests cluster IPs of Services from each node: load balancing over the pods, a pod
// that calls itself, and headless Services.
func serviceVIP() Probe {
	return Probe{
		Name:            "network/service-vip",
		Creates:         "a client Job on each of up to 3 nodes, a pod that calls itself, a Service",
		ExpectedSeconds: 20,
		Run:             runServiceVIP,
	}
}

func runServiceVIP(ctx context.Context, s *Session, out *Result) error {
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	self, err := s.selfService(ctx)
	if err != nil {
		return err
	}
	var addresses []string
	for _, server := range echo.Servers {
		addresses = append(addresses, server.IP)
	}
	slices.Sort(addresses)
	clients := []Client{{
		Name: "hairpin", Pod: Pod{Node: echo.Servers[0].Node, Labels: map[string]string{"kready.dev/app": "hairpin"}},
		Script: agent.Script{Serve: s.RunID, Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: []agent.Trial{
			{Name: "hairpin", Kind: "http", Target: URL(self, "/"), Params: map[string]string{"contains": s.RunID}, Expected: facts.Answered},
		}}}},
	}}
	for i, from := range echo.Servers {
		clients = append(clients, Client{
			Name: fmt.Sprintf("service-vip-%d", i), Pod: Pod{Node: from.Node},
			Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: []agent.Trial{
				{Name: "spread", Kind: "http", Target: URL(echo.IP, "/"), Params: map[string]string{"contains": s.RunID}, Expected: facts.Answered, Times: spreadRequests},
				{Name: "headless", Kind: "dns", Target: echo.Headless + "." + s.Namespace + ".svc.{domain}.", Params: map[string]string{"exactly": strings.Join(addresses, ",")}, Expected: facts.Answered},
			}}}},
		})
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.addVIPAnswers(result, echo, self)
	}
	return nil
}

// selfService creates the Service of the pod that calls itself. The pod is Ready only after its
// trials, so that the Service must publish addresses that are not ready.
func (s *Session) selfService(ctx context.Context) (string, error) {
	service, err := s.services(s.Namespace).create(ctx, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "hairpin-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: corev1.ServiceSpec{
			Selector:                 map[string]string{LabelRun: s.RunID, "kready.dev/app": "hairpin"},
			PublishNotReadyAddresses: true,
			Ports:                    []corev1.ServicePort{{Name: "http", Port: agent.PortHTTP, TargetPort: intstr.FromInt(agent.PortHTTP)}},
		},
	})
	if err != nil {
		return "", fmt.Errorf("creating the Service of the pod that calls itself: %w", err)
	}
	return service.Spec.ClusterIP, nil
}

// addVIPAnswers adds the trials of one client. It leaves out lookups without an answer, which
// dns/internal reports. Requests that all went to one of several pods are a wrong outcome.
func (r *Result) addVIPAnswers(result ClientResult, echo *EchoServers, self string) {
	for i := range result.Answers {
		a := &result.Answers[i]
		if a.Name == "spread" && a.Got == facts.Answered && len(echo.Servers) > 1 && len(a.Values) < 2 {
			a.Got, a.Detail = facts.Wrong, fmt.Sprintf("all went to one of %d pods", len(echo.Servers))
		}
	}
	result.Answers = slices.DeleteFunc(result.Answers, func(a agent.Answer) bool {
		return a.Name == "headless" && a.Got == facts.Blocked
	})
	r.AddAnswers(result, func(try agent.Trial) facts.Trial {
		switch try.Name {
		case "spread":
			return facts.Trial{What: fmt.Sprintf("%d requests to Service %s", spreadRequests, echo.IP)}
		case "hairpin":
			return facts.Trial{What: "HTTP from a pod to itself by its Service " + self}
		}
		return facts.Trial{What: "a lookup of a headless Service"}
	})
}
