package metrics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// managers judges the Alertmanagers: the operator's, and those without one.
func (a *alerting) managers(in *facts.Input) {
	for i := range in.Alertmanagers {
		a.manager(in, &in.Alertmanagers[i])
	}
	for i := range in.Workloads {
		w := &in.Workloads[i]
		// One that wants no pod gets no alert, as that of GKE's managed Prometheus before there are rules.
		if w.OwnerKind == "Alertmanager" || !runs(w, "alertmanager") || w.Status && w.Desired == 0 {
			continue
		}
		a.unknown = append(a.unknown, check.Finding{
			Object:  kube.Ref(w),
			Message: "its configuration lies in a ConfigMap or Secret, which kready does not read",
		})
	}
}

// manager judges one Alertmanager of the operator.
func (a *alerting) manager(in *facts.Input, m *facts.Alertmanager) {
	finding := func(message string) check.Finding {
		return check.Finding{Object: facts.ObjectRef{Kind: "Alertmanager", Namespace: m.Namespace, Name: m.Name}, Message: message}
	}
	i := slices.IndexFunc(m.Conditions, func(c facts.Condition) bool { return c.Type == "Available" && c.Status == "False" })
	if i >= 0 {
		a.gaps = append(a.gaps, finding("it is not available: "+m.Conditions[i].Message))
		return
	}
	if m.Configuration == "" {
		a.unknown = append(a.unknown, finding(fmt.Sprintf("its configuration lies in Secret %s, which kready does not read", secretOf(m))))
		return
	}
	i = slices.IndexFunc(in.AlertmanagerConfigs, func(c facts.AlertmanagerConfig) bool {
		return c.Namespace == m.Namespace && c.Name == m.Configuration
	})
	if i < 0 {
		a.gaps = append(a.gaps, finding(fmt.Sprintf("its configuration, AlertmanagerConfig %s, does not exist", m.Configuration)))
		return
	}
	config := &in.AlertmanagerConfigs[i]
	kinds := reached(config)
	if len(kinds) == 0 {
		a.gaps = append(a.gaps, finding(fmt.Sprintf("all routes of AlertmanagerConfig %s end in receivers without an integration", config.Name)))
		return
	}
	route := fmt.Sprintf("%s/%s sends alerts to %s", m.Namespace, m.Name, strings.Join(kinds, ", "))
	if len(integrations(config, config.Default)) == 0 {
		route += fmt.Sprintf(", and drops what only its default receiver %s gets", config.Default)
	}
	a.routes = append(a.routes, route)
}

// secretOf names the Secret of an Alertmanager's configuration; the operator has a
// name for it when the object has none.
func secretOf(m *facts.Alertmanager) string {
	if m.ConfigSecret != "" {
		return m.ConfigSecret
	}
	return "alertmanager-" + m.Name
}

// reached are the kinds of integration that a configuration's routes lead to, sorted.
func reached(c *facts.AlertmanagerConfig) []string {
	var kinds []string
	for _, receiver := range c.Routed {
		kinds = append(kinds, integrations(c, receiver)...)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func integrations(c *facts.AlertmanagerConfig, receiver string) []string {
	i := slices.IndexFunc(c.Receivers, func(r facts.AlertReceiver) bool { return r.Name == receiver })
	if i < 0 {
		return nil
	}
	return c.Receivers[i].Integrations
}
