package logs

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Admission asks whether the pods of the log agents are let into their namespaces.
func Admission() check.Check {
	return check.Check{
		ID:    "logs/agent-admission",
		Title: "The pods of the log agents are admitted",
		Doc: `A log agent mounts the node's log folders, and the Pod Security levels baseline and
restricted forbid that. In a namespace that enforces one of them the DaemonSet is accepted
and none of its pods is made: no pod, no crash, no alert, and no logs.

kready holds the hostPath volumes of each log agent against its namespace's label
` + "`pod-security.kubernetes.io/enforce`" + `. Pods that were made before the label are still
there, and their successors are refused. An agent that wants pods and after ten minutes has
none at all is a gap as well: a webhook or a quota refuses them.

A level that the API server's admission configuration sets, and exemptions from it, are
not visible.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNamespaces, facts.KindPods, facts.KindWorkloads},
		Requires:      []string{"logs/collector"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: `Give log agents a namespace of their own, and let it enforce nothing:

    kubectl label --overwrite ns NAMESPACE pod-security.kubernetes.io/enforce=privileged
    kubectl -n NAMESPACE rollout restart daemonset NAME

For any other refusal, ` + "`kubectl -n NAMESPACE describe daemonset NAME`" + ` shows who said no.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/security/pod-security-standards/",
			"https://kubernetes.io/docs/concepts/security/pod-security-admission/",
		},
		Since: "0.1.0",
		Run:   admission,
	}
}

func admission(_ context.Context, in *facts.Input) (check.Outcome, error) {
	all := agents(in)
	if len(all) == 0 {
		return check.Skip("the agents run where kready cannot see them"), nil
	}
	levels := map[string]string{}
	for _, n := range in.Namespaces {
		levels[n.Name] = n.Labels[kube.PodSecurityLabel]
	}
	var findings []check.Finding
	var refused []agent
	for _, a := range all {
		if why := refusal(in, a, levels[a.Namespace]); why != "" {
			findings = append(findings, check.Finding{Object: a.ref(), Message: why})
			refused = append(refused, a)
		}
	}
	if len(findings) > 0 {
		return check.Gap(fmt.Sprintf("pods of %s are refused", titles(refused)), findings...), nil
	}
	return check.Pass(fmt.Sprintf("nothing refuses the pods of %s", titles(all))), nil
}

// refusal says why pods of an agent are not admitted, "" when nothing tells.
func refusal(in *facts.Input, a agent, level string) string {
	pods := 0
	for _, p := range in.Pods {
		if owned(&p, a) {
			pods += p.Count
		}
	}
	none := a.Status && a.Desired > 0 && a.Ready == 0 && pods == 0
	why := kube.ForbiddenByPodSecurity(&a.Workload, level)
	switch {
	case why != "" && none:
		return fmt.Sprintf("none of its %s was made: %s", text.Counted(a.Desired, "pod", "pods"), why)
	case why != "":
		return why + ": new pods are refused"
	case none && !recent(a, in):
		return fmt.Sprintf("it wants %s and none was made", text.Counted(a.Desired, "pod", "pods"))
	}
	return ""
}

// recent reports whether an agent was made so lately that its pods may still come.
func recent(a agent, in *facts.Input) bool {
	return !a.CreatedAt.IsZero() && in.CollectedAt.Sub(a.CreatedAt) < in.Thresholds.OrDefault().PendingMinutes.Duration()
}
