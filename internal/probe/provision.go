package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// How long the steps of a volume may take. CSI drivers of clouds need a minute to move one
// from node to node, and as long to delete it.
const (
	volumeLimit  = 2 * time.Minute
	removalLimit = time.Minute
)

// provisionerLive is the check whose findings say of which classes no provisioner runs.
const provisionerLive = "storage/provisioner-live"

// storageProvision claims a volume, writes to it, and reads from it in another pod.
func storageProvision() Probe {
	return Probe{
		Name:            "storage/provision",
		Creates:         "a claim of 1 GiB, and one Job after the other to write and to read",
		ExpectedSeconds: 60,
		Limit:           5 * time.Minute,
		Reads:           facts.Fields{facts.KindNodes, facts.KindStorageClasses},
		Consent:         "allow-storage",
		Consults:        []string{provisionerLive},
		Skip:            skipProvision,
		RuledOut:        noProvisioner,
		Rights: slices.Concat(
			kube.Rights("", "persistentvolumeclaims", "create", "get", "list", "delete"),
			kube.Rights("", "persistentvolumes", "get"),
		),
		Run: runProvision,
	}
}

// storageClass returns the class to test: the configured one, or the newest default, which is
// the API server's choice.
func (s *Session) storageClass() (facts.StorageClass, error) {
	if err := s.checkReadable(facts.KindStorageClasses); err != nil {
		return facts.StorageClass{}, err
	}
	name := s.Option("storageClass")
	var found facts.StorageClass
	for _, c := range s.Input.StorageClasses {
		if name == "" && c.Default && (found.Name == "" || c.CreatedAt.After(found.CreatedAt)) || name != "" && c.Name == name {
			found = c
		}
	}
	if name != "" && found.Name == "" {
		return found, &ObstacleError{fmt.Sprintf("probes.storageClass names %s, and there is no such StorageClass", name)}
	}
	return found, nil
}

func skipProvision(s *Session) (string, error) {
	class, err := s.storageClass()
	switch {
	case err != nil:
		return "", err
	case class.Name == "":
		return "there is no default StorageClass, and probes.storageClass names none", nil
	case class.ReclaimPolicy == string(corev1.PersistentVolumeReclaimRetain):
		return fmt.Sprintf("StorageClass %s keeps volumes whose claim is gone (Retain): that of the probe would stay behind", class.Name), nil
	}
	return "", nil
}

// noProvisioner returns why a claim of the class would only wait; "" when the facts do not tell.
func noProvisioner(s *Session) string {
	class, err := s.storageClass()
	gap, known := s.Gap(provisionerLive)
	if err != nil || !known {
		return ""
	}
	why := gap.About("StorageClass", class.Name)
	if why == "" {
		return ""
	}
	return fmt.Sprintf("a claim of StorageClass %s would only wait: %s (%s)", class.Name, why, provisionerLive)
}

func runProvision(ctx context.Context, s *Session, out *Result) error {
	class, err := s.storageClass()
	if err != nil {
		return err
	}
	if len(s.Nodes()) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	v := &volume{session: s, class: class, claim: "volume-" + s.RunID, part: "storage"}
	if err := v.create(ctx); err != nil {
		return err
	}
	sum, err := v.write(ctx, out)
	if err != nil || sum == "" {
		return err
	}
	if err := v.read(ctx, out, sum); err != nil {
		return err
	}
	if !out.PhaseSucceeded(facts.PhaseProof) {
		return nil
	}
	return v.remove(ctx, out)
}

// write writes to the volume in a pod, and returns the data's SHA-256; "" when that failed.
func (v *volume) write(ctx context.Context, out *Result) (string, error) {
	s := v.session
	try := agent.Trial{Name: "write", Kind: "write", Target: volumeFile, Expected: facts.Answered, Times: 1, PerAttempt: 30}
	result, started, err := v.runInPod(ctx, out, v.part+"-write", "", try)
	if err != nil || !started {
		return "", err
	}
	v.writer = result.Node
	out.AddAnswers(result, func(agent.Trial) facts.Trial {
		return facts.Trial{What: fmt.Sprintf("a pod writing to a volume of class %s", v.class.Name), Failure: didNotWork}
	})
	answer, _ := result.Answer("write")
	if !out.PhaseSucceeded(facts.PhaseProof) || len(answer.Values) == 0 {
		return "", nil
	}
	out.Measure("time to a written volume", int(s.Settings.Now().Sub(v.began).Milliseconds()), "milliseconds")
	return answer.Values[0], v.deletePod(ctx, v.part+"-write")
}

// read reads the data in another pod, on another node if the volume can move.
func (v *volume) read(ctx context.Context, out *Result, sum string) error {
	pv, err := v.boundVolume(ctx)
	if err != nil {
		return err
	}
	node, moved := v.otherNode(pv)
	what, moves := "a pod on another node reading it back", 1
	if !moved {
		what, moves = "another pod on the same node reading it back", 0
	}
	out.Measure("moved to another node", moves, "")
	try := agent.Trial{Name: "read", Kind: "read", Target: volumeFile, Expected: facts.Answered, Times: 1, PerAttempt: 30, Params: map[string]string{"sha256": sum}}
	result, started, err := v.runInPod(ctx, out, v.part+"-read", node, try)
	if err != nil || !started {
		return err
	}
	out.AddAnswers(result, func(agent.Trial) facts.Trial { return facts.Trial{What: what, Failure: didNotWork} })
	return v.deletePod(ctx, v.part+"-read")
}

// remove deletes the claim and waits until the volume is deleted too.
func (v *volume) remove(ctx context.Context, out *Result) error {
	s := v.session
	pv, err := v.boundVolume(ctx)
	if err != nil {
		return err
	}
	if pv.Spec.PersistentVolumeReclaimPolicy == corev1.PersistentVolumeReclaimRetain {
		out.Measure("volumes left behind: PersistentVolume "+pv.Name+" is kept by its reclaim policy", 1, "")
		return nil
	}
	err = s.volumeClaims(s.Namespace).delete(ctx, v.claim, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the claim %s: %w", v.claim, err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "PersistentVolume " + pv.Name + " going with its claim", Expected: facts.Answered, Failure: didNotWork}
	t, err = s.tryUntil(ctx, t, removalLimit, 1, func(ctx context.Context) (observation, error) {
		now, err := s.persistentVolumes().get(ctx, pv.Name)
		switch {
		case apierrors.IsNotFound(err):
			return observation{facts.Answered, "it is gone"}, nil
		case err != nil && !temporary(err):
			return observation{}, fmt.Errorf("looking at the PersistentVolume %s: %w", pv.Name, err)
		case err != nil:
			return observation{facts.Blocked, reasonOf(err)}, nil
		}
		return observation{facts.Blocked, shorten("it is " + string(now.Status.Phase) + " " + now.Status.Message)}, nil
	})
	if err == nil {
		out.Add(t)
	}
	return err
}
