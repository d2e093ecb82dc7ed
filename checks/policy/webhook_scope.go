// Package policy holds the checks of admission that need an algorithm.
package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// WebhookScope asks whether a webhook that is away stops the platform itself.
func WebhookScope() check.Check {
	return check.Check{
		ID:    "policy/webhook-scope",
		Title: "No webhook stands between the platform and its own recovery",
		Doc: `A strict webhook (` + "`failurePolicy: Fail`" + `) whose pods are away refuses what it judges. When
that includes the pods of kube-system, DNS and network agents do not come back; when it
includes its own pods, it never does; when it includes Leases or Nodes, all nodes turn
NotReady. Each is an outage that only deleting the webhook ends.

kready looks at what each strict webhook is called for: pods in kube-system, pods in the
namespace of its own Service, Nodes, Leases, or everything (` + "`*/*`" + `). Its namespace selector is
held against the labels of the namespaces. Webhooks with an object selector or match
conditions are taken to leave these out, which kready does not verify. A webhook that waits
longer than ten seconds for such objects is told too, also when its failure is ignored. Left
out are webhooks that a provider runs beside its API server, which nobody else can change.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.KindNamespaces, facts.KindWebhooks},
		// Without it, webhooks of a provider are judged as the owner's.
		OptionalReads: facts.Fields{facts.PartDistribution},
		Remediation: `Leave the platform's namespaces out, by the chart's values where it has some:

    namespaceSelector:
      matchExpressions:
      - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, OWN-NAMESPACE]}

Name the resources that are judged in place of ` + "`*`" + `, and set ` + "`timeoutSeconds`" + ` to a few seconds.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
		},
		Since: "0.1.0",
		Run:   runWebhookScope,
	}
}

func runWebhookScope(_ context.Context, in *facts.Input) (check.Outcome, error) {
	namespaces := map[string]*facts.Namespace{}
	for i := range in.Namespaces {
		namespaces[in.Namespaces[i].Name] = &in.Namespaces[i]
	}
	hooks, bad := 0, map[string]bool{}
	timeout := int(in.Thresholds.OrDefault().WebhookTimeoutSeconds)
	var findings []check.Finding
	for _, config := range in.Webhooks {
		for _, hook := range config.Webhooks {
			hooks++
			if in.Distribution.Managed && hook.Loopback {
				continue
			}
			if dangers := dangersOf(hook, namespaces, timeout); len(dangers) > 0 {
				bad[config.Kind+config.Name] = true
				findings = append(findings, check.Finding{
					Object:  facts.ObjectRef{Kind: config.Kind, Name: config.Name},
					Message: fmt.Sprintf("%s %s", hook.Name, strings.Join(dangers, ", and ")),
				})
			}
		}
	}
	switch {
	case hooks == 0:
		return check.Skip("there is no admission webhook"), nil
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("%s can stop the platform", text.Counted(len(bad), "webhook configuration", "webhook configurations")),
			findings...), nil
	}
	return check.Pass(fmt.Sprintf("%s, none strict for the platform's own objects, by what it selects", text.Counted(hooks, "webhook", "webhooks"))), nil
}

// dangersOf says how a webhook can stop the platform. timeout is how many seconds it may
// keep the platform's own objects waiting.
func dangersOf(hook facts.Webhook, namespaces map[string]*facts.Namespace, timeout int) []string {
	var dangers []string
	strict := hook.FailurePolicy == "Fail" && !hook.Narrowed
	system := matches(hook, "", "pods") && selected(hook, namespaces["kube-system"])
	if strict && system {
		dangers = append(dangers, "judges pods of kube-system")
	}
	if own := hook.ServiceNamespace; strict && own != "kube-system" && matches(hook, "", "pods") && selected(hook, namespaces[own]) {
		dangers = append(dangers, "judges the pods of its own namespace "+own)
	}
	nodes, leases := matches(hook, "", "nodes") && selectsAll(hook), matches(hook, "coordination.k8s.io", "leases") && selected(hook, namespaces["kube-node-lease"])
	switch {
	case strict && slices.Contains(hook.Resources, "*/*") && selectsAll(hook):
		dangers = []string{"judges everything (*/*) in all namespaces"}
	case strict && (nodes || leases):
		dangers = append(dangers, "judges the heartbeats of nodes")
	}
	if (system || nodes || leases) && hook.TimeoutSeconds > timeout {
		dangers = append(dangers, fmt.Sprintf("makes them wait up to %d seconds", hook.TimeoutSeconds))
	}
	return dangers
}

// matches reports whether a webhook is called for a resource.
func matches(hook facts.Webhook, group, resource string) bool {
	return slices.ContainsFunc(hook.Resources, func(rule string) bool {
		g, r, _ := strings.Cut(rule, "/")
		return (g == "*" || g == group) && (r == "*" || r == resource || r == "*/*")
	})
}

// selectsAll reports whether a webhook leaves no namespace out. Objects that live in no
// namespace are always judged, but a selector shows that somebody thought of the scope.
func selectsAll(hook facts.Webhook) bool { return len(hook.Namespaces.Requirements) == 0 }

// selected reports whether a webhook is called for the objects of a namespace. One that
// is not there is not selected.
func selected(hook facts.Webhook, n *facts.Namespace) bool {
	return n != nil && (selectsAll(hook) || kube.Selects(&hook.Namespaces, kube.NamespaceLabels(n)))
}
