package policy

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PSAEffective asks whether a privileged pod would be let in.
func PSAEffective() check.Check {
	return proof.Check(check.Check{
		ID:    "policy/psa-effective",
		Title: "A privileged pod is refused where services land",
		Doc: `Labels say what should happen to a privileged pod; exemptions, engines that are switched off and
namespaces that nobody labelled decide what does. Whoever gets such a pod in owns the node.

The probe asks the API server for a privileged pod that mounts the node's disk: in a new
namespace without labels, which shows what the cluster does by default, and in each namespace of
applications, up to 100. All of it is a dry run: the request goes through all of admission and
nothing is created. A refusal counts when it comes from Pod Security, or when a webhook or a
ValidatingAdmissionPolicy lets the same pod pass without the privileges. A pod that comes back
without them counts as refused. With ` + "`--namespace`" + ` only that namespace is tried.

It is asked as you. Where you are exempt, others may not be.`,
		Tier: check.TierShould,
		Remediation: `Enforce a level on the namespaces that the findings name:

    kubectl label --overwrite ns NAME pod-security.kubernetes.io/enforce=baseline

For new namespaces, put the label where namespaces are made, or set a default level in the API
server's admission configuration.`,
		Remedies: []check.Remedy{{Before: "1.23", Text: `Pod Security reads labels of namespaces from Kubernetes 1.23 on. Upgrade, and until then have a policy
engine refuse such pods.`}},
		Links: []string{
			"https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/",
			"https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "a privileged pod is refused in " + text.Share(len(p.Trials), len(p.Trials), "namespace tried", "namespaces tried") + leftOut(p)
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "a privileged pod is let into " + text.Share(len(failed), len(p.Trials), "namespace tried", "namespaces tried") + leftOut(p)
		},
	})
}

// leftOut says how many namespaces were too many to try.
func leftOut(p facts.Probe) string {
	if m, ok := p.Measure("namespaces left out"); ok {
		return "; " + text.Counted(m.Value, "more was not tried", "more were not tried")
	}
	return ""
}
