package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// AlertRouting asks whether alerts reach a receiver.
func AlertRouting() check.Check {
	return check.Check{
		ID:    "metrics/alert-routing",
		Title: "Alerts reach a receiver",
		Doc: `An alert that fires and is sent to nobody looks the same as no alert. Alertmanager starts
with a receiver that drops everything: in kube-prometheus-stack the default route and its
only receiver are named ` + "`null`" + `.

There must be an Alertmanager that is available, something that sends alerts to it, and a
route to a receiver with an integration. That can be seen only where the whole configuration
is an AlertmanagerConfig (` + "`spec.alertmanagerConfiguration`" + `). Mostly it lies in a Secret, and
kready reads no Secrets: then the answer is unknown, and the reason says which Secret to look
into. AlertmanagerConfigs that no Alertmanager selects are a gap in either case.

Alerts that Grafana or a vendor evaluates, in the cluster or outside of it, are unknown as
well. That somebody reads what is sent cannot be seen.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Needs: facts.Needs("alertmanagerConfigs", "alertmanagers", "inventory", "namespaces", "prometheusRules", "prometheuses", "workloads"),
		Remediation: `See what Alertmanager does with an alert now:

    kubectl -n NAMESPACE exec alertmanager-NAME-0 -- \
      amtool --alertmanager.url=http://localhost:9093 config routes test severity=critical

Then define a receiver and a route to it, in the Secret, or as an AlertmanagerConfig that
` + "`spec.alertmanagerConfiguration`" + ` names. Waive the check with the name of the channel once you
have seen an alert arrive.`,
		Links: []string{
			"https://prometheus.io/docs/alerting/latest/configuration/",
			"https://prometheus-operator.dev/docs/developer/alerting/",
		},
		Since: "0.1.0",
		Run:   runAlertRouting,
	}
}

func runAlertRouting(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if nothing(in) {
		return check.Skip(absent), nil
	}
	var a alerting
	a.managers(in)
	a.configs(in)
	a.senders(in)
	switch {
	case len(a.gaps) > 0:
		return check.Gap(a.gapReason(), a.gaps...), nil
	case len(a.doubts) > 0:
		return check.Unknown("whether alerts reach a receiver cannot be told", a.doubts...), nil
	}
	return check.Pass(strings.Join(a.routes, "; ")), nil
}

// alerting gathers what is known of the way of an alert.
type alerting struct {
	gaps, doubts []check.Finding
	// routes say of each Alertmanager where it sends what it gets.
	routes []string
	// unread counts the AlertmanagerConfigs that none selects.
	unread int
}

// managers judges the Alertmanagers: the operator's, and those without one.
func (a *alerting) managers(in *facts.Input) {
	for i := range in.Alertmanagers {
		a.manager(in, &in.Alertmanagers[i])
	}
	for i := range in.Workloads {
		w := &in.Workloads[i]
		if w.OwnerKind == "Alertmanager" || !runs(w, "alertmanager") {
			continue
		}
		a.doubts = append(a.doubts, check.Finding{
			Object:  facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name},
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
		a.doubts = append(a.doubts, finding(fmt.Sprintf("its configuration lies in Secret %s, which kready does not read", secretOf(m))))
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

// configs finds the AlertmanagerConfigs that no Alertmanager reads.
func (a *alerting) configs(in *facts.Input) {
	var candidates []candidate
	whole := map[string]bool{}
	for _, m := range in.Alertmanagers {
		candidates = append(candidates, candidate{facts.ObjectRef{Kind: "Alertmanager", Namespace: m.Namespace, Name: m.Name}, m.Configs})
		whole[m.Namespace+"/"+m.Configuration] = true
	}
	picks := newPicker(in)
	for _, c := range in.AlertmanagerConfigs {
		if whole[c.Namespace+"/"+c.Name] {
			continue
		}
		s := subject{facts.ObjectRef{Kind: "AlertmanagerConfig", Namespace: c.Namespace, Name: c.Name}, c.Labels}
		got, why := picks.pick(s, candidates)
		if why == "" {
			why = "there is no Alertmanager of the operator to read it"
		}
		finding := check.Finding{Object: s.ref, Message: why}
		switch {
		case got == unsure, got == left && len(ruleReaders(in)) > 0:
			a.doubts = append(a.doubts, finding)
		case got == left:
			a.gaps = append(a.gaps, finding)
			a.unread++
		}
	}
}

func (a *alerting) gapReason() string {
	if a.unread == len(a.gaps) {
		return fmt.Sprintf("%s read by no Alertmanager", check.Counted(a.unread, "AlertmanagerConfig is", "AlertmanagerConfigs are"))
	}
	return "alerts reach no receiver"
}
