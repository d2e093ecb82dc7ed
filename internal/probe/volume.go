package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// The mount path of the volume, and the file that is written.
const (
	volumePath = "/volume"
	volumeFile = volumePath + "/kready"
)

// volume is the claim that storage/provision tests.
type volume struct {
	session *Session
	class   facts.StorageClass
	claim   string
	// part begins the names of its pods; snapshot is what the volume is made from, "" for nothing.
	part, snapshot string
	began          time.Time
	// writer is the node on which it was written to.
	writer string
}

func (v *volume) create(ctx context.Context) error {
	s := v.session
	v.began = s.Settings.Now()
	claim := &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{Name: v.claim, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes:      []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			StorageClassName: &v.class.Name,
			Resources:        corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		},
	}
	if v.snapshot != "" {
		group := snapshotGroup
		claim.Spec.DataSource = &corev1.TypedLocalObjectReference{APIGroup: &group, Kind: "VolumeSnapshot", Name: v.snapshot}
	}
	if _, err := s.volumeClaims(s.Namespace).create(ctx, claim); err != nil {
		return fmt.Errorf("creating the claim %s: %w", v.claim, err)
	}
	return nil
}

// runInPod makes one trial in a pod with the volume. It returns false when the pod did not start
// because of the volume, which it adds as a trial. Any other reason is an obstacle.
func (v *volume) runInPod(ctx context.Context, out *Result, name, node string, try agent.Trial) (ClientResult, bool, error) {
	s := v.session
	source := corev1.Volume{Name: "volume", VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: v.claim},
	}}
	result, err := s.RunClient(ctx, Client{
		Name: name, Limit: volumeLimit, Pod: Pod{Node: node, Volumes: []Volume{{Source: source, Path: volumePath}}},
		Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: []agent.Trial{try}}}},
	})
	if err == nil {
		return result, true, nil
	}
	if ctx.Err() != nil {
		return result, false, err
	}
	fault, at, claimErr := v.fault(ctx, name)
	if fault == "" {
		if claimErr != nil {
			return result, false, claimErr
		}
		return result, false, err
	}
	t := facts.Trial{What: fault, FromNode: at, Failure: didNotWork}
	t.Phase, t.Expected, t.Got, t.Detail = facts.PhaseProof, facts.Answered, facts.Blocked, v.lastWarning(ctx, name)
	t.Milliseconds = int(s.Settings.Now().Sub(v.began).Milliseconds())
	out.Add(t)
	return result, false, nil
}

// fault returns what storage failed to do for a pod that did not start, with the pod's node; ""
// when storage is not the reason.
func (v *volume) fault(ctx context.Context, part string) (what, node string, err error) {
	s := v.session
	claim, err := s.volumeClaims(s.Namespace).get(ctx, v.claim)
	if err != nil {
		return "", "", fmt.Errorf("looking at the claim %s: %w", v.claim, err)
	}
	if claim.Status.Phase != corev1.ClaimBound {
		failed := slices.ContainsFunc(v.warnings(ctx, part), func(e corev1.Event) bool { return e.Reason == "ProvisioningFailed" })
		// A class that waits for a consumer provisions after the pod is scheduled.
		if !failed && v.class.BindingMode == "WaitForFirstConsumer" && claim.Annotations["volume.kubernetes.io/selected-node"] == "" {
			return "", "", nil
		}
		return fmt.Sprintf("making a volume of class %s for a claim", v.class.Name), "", nil
	}
	for _, e := range v.warnings(ctx, part) {
		if e.Reason == "FailedMount" || e.Reason == "FailedAttachVolume" {
			return fmt.Sprintf("mounting a volume of class %s", v.class.Name), e.Source.Host, nil
		}
	}
	return "", "", nil
}

// lastWarning returns the last event about the claim, or about the pod's volumes.
func (v *volume) lastWarning(ctx context.Context, part string) string {
	var last corev1.Event
	for _, e := range v.warnings(ctx, part) {
		if !e.LastTimestamp.Before(&last.LastTimestamp) {
			last = e
		}
	}
	if last.Message == "" {
		return "no event says why"
	}
	return shorten(last.Reason + ": " + last.Message)
}

// warnings returns the events about the claim and about the pods of a part that may say why a
// pod does not start, also after the pod is deleted; none when this identity may not read
// events.
func (v *volume) warnings(ctx context.Context, part string) []corev1.Event {
	s := v.session
	list, err := s.events(s.Namespace).list(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(list, func(e corev1.Event) bool {
		of := e.InvolvedObject
		ours := of.Kind == "PersistentVolumeClaim" && of.Name == v.claim || of.Kind == "Pod" && strings.HasPrefix(of.Name, part+"-"+s.RunID)
		return !ours || e.Type != corev1.EventTypeWarning && e.Reason != "ExternalProvisioning"
	})
}

// deletePod deletes the Job of a part and waits until its pod is deleted: until then the volume
// cannot move.
func (v *volume) deletePod(ctx context.Context, part string) error {
	s := v.session
	background := metav1.DeletePropagationBackground
	err := s.jobs(s.Namespace).delete(ctx, part+"-"+s.RunID, metav1.DeleteOptions{PropagationPolicy: &background})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the Job %s: %w", part+"-"+s.RunID, err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.extendLimit(time.Minute))
	defer cancel()
	for {
		list, err := s.pods(s.Namespace).list(ctx, metav1.ListOptions{LabelSelector: batchv1.JobNameLabel + "=" + part + "-" + s.RunID})
		if err == nil && len(list) == 0 {
			return nil
		}
		if err != nil && fatal(err) {
			return fmt.Errorf("listing the probe's pods: %w", err)
		}
		select {
		case <-ctx.Done():
			return &ObstacleError{fmt.Sprintf("the pod %s did not go away, so that its volume cannot be tried elsewhere", part)}
		case <-time.After(pollInterval):
		}
	}
}

// boundVolume returns the PersistentVolume of the claim.
func (v *volume) boundVolume(ctx context.Context) (*corev1.PersistentVolume, error) {
	s := v.session
	claim, err := s.volumeClaims(s.Namespace).get(ctx, v.claim)
	if err != nil {
		return nil, fmt.Errorf("looking at the claim %s: %w", v.claim, err)
	}
	pv, err := s.persistentVolumes().get(ctx, claim.Spec.VolumeName)
	if err != nil {
		return nil, fmt.Errorf("looking at the PersistentVolume %s: %w", claim.Spec.VolumeName, err)
	}
	return pv, nil
}

// otherNode returns another node for ordinary pods to which the volume can move; the writer's
// node and false when there is none.
func (v *volume) otherNode(pv *corev1.PersistentVolume) (string, bool) {
	for i := range v.session.Input.Nodes {
		n := &v.session.Input.Nodes[i]
		if n.Name != v.writer && takesPods(n) && kube.VolumeFits(pv, n) {
			return n.Name, true
		}
	}
	return v.writer, false
}
