// Package mesh holds the checks of service meshes.
package mesh

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Injection asks whether the mesh really takes pods in.
func Injection() check.Check {
	return proof.Check(check.Check{
		ID:    "mesh/injection",
		Title: "A pod that is to be in the mesh gets into it",
		Doc: `A namespace carries a label of a revision that is gone, or the injector's webhook leaves it out:
its pods start without a proxy, work, and are outside of the mesh. Nothing reports it.

The probe reads off the webhooks of Istio which labels enrol a namespace, makes a namespace for each
(up to four), and asks the API server for a pod there in a dry run: it has to come back with the
proxy. For ambient mode a pod really runs, and has to be redirected. Linkerd is asked by its
annotation. Other meshes make the answer unknown.`,
		Tier:     check.TierMust,
		Requires: []string{"mesh/present"},
		Remediation: `Bring back the injector, and let the API server reach it. ` + "`istioctl analyze -A`" + ` finds namespaces with
labels that no revision serves; ` + "`linkerd check`" + ` looks at its injector.`,
		Links: []string{
			"https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/",
			"https://linkerd.io/2/features/proxy-injection/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "pods are taken into the mesh: " + text.Counted(len(p.Trials), "way of enrolment was tried", "ways of enrolment were tried")
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "pods are not taken into the mesh by " + text.Share(len(failed), len(p.Trials), "way of enrolment tried", "ways of enrolment tried")
		},
	})
}
