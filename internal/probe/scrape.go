package probe

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// scrapeSeconds is how long a new target may take to be scraped: the operator writes a Secret, of which the kubelet learns
// within a minute and a half, and Prometheus reloads.
const scrapeSeconds = 210

// scrape tests whether Prometheus scrapes a new target that a ServiceMonitor names.
func scrape() Probe {
	return Probe{
		Name:            "metrics/scrape",
		Creates:         "a Service; a ServiceMonitor, in a namespace of its own where Prometheus selects namespaces, and a client Job for each of up to 3 Prometheuses",
		ExpectedSeconds: 90,
		Limit:           5 * time.Minute,
		Reads:           facts.Fields{facts.KindPrometheuses, facts.KindWorkloads},
		Skip: func(s *Session) (string, error) {
			if len(s.prometheuses(takesMonitors)) > 0 {
				return "", nil
			}
			return "no Prometheus of the Prometheus operator takes ServiceMonitors of new namespaces", s.checkReadable(facts.KindPrometheuses)
		},
		Rights: kube.Rights(monitoringGroup, "servicemonitors", "create", "get", "list", "delete"),
		Run:    runScrape,
	}
}

// takesMonitors reports whether a Prometheus takes ServiceMonitors of a namespace that kready makes for it.
func takesMonitors(p *facts.Prometheus) bool {
	_, objects := labelsFor(&p.ServiceMonitors.Objects)
	_, namespaces := labelsFor(&p.ServiceMonitors.Namespaces)
	return objects && namespaces
}

func monitoringKind(resource string) schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: monitoringGroup, Version: "v1", Resource: resource}
}

func runScrape(ctx context.Context, s *Session, out *Result) error {
	if _, err := s.EchoServers(); err != nil {
		return err
	}
	if err := s.scrapedService(ctx); err != nil {
		return err
	}
	var problems []error
	for i, p := range s.prometheuses(takesMonitors) {
		if err := s.tryScrape(ctx, out, p, i); err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// scrapedService creates the Service that ServiceMonitors name: one server behind it, so that it is scraped once.
func (s *Session) scrapedService(ctx context.Context) error {
	_, err := s.services(s.Namespace).create(ctx, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "scrape-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(map[string]string{"kready.dev/app": "scrape"})},
		Spec: corev1.ServiceSpec{
			Selector: map[string]string{LabelRun: s.RunID, LabelPart: "echo-0"},
			Ports:    []corev1.ServicePort{{Name: "metrics", Port: agent.PortHTTP, TargetPort: intstr.FromInt(agent.PortHTTP)}},
		},
	})
	if err != nil {
		return fmt.Errorf("creating the Service that is to be scraped: %w", err)
	}
	return nil
}

// tryScrape has one Prometheus told of the Service, and asks it for the metric. Without an answer to a query of no target,
// nothing is proven.
func (s *Session) tryScrape(ctx context.Context, out *Result, p *facts.Prometheus, i int) error {
	at, err := s.prometheusAt(ctx, p)
	if err != nil {
		return err
	}
	namespace := s.Namespace
	if labels, _ := labelsFor(&p.ServiceMonitors.Namespaces); len(labels) > 0 {
		if namespace, err = s.CreateExtraNamespace(ctx, "scrape-"+strconv.Itoa(i), labels); err != nil {
			return err
		}
		defer s.dropNamespace(ctx, namespace)
	}
	monitors := s.Client.Resource(monitoringKind("servicemonitors")).Namespace(namespace)
	monitor := s.monitor(namespace, i, p)
	ask := func(name, query string, seconds, pause int) []agent.Trial {
		params := map[string]string{"query": query, "pool": "serviceMonitor/" + namespace + "/" + monitor.GetName() + "/0"}
		return []agent.Trial{{Name: name, Kind: "promql", Target: at, Params: params, Expected: facts.Answered, Seconds: seconds, PerAttempt: 5, Pause: pause}}
	}
	client, err := s.StartClient(ctx, Client{Name: "scrape-" + strconv.Itoa(i), Limit: (scrapeSeconds + 45) * time.Second, Script: agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: ask("asked", "vector(1)", 20, 0)},
		{Phase: facts.PhaseProof, Trials: ask("scraped", fmt.Sprintf("kready_probe{run=%q}", s.RunID), scrapeSeconds, 3)},
	}}})
	if err != nil {
		return err
	}
	results, after, err := applyChange(ctx, []*RunningClient{client}, func() error {
		if _, err := monitors.Create(ctx, monitor, metav1.CreateOptions{}); err != nil {
			return createError("a ServiceMonitor", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.AddAnswers(results[0], func(try agent.Trial) facts.Trial {
		if try.Name == "asked" {
			return facts.Trial{What: "a query to Prometheus " + p.Namespace + "/" + p.Name}
		}
		return facts.Trial{What: "a target of a new ServiceMonitor, in Prometheus " + p.Namespace + "/" + p.Name, Namespace: p.Namespace, Failure: "was not scraped"}
	})
	if a, ok := results[0].Answer("scraped"); ok && a.Got == facts.Answered {
		out.addMax("time to a scrape", int(after.Milliseconds()), "milliseconds")
	}
	return nil
}

// monitor is a ServiceMonitor that a Prometheus selects.
func (s *Session) monitor(namespace string, i int, p *facts.Prometheus) *unstructured.Unstructured {
	labels, _ := labelsFor(&p.ServiceMonitors.Objects)
	o := s.object(monitoringGroup+"/v1", "ServiceMonitor", fmt.Sprintf("scrape-%d-%s", i, s.RunID), map[string]any{
		"selector":          map[string]any{"matchLabels": map[string]any{LabelRun: s.RunID, "kready.dev/app": "scrape"}},
		"namespaceSelector": map[string]any{"matchNames": []any{s.Namespace}},
		"endpoints":         []any{map[string]any{"port": "metrics", "interval": "5s"}},
	})
	o.SetNamespace(namespace)
	o.SetLabels(s.labels(labels))
	return o
}
