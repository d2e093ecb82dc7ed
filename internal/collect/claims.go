package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const snapshotGroup = "snapshot.storage.k8s.io"

// selectedNode is the annotation with which the scheduler names the node of a claim's pod to
// the provisioner.
const selectedNode = "volume.kubernetes.io/selected-node"

func pendingClaimsCollector() Collector {
	return Collector{
		Facts:   facts.KindPendingClaims,
		Reads:   []Read{list("", "persistentvolumeclaims")},
		Collect: collectPendingClaims,
	}
}

// collectPendingClaims reads the PersistentVolumeClaims and keeps those that are Pending.
// The API cannot select by phase.
func collectPendingClaims(_ context.Context, r *Run) Fill {
	var pending []facts.PendingClaim
	for _, c := range listed(r, r.claims()) {
		if c.pending != nil {
			pending = append(pending, *c.pending)
		}
	}
	sortBy(pending,
		func(c facts.PendingClaim) string { return c.Namespace },
		func(c facts.PendingClaim) string { return c.Name })
	return func(s *facts.Snapshot) { s.PendingClaims = pending }
}

func boundClaimsCollector() Collector {
	return Collector{
		Facts:   facts.KindBoundClaims,
		Reads:   []Read{list("", "persistentvolumeclaims")},
		Collect: collectBoundClaims,
	}
}

// collectBoundClaims counts the PersistentVolumeClaims that have a volume.
func collectBoundClaims(_ context.Context, r *Run) Fill {
	sums := map[facts.BoundClaims]int{}
	for _, c := range listed(r, r.claims()) {
		if c.pending == nil {
			sums[facts.BoundClaims{Namespace: c.namespace, Class: c.class}]++
		}
	}
	var bound []facts.BoundClaims
	for of, n := range sums {
		of.Claims = n
		bound = append(bound, of)
	}
	sortBy(bound,
		func(c facts.BoundClaims) string { return c.Namespace },
		func(c facts.BoundClaims) string { return c.Class })
	return func(s *facts.Snapshot) { s.BoundClaims = bound }
}

// claim is what is kept of a PersistentVolumeClaim while they are listed: all of it that is a fact where it is
// Pending, and where it belongs where it is bound.
type claim struct {
	namespace, class string
	pending          *facts.PendingClaim
}

// claimsOnce returns a function that lists the PersistentVolumeClaims at the first call.
func claimsOnce(ctx context.Context, s shared) func() listing[claim] {
	q := target.Query{Version: "v1", Resource: "persistentvolumeclaims", Reused: true, Distilled: true}
	return requestSome(ctx, s, q, func(c *corev1.PersistentVolumeClaim) (claim, bool) {
		if pending, ok := distilClaim(c); ok {
			return claim{pending: &pending}, true
		}
		if c.Status.Phase != corev1.ClaimBound || c.DeletionTimestamp != nil {
			return claim{}, false
		}
		class := ""
		if c.Spec.StorageClassName != nil {
			class = *c.Spec.StorageClassName
		}
		return claim{namespace: c.Namespace, class: or(c.Annotations[corev1.BetaStorageClassAnnotation], class)}, true
	})
}

// distilClaim returns false for a claim that is not Pending, and for one without a status, as
// manifests have.
func distilClaim(c *corev1.PersistentVolumeClaim) (facts.PendingClaim, bool) {
	if c.Status.Phase != corev1.ClaimPending || c.DeletionTimestamp != nil {
		return facts.PendingClaim{}, false
	}
	out := facts.PendingClaim{
		Namespace: c.Namespace, Name: c.Name, CreatedAt: truncateToSecond(c.CreationTimestamp.Time),
		Scheduled: c.Annotations[selectedNode] != "", Volume: c.Spec.VolumeName,
	}
	if c.Spec.StorageClassName != nil {
		out.Class, out.ClassSet = *c.Spec.StorageClassName, true
	}
	if old, ok := c.Annotations[corev1.BetaStorageClassAnnotation]; ok {
		out.Class, out.ClassSet = text.Truncate(old, valueMax), true
	}
	return out, true
}

func volumeSnapshotClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindVolumeSnapshotClasses,
		Reads:   []Read{ifServed(snapshotGroup, "volumesnapshotclasses")},
		Collect: collectSnapshotClasses,
	}
}

// collectSnapshotClasses reads the VolumeSnapshotClasses.
func collectSnapshotClasses(ctx context.Context, r *Run) Fill {
	classes := eachIfServed(ctx, r, snapshotGroup, "volumesnapshotclasses", distilSnapshotClass)
	sortBy(classes, func(c facts.VolumeSnapshotClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.VolumeSnapshotClasses = classes }
}

func distilSnapshotClass(o *unstructured.Unstructured) (facts.VolumeSnapshotClass, error) {
	read := reader{fields: o.Object}
	out := facts.VolumeSnapshotClass{
		Name: o.GetName(), Driver: read.text("driver"), Velero: "no",
		Default: o.GetAnnotations()["snapshot.storage.kubernetes.io/is-default-class"] == "true",
	}
	if _, labelled := o.GetLabels()["velero.io/csi-volumesnapshot-class"]; labelled {
		out.Velero = "yes"
	}
	return out, read.err
}
