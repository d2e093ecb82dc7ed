package probe

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// maxNamespaces limits the namespaces of applications that are tested.
const maxNamespaces = 100

// psaEffective tests, in dry runs, whether a privileged pod is refused: in a new namespace
// without labels, and in those of applications.
func psaEffective() Probe {
	return Probe{
		Name:            "policy/psa-effective",
		Creates:         "a namespace without labels; dry runs of a pod there and in each application's namespace, where nothing is created",
		ExpectedSeconds: 10,
		Reads:           facts.Fields{facts.PartInventory, facts.KindNodes, facts.KindWorkloads, facts.KindNamespaces, facts.KindWebhooks},
		Skip:            skipPSA,
		Rights:          podCreate(),
		Run:             runPSA,
	}
}

func skipPSA(s *Session) (string, error) {
	if s.Input.Distribution.Name == "openshift" {
		return "OpenShift restricts pods by SecurityContextConstraints, and those depend on who creates the pod", nil
	}
	return "", nil
}

func runPSA(ctx context.Context, s *Session, out *Result) error {
	namespaces, err := s.psaNamespaces(ctx, out)
	if err != nil {
		return err
	}
	if s.Settings.Namespace == "" {
		defer s.dropNamespace(ctx, namespaces[0])
	}
	var obstacle error
	failed := false
	for _, namespace := range namespaces {
		got, err := s.tryPrivileged(ctx, namespace)
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			obstacle = err
			continue
		}
		failed = failed || got.got == facts.Answered
		what := "a privileged pod"
		if namespace == namespaces[0] && s.Settings.Namespace == "" {
			what, namespace = "a privileged pod in a new namespace without labels", ""
		}
		out.Add(facts.Trial{Phase: facts.PhaseProof, What: what, Namespace: namespace, Expected: facts.Blocked, Failure: "was let in", Got: got.got, Detail: got.detail})
	}
	if failed {
		return nil // it is a gap, whatever the other namespaces do
	}
	return obstacle
}

// psaNamespaces are the namespaces to test, the new one first; with --namespace that alone.
func (s *Session) psaNamespaces(ctx context.Context, out *Result) ([]string, error) {
	if s.Settings.Namespace != "" {
		return []string{s.Settings.Namespace}, nil
	}
	if err := s.checkReadable(facts.PartInventory, facts.KindNamespaces, facts.KindWebhooks); err != nil {
		return nil, err
	}
	bare, err := s.CreateExtraNamespace(ctx, "bare", map[string]string{"pod-security.kubernetes.io/enforce": ""})
	if err != nil {
		return nil, err
	}
	apps := appNamespaces(s.Input)
	if left := len(apps) - maxNamespaces; left > 0 {
		out.Measure("namespaces left out", left, "")
		apps = apps[:maxNamespaces]
	}
	return append([]string{bare}, apps...), nil
}

// tryPrivileged tests whether a namespace admits a privileged pod. When something else than Pod
// Security refuses it, an ordinary pod must be admitted: otherwise the privileges may not be
// the reason.
func (s *Session) tryPrivileged(ctx context.Context, namespace string) (observation, error) {
	pod, err := s.dryRun(ctx, namespace, s.privilegedPod())
	if err == nil {
		if !privileged(pod) {
			return observation{facts.Blocked, "it is let in without the privileges"}, nil
		}
		return observation{facts.Answered, ""}, nil
	}
	r, refused := refusedByAdmission(err)
	switch {
	case !refused:
		return observation{}, inNamespace(namespace, err)
	case r.noAnswer:
		return observation{}, &ObstacleError{fmt.Sprintf("in namespace %s %s gives no answer: %s", namespace, r.by, r.message)}
	case r.quotaOnly:
		return observation{facts.Answered, "but for a quota"}, nil
	case r.by == "Pod Security":
		return observation{facts.Blocked, "refused by Pod Security"}, nil
	}
	_, err = s.dryRun(ctx, namespace, s.dryPod("ordinary", Pod{}))
	if plain, refused := refusedByAdmission(err); err != nil && (!refused || !plain.quotaOnly) {
		return observation{}, &ObstacleError{fmt.Sprintf("in namespace %s an ordinary pod is refused as well, so that nothing is told of privileges: %s", namespace, shorten(err.Error()))}
	}
	return observation{facts.Blocked, "refused by " + r.by}, nil
}

func inNamespace(namespace string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &ObstacleError{fmt.Sprintf("a dry run in namespace %s: %s", namespace, reasonOf(err))}
}

// privilegedPod returns a pod with access to the node's processes and disk.
func (s *Session) privilegedPod() *corev1.Pod {
	pod := s.dryPod("privileged", Pod{})
	pod.Spec.HostPID = true
	pod.Spec.SecurityContext = nil
	pod.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: pointerToTrue()}
	pod.Spec.Volumes = []corev1.Volume{{Name: "node", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}}}
	pod.Spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "node", MountPath: "/node"}}
	return pod
}

// privileged reports whether a pod still has any of these privileges.
func privileged(pod *corev1.Pod) bool {
	c := pod.Spec.Containers[0].SecurityContext
	if pod.Spec.HostPID || c != nil && c.Privileged != nil && *c.Privileged {
		return true
	}
	for _, v := range pod.Spec.Volumes {
		if v.HostPath != nil {
			return true
		}
	}
	return false
}
