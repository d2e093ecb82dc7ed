package probe

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	// outputsWindow is for how many seconds counters are watched: outputs that fail give up within a few of their retries.
	outputsWindow = 60
	// maxAgentPods limits the pods of a workload that are asked, maxLoggers those of all.
	maxAgentPods, maxLoggers = 3, 9
)

// agentMetrics is where a log agent tells what its outputs lost.
type agentMetrics struct {
	name string
	// ports are those of its charts; a port with the name http-metrics is taken, too.
	ports    []int32
	paths    string
	counters string
}

// knownAgentMetrics are the agents whose counters are documented:
// https://docs.fluentbit.io/manual/administration/monitoring,
// https://grafana.com/docs/loki/latest/send-data/promtail/,
// https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/#debug-metrics.
func knownAgentMetrics() []agentMetrics {
	return []agentMetrics{
		{"fluent-bit", []int32{2020}, "/api/v2/metrics/prometheus,/api/v1/metrics/prometheus", "fluentbit_output_dropped_records_total,fluentbit_output_retries_failed_total"},
		{"alloy", []int32{12345, 8080}, "/metrics", "loki_write_dropped_entries_total"},
		{"promtail", []int32{3101, 9080}, "/metrics", "promtail_dropped_entries_total"},
	}
}

// agentOutputs tests whether the outputs of log agents lose records, by their own metrics.
func agentOutputs() Probe {
	return Probe{
		Name:            "logs/agent-outputs",
		Creates:         "a client Job that reads the metrics of up to 3 pods of each log agent and aggregator, twice",
		ExpectedSeconds: 80,
		Reads:           facts.Fields{facts.KindWorkloads, facts.PartInventory},
		Skip: func(s *Session) (string, error) {
			if len(s.loggers()) > 0 {
				return "", nil
			}
			return "no log agent runs here whose metrics kready knows (Fluent Bit, Grafana Alloy, Promtail)", s.checkReadable(facts.KindWorkloads, facts.PartInventory)
		},
		Run: runAgentOutputs,
	}
}

// logger is a workload of a log agent, or of an aggregator behind agents.
type logger struct {
	agentMetrics
	title string
	facts.Workload
}

// loggers are the workloads of log agents and aggregators that run and whose metrics are known.
func (s *Session) loggers() []logger {
	var out []logger
	for _, known := range knownAgentMetrics() {
		for _, impl := range slices.Concat(s.Input.Running("logs/agent"), s.Input.Running("logs/aggregator")) {
			if impl.Name != known.name {
				continue
			}
			for i := range s.Input.Workloads {
				w := &s.Input.Workloads[i]
				again := slices.ContainsFunc(out, func(o logger) bool { return kube.Ref(&o.Workload) == kube.Ref(w) })
				if len(w.Selector) > 0 && !again && slices.Contains(impl.Workloads, kube.Ref(w)) {
					out = append(out, logger{known, impl.Title, *w})
				}
			}
		}
	}
	return out
}

func runAgentOutputs(ctx context.Context, s *Session, out *Result) error {
	var tries []agent.Trial
	nodes := map[string]string{}
	var silent []string
	for _, l := range s.loggers() {
		pods, err := s.loggerPods(ctx, l)
		if err != nil {
			return err
		}
		asked := 0
		for i := range pods {
			at := l.metricsURL(&pods[i])
			if at == "" || asked == maxAgentPods || len(tries) == maxLoggers {
				continue
			}
			asked++
			name := fmt.Sprintf("%s pod %s/%s", l.title, l.Namespace, pods[i].Name)
			nodes[name] = pods[i].Spec.NodeName
			tries = append(tries, agent.Trial{
				Name: name, Kind: "outputs", Target: at, Expected: facts.Answered, Times: 1, PerAttempt: outputsWindow + 15,
				Params: map[string]string{"window": strconv.Itoa(outputsWindow), "paths": l.paths, "counters": l.counters},
			})
		}
		if asked == 0 {
			silent = append(silent, fmt.Sprintf("no ready pod of %s %s/%s was asked: none is ready, or they share the network of their nodes and declare no port %d", l.title, l.Namespace, l.Name, l.ports[0]))
		}
	}
	if len(tries) == 0 {
		return &ObstacleError{strings.Join(silent, "; ")}
	}
	result, err := s.RunClient(ctx, Client{Name: "agent-outputs", Limit: 2 * time.Minute, Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}}})
	if err != nil {
		return err
	}
	return out.addOutputs(result, nodes, silent)
}

// addOutputs adds what the agents told. What tells nothing is left out; where nobody does, nothing is known.
func (r *Result) addOutputs(result ClientResult, nodes map[string]string, silent []string) error {
	lost := 0
	result.Answers = slices.DeleteFunc(slices.Clone(result.Answers), func(a agent.Answer) bool {
		if a.Got == facts.Blocked {
			silent = append(silent, fmt.Sprintf("%s tells nothing of its outputs: %s", a.Name, a.Detail))
		}
		for _, value := range a.Values {
			before, _ := strconv.Atoi(value) // what is too large for a number was lost, too, and is not counted
			lost += before
		}
		return a.Got == facts.Blocked
	})
	if len(result.Answers) == 0 {
		return &ObstacleError{strings.Join(silent[:min(len(silent), 2)], "; ")}
	}
	r.AddAnswers(result, func(try agent.Trial) facts.Trial {
		return facts.Trial{What: "the outputs of " + try.Name, FromNode: nodes[try.Name], Failure: "lose records"}
	})
	r.Measure("lost before", lost, "")
	r.Measure("agents that tell nothing", len(silent), "")
	return nil
}

// loggerPods are the ready pods of a log agent, by name.
func (s *Session) loggerPods(ctx context.Context, l logger) ([]corev1.Pod, error) {
	pods, err := s.pods(l.Namespace).list(ctx, metav1.ListOptions{LabelSelector: labels.SelectorFromSet(l.Selector).String()})
	if err != nil {
		return nil, fmt.Errorf("listing the pods of %s in namespace %s: %w", l.title, l.Namespace, err)
	}
	pods = slices.DeleteFunc(pods, func(p corev1.Pod) bool { return !ready(&p) || p.Status.PodIP == "" || p.DeletionTimestamp != nil })
	slices.SortFunc(pods, func(a, b corev1.Pod) int { return strings.Compare(a.Name, b.Name) })
	return pods, nil
}

// metricsURL is where a pod tells its metrics: at a port that it declares, or by default. "" where another process of the
// node may answer at that.
func (l logger) metricsURL(pod *corev1.Pod) string {
	for _, c := range pod.Spec.Containers {
		for _, p := range c.Ports {
			if slices.Contains(l.ports, p.ContainerPort) || p.Name == "http-metrics" {
				return "http://" + hostPort(pod.Status.PodIP, int(p.ContainerPort))
			}
		}
	}
	if pod.Spec.HostNetwork {
		return ""
	}
	return "http://" + hostPort(pod.Status.PodIP, int(l.ports[0]))
}
