// Package images holds the checks of where images come from.
package images

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// RegistryPull asks whether nodes really pull from the registry of applications.
func RegistryPull() check.Check {
	return proof.Check(check.Check{
		ID:    "images/registry-pull",
		Title: "Nodes of every zone and architecture pull from the registry",
		Doc: `A registry can be reached from one zone and not from another, hold an image for one architecture only,
or want a login that some nodes have. The first pod of a service that lands there says ImagePullBackOff,
most often at night, when it moves.

kready.yaml names an image of your registry under ` + "`probes.registryImage`" + `. The probe has a node of each
zone and architecture pull it, up to six, even where it is there already. Nothing of it is run: the
pod's command exists in no image, and that it cannot be found proves that the image is there. A pull
that fails counts after 40 seconds of trying.

A login that applications bring along as a pull secret is tried with ` + "`--namespace`" + ` and
` + "`--probe-pull-secret`" + `; without it, a registry that wants one makes the answer unknown.`,
		Tier: check.TierMust,
		Remediation: `The finding says what the kubelet got. Give the nodes the registry's credentials or the applications a pull
secret, open the way to the registry from each zone, and build the image for every architecture.`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
			"https://kubernetes.io/docs/concepts/containers/images/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Flags: "--probe, with probes.registryImage in kready.yaml,",
		Pass: func(p facts.Probe) string {
			return fmt.Sprintf("the image was pulled on %s", text.Counted(proof.Nodes(p), "node", "nodes"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return text.Share(proof.NodesOf(failed), proof.Nodes(p), "node tried", "nodes tried") + " cannot pull from the registry"
		},
	})
}
