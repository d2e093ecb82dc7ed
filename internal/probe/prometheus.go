package probe

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	monitoringGroup = "monitoring.coreos.com"
	// prometheusURL is the setting in kready.yaml that says where Prometheus answers.
	prometheusURL = "prometheusURL"
	// maxPrometheuses limits those that are asked.
	maxPrometheuses = 3
)

// prometheuses are the servers of the Prometheus operator that are asked, of those for which is holds.
func (s *Session) prometheuses(is func(*facts.Prometheus) bool) []*facts.Prometheus {
	var out []*facts.Prometheus
	for i := range s.Input.Prometheuses {
		if p := &s.Input.Prometheuses[i]; p.Kind == "Prometheus" && is(p) && len(out) < maxPrometheuses {
			out = append(out, p)
		}
	}
	return out
}

// prometheusAt is where a Prometheus is asked: the configured URL, or a Service that leads to its pods.
func (s *Session) prometheusAt(ctx context.Context, p *facts.Prometheus) (string, error) {
	if at := s.Option(prometheusURL); at != "" {
		return at, nil
	}
	services, err := s.services(p.Namespace).list(ctx, metav1.ListOptions{})
	if err != nil {
		return "", fmt.Errorf("listing the Services in front of Prometheus %s/%s: %w", p.Namespace, p.Name, err)
	}
	labels := map[string]string{"app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": p.Name, "prometheus": p.Name}
	for _, w := range s.Input.Workloads {
		if w.Kind == facts.StatefulSet && w.Namespace == p.Namespace && w.Name == "prometheus-"+p.Name {
			labels = w.PodLabels
		}
	}
	alone := len(s.prometheuses(func(o *facts.Prometheus) bool { return o.Namespace == p.Namespace })) == 1
	found := ""
	for i := range services {
		service := &services[i]
		port := prometheusPort(service)
		_, named := service.Spec.Selector["operator.prometheus.io/name"]
		_, older := service.Spec.Selector["prometheus"]
		if port == 0 || !selects(service.Spec.Selector, labels) || !alone && !named && !older {
			continue // it may lead to another one of the namespace
		}
		at := "http://" + hostPort(service.Name+"."+service.Namespace+".svc", port)
		if found == "" || service.Spec.ClusterIP != corev1.ClusterIPNone {
			found = at
		}
	}
	if found == "" {
		return "", &ObstacleError{fmt.Sprintf("no Service leads to Prometheus %s/%s alone: probes.%s in kready.yaml says where it answers", p.Namespace, p.Name, prometheusURL)}
	}
	return found, nil
}

// prometheusPort is the port of a Service for Prometheus' own API; 0 for none.
func prometheusPort(service *corev1.Service) int {
	for _, p := range service.Spec.Ports {
		if p.Port == 9090 || slices.Contains([]string{"web", "http-web"}, p.Name) {
			return int(p.Port)
		}
	}
	return 0
}

// labelsFor are labels by which a selector selects an object; false when it selects none, or none could be made.
func labelsFor(selector *facts.Selector) (map[string]string, bool) {
	labels := map[string]string{}
	for _, r := range selector.Requirements {
		switch {
		case r.Operator == "In" && len(r.Values) > 0:
			labels[r.Key] = r.Values[0]
		case r.Operator == "Exists":
			labels[r.Key] = "kready"
		}
	}
	return labels, selector.Set && kube.Selects(selector, labels)
}
