package storage

import (
	"fmt"
	"strings"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// SnapshotRestore asks whether a volume can be made from a snapshot, with what was in it.
func SnapshotRestore() check.Check {
	return proof.Check(check.Check{
		ID:    "storage/snapshot-restore",
		Title: "A volume that is made from a snapshot has what was written before",
		Doc: `Backups and clones rest on volume snapshots. That the API, a class and a controller are there (storage/snapshots)
does not say that the driver may take one, nor that a volume comes of it: rights in the cloud, quotas and
sidecars of the driver show when it is tried.

The probe claims 1 GiB of the default StorageClass, or of the one that kready.yaml names under ` + "`probes.storageClass`" + `, and
writes 1 MiB to it. It makes a VolumeSnapshot, by the default class of the driver or another one of it, waits up to three
minutes until it is ready, claims a volume from it, and compares in a pod what is there. Then all of it is removed, and the
snapshot has to go.

Volumes and snapshots may cost money, so that ` + "`--allow-storage`" + ` is needed. Classes that keep volumes or snapshots
that are deleted (Retain) are not tried. That your backups restore is not proven: they have data and hooks of their own.`,
		Tier: check.TierShould,
		Remediation: `The finding carries what the snapshot or the last event says. "no snapshot controller has looked at it": the controller of
external-snapshotter does not run, or does not watch this version. Any other error is the driver's: its
sidecar csi-snapshotter, its rights in the cloud, or a quota of snapshots.

    kubectl get volumesnapshotcontents`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/storage/volume-snapshots/",
			"https://github.com/kubernetes-csi/external-snapshotter#usage",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Flags:   "--probe --allow-storage",
		Follows: "storage/provision",
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a snapshot")
			return fmt.Sprintf("a snapshot was ready after %s, and a volume that was made from it has what was written before", proof.Seconds(took.Value))
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			switch what := failed[0].What; {
			case strings.Contains(what, "becoming ready"):
				return "a snapshot of a volume does not become ready to be used"
			case strings.Contains(what, "going when"):
				return "a snapshot does not go when it is deleted"
			case strings.Contains(what, "made from the snapshot"):
				return "a volume that is made from a snapshot does not have what was written before"
			}
			return "a claim is not given a volume that a snapshot could be made of, or be restored to"
		},
	})
}
