package probe

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

const (
	// otlpPort is where receivers of OTLP over HTTP listen by default. See
	// https://opentelemetry.io/docs/specs/otlp/#otlphttp-default-port.
	otlpPort = 4318
	// maxReceivers limits the receivers that are tried.
	maxReceivers = 5
	// otlpURL is the setting in kready.yaml that names a receiver.
	otlpURL = "otlpURL"
)

// otlpAccepts tests whether the collectors of the cluster accept a span.
func otlpAccepts() Probe {
	return Probe{
		Name:            "tracing/otlp-accepts",
		Creates:         "a client Job that sends a span of a millisecond; the tracing backend keeps it",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.PartInventory, facts.KindWorkloads},
		Skip: func(s *Session) (string, error) {
			if s.Option(otlpURL) != "" || len(s.spanReceivers()) > 0 {
				return "", nil
			}
			return "no collector or store of traces that kready knows runs in this cluster: probes." + otlpURL + " in kready.yaml names any other", s.checkReadable(facts.PartInventory)
		},
		Run: runOTLP,
	}
}

func runOTLP(ctx context.Context, s *Session, out *Result) error {
	receivers, err := s.otlpReceivers(ctx)
	if err != nil {
		return err
	}
	if left := len(receivers) - maxReceivers; left > 0 {
		out.Measure("receivers left out", left, "")
		receivers = receivers[:maxReceivers]
	}
	var tries []agent.Trial
	for _, r := range receivers {
		tries = append(tries, agent.Trial{
			Name: r.name, Kind: "otlp", Target: r.url, Params: map[string]string{"service": "kready-probe"}, Expected: facts.Answered, Times: 1, PerAttempt: 10,
		})
	}
	result, err := s.RunClient(ctx, Client{Name: "otlp", Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}}})
	if err != nil {
		return err
	}
	out.AddAnswers(result, func(try agent.Trial) facts.Trial {
		return facts.Trial{What: "a span over OTLP/HTTP to " + try.Name, Failure: "was not taken"}
	})
	return nil
}

// receiver takes spans.
type receiver struct{ name, url string }

// otlpReceivers returns the configured receiver, or else the Services with the port of OTLP over HTTP in
// front of the collectors, or of the stores where there are none.
func (s *Session) otlpReceivers(ctx context.Context) ([]receiver, error) {
	if configured := s.Option(otlpURL); configured != "" {
		return []receiver{{configured, configured}}, nil
	}
	products := s.spanReceivers()
	var found []receiver
	for i := range products {
		services, err := s.services(products[i].Namespace).list(ctx, metav1.ListOptions{})
		if err != nil {
			return nil, &ObstacleError{fmt.Sprintf("%s runs in namespace %s, and its Services could not be read: %s; probes.%s says where it is",
				products[i].Title, products[i].Namespace, shorten(err.Error()), otlpURL)}
		}
		found = append(found, receiversOf(services, s.workloadsOf(&products[i]))...)
	}
	if len(found) == 0 {
		return nil, &ObstacleError{fmt.Sprintf("no Service with port %d leads to %s: probes.%s in kready.yaml says where spans are sent", otlpPort, products[0].Title, otlpURL)}
	}
	return found, nil
}

// spanReceivers are the collectors that run in the cluster, or the stores where there are none.
func (s *Session) spanReceivers() []facts.Implementation {
	for _, role := range []string{"tracing/collector", "tracing/store"} {
		var found []facts.Implementation
		for _, impl := range s.Input.Inventory {
			if impl.State == facts.StateRunning && impl.Namespace != "" && slices.Contains(impl.Roles, role) {
				found = append(found, impl)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// receiversOf are the Services with the port that lead to one of the workloads, each once.
func receiversOf(services []corev1.Service, workloads []facts.Workload) []receiver {
	var found []receiver
	for i := range services {
		service := &services[i]
		leads := slices.ContainsFunc(workloads, func(w facts.Workload) bool { return selects(service.Spec.Selector, w.PodLabels) })
		takes := slices.ContainsFunc(service.Spec.Ports, func(p corev1.ServicePort) bool { return p.Port == otlpPort })
		if leads && takes && service.Spec.ClusterIP != corev1.ClusterIPNone {
			at := hostPort(service.Name+"."+service.Namespace+".svc", otlpPort)
			found = append(found, receiver{"Service " + service.Namespace + "/" + service.Name, "http://" + at})
		}
	}
	return found
}
