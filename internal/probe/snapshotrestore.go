package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	snapshotGroup = "snapshot.storage.k8s.io"
	// snapshotLimit is how long a snapshot of a mebibyte may take: clouds copy it to object storage first.
	snapshotLimit = 3 * time.Minute
)

// snapshotRestore writes to a volume, takes a snapshot of it, and reads from a volume that is made from the snapshot.
func snapshotRestore() Probe {
	return Probe{
		Name:            "storage/snapshot-restore",
		Creates:         "a claim of 1 GiB, a VolumeSnapshot of it, a claim of 1 GiB from that, and one Job after the other to write and to read",
		ExpectedSeconds: 90,
		Limit:           8 * time.Minute,
		Reads:           facts.Fields{facts.KindNodes, facts.KindAPIs, facts.KindStorageClasses, facts.KindVolumeSnapshotClasses},
		Consent:         "allow-storage",
		Consults:        []string{provisionerLive},
		Skip:            skipSnapshotRestore,
		RuledOut:        noProvisioner,
		Rights: slices.Concat(
			kube.Rights("", "persistentvolumeclaims", "create", "get", "list", "delete"),
			kube.Rights(snapshotGroup, "volumesnapshots", "create", "get", "list", "delete"),
			kube.Rights(snapshotGroup, "volumesnapshotclasses", "get"),
		),
		Run: runSnapshotRestore,
	}
}

func skipSnapshotRestore(s *Session) (string, error) {
	if why, err := skipProvision(s); why != "" || err != nil {
		return why, err
	}
	if why, err := skipUnserved(snapshotGroup, "volumesnapshots", "v1")(s); why != "" || err != nil {
		return why, err
	}
	class, err := s.storageClass()
	if err != nil || s.snapshotClass(class) != "" {
		return "", err
	}
	return fmt.Sprintf("no VolumeSnapshotClass is of the driver %s of StorageClass %s", class.Provisioner, class.Name), s.checkReadable(facts.KindVolumeSnapshotClasses)
}

// snapshotClass is the class of snapshots for the volumes of a StorageClass, the default one before others; "" for none.
func (s *Session) snapshotClass(of facts.StorageClass) string {
	name := ""
	for _, c := range s.Input.VolumeSnapshotClasses {
		if c.Driver == of.Provisioner && (name == "" || c.Default) {
			name = c.Name
		}
	}
	return name
}

func snapshotKind(resource string) schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: snapshotGroup, Version: "v1", Resource: resource}
}

func runSnapshotRestore(ctx context.Context, s *Session, out *Result) error {
	class, err := s.storageClass()
	if err != nil {
		return err
	}
	if len(s.Nodes()) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	named := s.snapshotClass(class)
	found, err := s.Client.Resource(snapshotKind("volumesnapshotclasses")).Get(ctx, named, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("looking at the VolumeSnapshotClass %s: %w", named, err)
	}
	if policy, _, _ := unstructured.NestedString(found.Object, "deletionPolicy"); policy != "Delete" {
		out.NotApplicable("VolumeSnapshotClass %s keeps snapshots that are deleted (%s): that of the probe would stay behind", named, policy)
		return nil
	}
	v := &volume{session: s, class: class, claim: "snapshotted-" + s.RunID, part: "snapshot"}
	if err := v.create(ctx); err != nil {
		return err
	}
	sum, err := v.write(ctx, out)
	if err != nil || sum == "" {
		return err
	}
	name := "snapshot-" + s.RunID
	if ready, err := s.takeSnapshot(ctx, out, name, named, v.claim); err != nil || !ready {
		return err
	}
	if err := v.restore(ctx, out, name, sum); err != nil || !out.PhaseSucceeded(facts.PhaseProof) {
		return err
	}
	return s.removeSnapshot(ctx, out, name)
}

// takeSnapshot has a snapshot made of a claim, and reports whether it can be used.
func (s *Session) takeSnapshot(ctx context.Context, out *Result, name, class, claim string) (bool, error) {
	snapshots := s.Client.Resource(snapshotKind("volumesnapshots")).Namespace(s.Namespace)
	_, err := snapshots.Create(ctx, s.object(snapshotGroup+"/v1", "VolumeSnapshot", name, map[string]any{
		"volumeSnapshotClassName": class, "source": map[string]any{"persistentVolumeClaimName": claim},
	}), metav1.CreateOptions{})
	if err != nil {
		return false, createError("a VolumeSnapshot", err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "a snapshot of class " + class + " becoming ready to be used", Expected: facts.Answered, Failure: didNotWork}
	t, err = s.tryUntil(ctx, t, snapshotLimit, 1, func(ctx context.Context) (observation, error) {
		now, err := snapshots.Get(ctx, name, metav1.GetOptions{})
		switch {
		case err != nil && temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		case err != nil:
			return observation{}, fmt.Errorf("looking at the VolumeSnapshot: %w", err)
		}
		if ready, _, _ := unstructured.NestedBool(now.Object, "status", "readyToUse"); ready {
			return observation{facts.Answered, "it is ready"}, nil
		}
		if message, _, _ := unstructured.NestedString(now.Object, "status", "error", "message"); message != "" {
			return observation{facts.Blocked, shorten(message)}, nil
		}
		if _, looked := now.Object["status"]; !looked {
			return observation{facts.Blocked, "no snapshot controller has looked at it"}, nil
		}
		return observation{facts.Blocked, "it is not ready, and no error is told"}, nil
	})
	if err != nil {
		return false, err
	}
	out.Add(t)
	if t.Got == facts.Answered {
		out.Measure("time to a snapshot", t.Milliseconds, "milliseconds")
	}
	return t.Got == facts.Answered, nil
}

// restore reads what was written in a volume that is made from the snapshot.
func (v *volume) restore(ctx context.Context, out *Result, snapshot, sum string) error {
	s := v.session
	restored := &volume{session: s, class: v.class, claim: "restored-" + s.RunID, part: "restored", snapshot: snapshot}
	if err := restored.create(ctx); err != nil {
		return err
	}
	try := agent.Trial{Name: "read", Kind: "read", Target: volumeFile, Expected: facts.Answered, Times: 1, PerAttempt: 30, Params: map[string]string{"sha256": sum}}
	result, started, err := restored.runInPod(ctx, out, "restored-read", "", try)
	if err != nil || !started {
		return err
	}
	out.AddAnswers(result, func(agent.Trial) facts.Trial {
		return facts.Trial{What: "a pod reading it from a volume that was made from the snapshot", Failure: didNotWork}
	})
	return restored.deletePod(ctx, "restored-read")
}

// removeSnapshot deletes the snapshot and waits until it is gone: until then its driver has not removed it.
func (s *Session) removeSnapshot(ctx context.Context, out *Result, name string) error {
	snapshots := s.Client.Resource(snapshotKind("volumesnapshots")).Namespace(s.Namespace)
	if err := s.volumeClaims(s.Namespace).delete(ctx, "restored-"+s.RunID, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the claim: %w", err)
	}
	if err := snapshots.Delete(ctx, name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the VolumeSnapshot: %w", err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "the snapshot going when it is deleted", Expected: facts.Answered, Failure: didNotWork}
	t, err := s.tryUntil(ctx, t, removalLimit, 1, func(ctx context.Context) (observation, error) {
		_, err := snapshots.Get(ctx, name, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
			return observation{facts.Answered, "it is gone"}, nil
		case err != nil && !temporary(err):
			return observation{}, fmt.Errorf("looking at the VolumeSnapshot: %w", err)
		}
		return observation{facts.Blocked, "it is still there"}, nil
	})
	if err == nil {
		out.Add(t)
	}
	return err
}
