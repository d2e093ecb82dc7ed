// Package storage holds the checks of volumes.
package storage

import (
	"fmt"
	"strings"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Provision asks whether a claim really gets a volume that keeps what is written.
func Provision() check.Check {
	return proof.Check(check.Check{
		ID:    "storage/provision",
		Title: "A volume is made, keeps its data, and goes with its claim",
		Doc: `Drivers can run, classes can be there, and a claim still wait for ever: for want of rights in
the cloud, of quota, of a driver on the node that the pod comes to. A stateful service finds
out when it lands, or when it moves for the first time.

The probe claims 1 GiB of the default StorageClass, or of the one that kready.yaml names under
` + "`probes.storageClass`" + `. A pod writes 1 MiB and syncs it. Once that pod is gone another one reads it
back and compares: on another node where the volume says that it may be used there, and else
on the same one. Then the claim is removed, and the volume has to go with it.

A volume may cost money, so that ` + "`--allow-storage`" + ` is needed. A class that keeps its volumes
(Retain) is not tried: the probe would leave one behind. Pods run as a user that is not root,
with its group on the volume.`,
		Tier: check.TierMust,
		Remediation: `The finding carries the last event about the claim or the pod. ` + "`kubectl get events`" + ` and the log of
the driver's controller say more: most often the driver lacks rights in the cloud, the quota
is used up, or the node plugin is missing on a node.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/storage/dynamic-provisioning/",
			"https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Flags: "--probe --allow-storage",
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a written volume")
			moved, _ := p.Measure("moved to another node")
			where := "read back on the same node, which is where it has to stay"
			if moved.Value > 0 {
				where = "read back from another node"
			}
			return fmt.Sprintf("a volume was there and written to in %s, and %s%s", proof.Seconds(took.Value), where, leftBehind(p))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			switch what := failed[0].What; {
			case strings.Contains(what, "reading it back"):
				return "what one pod wrote to a volume is not there for the next one"
			case strings.Contains(what, "going with its claim"):
				return "a volume does not go with its claim"
			}
			return "a claim is not given a volume that can be written to"
		},
	})
}

// leftBehind says what the probe could not take back.
func leftBehind(p facts.Probe) string {
	for _, m := range p.Measures {
		if after, ok := strings.CutPrefix(m.Name, "volumes left behind: "); ok {
			return "; " + after
		}
	}
	return ""
}
