package images

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// VerifyWorks asks whether a pod with an image without a signature is refused.
func VerifyWorks() check.Check {
	return proof.Check(check.Check{
		ID:    "images/verify-works",
		Title: "A pod with an image that is not signed is refused",
		Doc: `A policy that verifies images may audit only, match other registries than it is meant to, or leave out the namespaces that
nobody labelled. That it is there (images/verification) does not say that it refuses anything.

kready.yaml names an image under ` + "`probes.unsignedImage`" + ` that has to be refused: one of your registry, without a signature that you
trust. The probe asks for a pod with it in a dry run, in a new namespace with the label by which Sigstore's
policy-controller is asked for, or in that of ` + "`--namespace`" + `. Nothing is created but the namespace. The pod has to be refused, with
a message about signatures: one that is refused for anything else proves nothing, and is unknown.

It proves nothing of other registries and namespaces than these, nor that images with a signature are let in. Verification on nodes
(containerd's image verifiers, OpenShift's signature policies) comes after admission, and is not tried.`,
		Tier: check.TierShould,
		Remediation: `Let the policy refuse (Kyverno: ` + "`validationActions: [Deny]`" + ` or ` + "`failureAction: Enforce`" + `; Sigstore: ` + "`mode: enforce`" + `), match your
registry in it, and have it hold for all namespaces but those of the platform.`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/administer-cluster/verify-signed-artifacts/",
			"https://docs.sigstore.dev/policy-controller/overview/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Flags: "--probe, with probes.unsignedImage in kready.yaml,",
		Pass:  func(facts.Probe) string { return "the image that is not signed is refused in a dry run" },
		Gap:   func(facts.Probe, []facts.Trial) string { return "the image that is not signed is let in" },
	})
}
