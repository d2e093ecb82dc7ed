package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ScrapeAllowed asks whether NetworkPolicies let Prometheus reach the pods that monitors of a service scrape.
func ScrapeAllowed() check.Check {
	return check.Check{
		ID:      "network/scrape-allowed",
		Title:   "NetworkPolicies let Prometheus reach the pods that the service's monitors scrape",
		Subject: check.SubjectService,
		Doc: `Where a policy restricts who may reach pods, Prometheus needs a rule like anybody else: without one its targets are
down, and the alerts on what they measure stay silent.

For each ServiceMonitor and PodMonitor of the service, kready takes the pods of the service that it leads to, the ports, and
each Prometheus and PrometheusAgent that picks it up, and puts together the NetworkPolicies of the cluster and of the
service that select these pods, as Kubernetes does. Monitors that nothing picks up are the matter of
` + "`metrics/monitors-picked`" + `. Where the pods of the Prometheus are not seen, and with policies of other kinds, the answer is
unknown. Scrapes by annotations are not judged.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNetworkPolicies, facts.KindNamespaces, facts.KindNodes, facts.KindWorkloads, facts.KindPrometheuses, facts.PartInventory},
		OptionalReads: kube.OtherPolicyReads(),
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Let Prometheus in, by a rule of the policy or a policy beside it, with the namespace that it runs in:

    ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}]
`,
		Links: []string{"https://kubernetes.io/docs/concepts/services-networking/network-policies/"},
		Since: "0.2.0",
		Run:   runScrapeAllowed,
	}
}

func runScrapeAllowed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	t := newTraffic(in)
	leads := false
	var all []connection
	for i := range in.Service.Monitors {
		m := &in.Service.Monitors[i]
		servers := t.scrapers(m)
		for _, s := range t.scraped(m) {
			leads = true
			for _, server := range servers {
				what := fmt.Sprintf("%s %s/%s", server.Kind, server.Namespace, server.Name)
				all = append(all, connection{kube.Ingress, s.pods, t.scraperPeer(server), s.ports, what, s.pods.TemplateLine})
			}
		}
	}
	switch {
	case !leads:
		return check.Skip("no monitor of the service leads to its own pods"), nil
	case len(all) == 0:
		return check.Pass("no Prometheus is seen that picks its monitors up: see metrics/monitors-picked"), nil
	}
	gaps, unknowns := t.sorted(all)
	ways := text.Counted(len(all), "way", "ways")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("NetworkPolicies stop %d of %s from a Prometheus to its pods", len(gaps), ways),
		fmt.Sprintf("whether NetworkPolicies stop %d of %s from a Prometheus to its pods is not known", len(unknowns), ways),
		fmt.Sprintf("%s from a Prometheus to its pods, which NetworkPolicies let through", ways)), nil
}

// target is what a monitor scrapes of the service.
type target struct {
	pods  *facts.LandingPods
	ports []kube.Port
}

// scraped are the pods of the service that a monitor leads to, with the ports.
func (t *traffic) scraped(m *facts.LandingMonitor) []target {
	namespace := m.Namespace
	switch {
	case len(m.Namespaces) == 1:
		namespace = m.Namespaces[0]
	case len(m.Namespaces) > 1, m.AnyNamespace:
		namespace = ""
	}
	looksInto := func(namespace string) bool {
		if len(m.Namespaces) > 0 {
			return slices.Contains(m.Namespaces, namespace)
		}
		return m.AnyNamespace || namespace == m.Namespace
	}
	var out []target
	if m.Kind == "PodMonitor" {
		for _, p := range t.brings.PodsBy(namespace, &m.Selector) {
			if looksInto(p.Namespace) {
				out = append(out, target{p, scrapedPorts(nil, p, m)})
			}
		}
		return out
	}
	for _, own := range t.brings.ServicesBy(namespace, &m.Selector) {
		if !looksInto(own.Namespace) {
			continue
		}
		for _, p := range t.brings.Pods(own.Namespace, own.Selector) {
			out = append(out, target{p, scrapedPorts(own, p, m)})
		}
	}
	return out
}

// scrapedPorts are the ports of pods that a monitor scrapes; those of the Service by their names.
func scrapedPorts(own *facts.LandingService, p *facts.LandingPods, m *facts.LandingMonitor) []kube.Port {
	var out []kube.Port
	for _, e := range m.Endpoints {
		if own != nil && e.Port != "" {
			for _, port := range own.Ports {
				if port.Name == e.Port {
					out = append(out, targetsOf(own, []*facts.LandingPods{p}, port.Port)...)
				}
			}
			continue
		}
		number := e.Target
		if e.TargetName != "" {
			number, _ = kube.NamedPort(p, e.TargetName, "TCP")
		}
		if number > 0 {
			out = append(out, kube.Port{Protocol: "TCP", Number: number, Names: kube.PortNames(p, number, "TCP"), NamesKnown: true})
		}
	}
	return out
}

// scrapers are the servers that pick a monitor up.
func (t *traffic) scrapers(m *facts.LandingMonitor) []*facts.Prometheus {
	object := t.brings.Object("monitoring.coreos.com", m.Kind, m.Namespace, m.Name)
	var out []*facts.Prometheus
	for i := range t.in.Prometheuses {
		p := &t.in.Prometheuses[i]
		selection := &p.ServiceMonitors
		if m.Kind == "PodMonitor" {
			selection = &p.PodMonitors
		}
		if p.Kind == "ThanosRuler" || object == nil {
			continue
		}
		if picked, _ := kube.NewPicker(selection, p.Namespace).Picks(m.Namespace, object.Labels, t.labelsOf(m.Namespace)); picked == kube.Picked {
			out = append(out, p)
		}
	}
	return out
}

// scraperPeer is a server as policies see it. Where its workload is not seen, its pods have the labels that the operator
// gives them, and perhaps more.
// https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/server/statefulset.go
func (t *traffic) scraperPeer(p *facts.Prometheus) *kube.Peer {
	if t.servers[p] == nil {
		t.servers[p] = t.newScraperPeer(p)
	}
	return t.servers[p]
}

func (t *traffic) newScraperPeer(p *facts.Prometheus) *kube.Peer {
	for i := range t.in.Workloads {
		if w := &t.in.Workloads[i]; w.Namespace == p.Namespace && w.PodLabels["operator.prometheus.io/name"] == p.Name {
			return t.workload(w)
		}
	}
	peer := t.peer(p.Namespace, map[string]string{"operator.prometheus.io/name": p.Name})
	peer.Partial = true
	return peer
}
