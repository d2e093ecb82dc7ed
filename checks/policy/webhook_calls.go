package policy

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// WebhookCalls asks whether pods are missing because the API server could not call a webhook.
func WebhookCalls() check.Check {
	return check.Check{
		ID:    "policy/webhook-calls",
		Title: "No pod is missing because a webhook could not be called",
		Doc: `A webhook with ` + "`failurePolicy: Fail`" + ` that the API server cannot call keeps every pod away that it is called for. Its own pods may well be
ready, as their probes come from the node: a firewall between the control plane and the nodes, a network of pods that the control
plane is no part of, a NetworkPolicy, or a certificate that is not of the CA bundle stands between. Pods that run stay, so that it shows with the next
rollout, and in the namespaces of applications first, which the webhook is for.

kready looks at workloads of the whole cluster with fewer ready pods than they should have, and at what was last said of why no pod was made: the newest event FailedCreate, and the condition
ReplicaFailure of Deployments. Workloads of the platform are left to ` + "`cluster/system-workloads`" + `, and webhooks without a ready
endpoint to ` + "`policy/webhook-backends`" + `. Pods of Jobs are not looked at. Under ` + "`--probe`, `policy/webhooks-answer`" + ` tries.`,
		Level:    check.LevelHealthy,
		Tier:     check.TierMust,
		Reads:    facts.Fields{facts.KindWorkloads, facts.KindStartFailures, facts.KindWebhooks, facts.PartInventory},
		Requires: []string{"policy/webhook-backends"},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}, Gap: []facts.Portion{"workloads", "startFailures"},
		},
		Remediation: `Read what the webhook's server says, and call it from the control plane's side. To let pods be made while you repair it, and with its owner's
consent, set the webhook's ` + "`failurePolicy`" + ` to Ignore.`,
		Remedies: []check.Remedy{
			{State: "no-answer", Text: `The call does not arrive: let the control plane reach the nodes or pods at the port that the webhook's pods listen on (the Service's
targetPort, not 443): by the security group or firewall rule of the nodes, and by NetworkPolicies of its namespace. Where the control plane is no part of the pods'
network, the webhook's pods need ` + "`hostNetwork: true`" + `.

To let pods be made meanwhile, and with its owner's consent, set the webhook's ` + "`failurePolicy`" + ` to Ignore.`},
			{State: "certificate", Text: `The certificate that the webhook serves is not of the CA in its ` + "`caBundle`" + `, or has expired. What writes the bundle (the product itself, or
cert-manager's cainjector by an annotation) has it match again when it runs; then restart the webhook's pods. Two installs of a product that write one configuration take
turns at breaking it.`},
		},
		Links: []string{
			"https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy",
			"https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
			"https://istio.io/latest/docs/ops/common-problems/injection/",
		},
		Since: "0.2.0",
		Run:   runWebhookCalls,
	}
}

// The states of a call that failed, by what was said of it.
var (
	noAnswer    = regexp.MustCompile(`deadline exceeded|i/o timeout|Client\.Timeout|no route to host|connection refused|connection reset`)
	certificate = regexp.MustCompile(`x509:|tls:|certificate`)
)

// silent is a webhook that was not reached, with the workloads that wait for it.
type silent struct {
	hook, why string
	waiting   []string
}

func runWebhookCalls(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var all []silent
	for i := range in.Workloads {
		w := &in.Workloads[i]
		hook, why, failed := kube.FailedCall(notMade(in, w))
		if !failed || ofPlatform(in, kube.Ref(w)) {
			continue
		}
		at := slices.IndexFunc(all, func(s silent) bool { return s.hook == hook })
		if at < 0 {
			at, all = len(all), append(all, silent{hook: hook, why: why})
		}
		all[at].waiting = append(all[at].waiting, kube.FormatRef(kube.Ref(w)))
	}
	if len(all) == 0 {
		return check.Pass("no workload waits for a webhook that could not be called"), nil
	}
	var found []check.Finding
	var states []string
	for _, s := range all {
		f := s.finding(in)
		if f.State != "" && !slices.Contains(states, f.State) {
			states = append(states, f.State)
		}
		found = append(found, f)
	}
	reason := text.Counted(len(all), "webhook", "webhooks") + " could not be called, and pods are not made"
	return check.Gap(reason, found...).In(states...), nil
}

// notMade is what was last said of why no more pods of a workload are made; "" where it has all or nothing was said.
func notMade(in *facts.Input, w *facts.Workload) string {
	if !w.Status || w.Ready >= w.Desired {
		return ""
	}
	for _, f := range in.StartFailures {
		if f.Reason == "FailedCreate" && f.Kind == w.Kind && f.Namespace == w.Namespace && f.Name == w.Name && !in.Stale(f) {
			return f.Message
		}
	}
	return kube.ReplicaFailure(w)
}

// ofPlatform reports whether another check reports of a workload that it is not ready.
func ofPlatform(in *facts.Input, ref facts.ObjectRef) bool {
	return ref.Namespace == "kube-system" || slices.ContainsFunc(in.Inventory, func(i facts.Implementation) bool { return slices.Contains(i.Workloads, ref) })
}

// finding names the configuration of a webhook and the Service that it calls.
func (s silent) finding(in *facts.Input) check.Finding {
	out := check.Finding{Message: fmt.Sprintf("webhook %s could not be called (%s): pods of %s are not made", s.hook, s.why, text.Few(s.waiting))}
	switch {
	case certificate.MatchString(s.why):
		out.State = "certificate"
	case noAnswer.MatchString(s.why):
		out.State = "no-answer"
	}
	for _, config := range in.Webhooks {
		for _, hook := range config.Webhooks {
			if hook.Name != s.hook {
				continue
			}
			out.Object = facts.ObjectRef{Kind: config.Kind, Name: config.Name}
			if hook.ServiceName != "" {
				out.Message = fmt.Sprintf("webhook %s at Service %s/%s could not be called (%s): pods of %s are not made",
					s.hook, hook.ServiceNamespace, hook.ServiceName, s.why, text.Few(s.waiting))
			}
			return out
		}
	}
	return out
}
