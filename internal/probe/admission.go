package probe

import (
	"context"
	"errors"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kready/kready/internal/kube"
)

// What the API server reports when admission refuses a request.
var (
	webhookDenied = regexp.MustCompile(`admission webhook "([^"]+)" denied the request`)
	policyDenied  = regexp.MustCompile(`ValidatingAdmissionPolicy '([^']+)'.* denied request`)
)

// admissionRefusal is why admission refused a request.
type admissionRefusal struct {
	// by is who refused it: "Pod Security", "webhook x", "ValidatingAdmissionPolicy x".
	by string
	// webhook is the one that refused, or that did not answer when noAnswer is set.
	webhook  string
	noAnswer bool
	// quotaOnly is set when only a quota is exceeded: all other admission allowed it.
	quotaOnly bool
	message   string
}

// refusedByAdmission returns why admission refused a request; false when an error has another
// cause.
func refusedByAdmission(err error) (admissionRefusal, bool) {
	if err == nil {
		return admissionRefusal{}, false
	}
	text := err.Error()
	r := admissionRefusal{message: shorten(text)}
	if hook, _, failed := kube.FailedCall(text); failed {
		r.by, r.webhook, r.noAnswer = "webhook "+hook, hook, true
		return r, true
	}
	if m := webhookDenied.FindStringSubmatch(text); m != nil {
		r.by, r.webhook = "webhook "+m[1], m[1]
		return r, true
	}
	if m := policyDenied.FindStringSubmatch(text); m != nil {
		r.by = "ValidatingAdmissionPolicy " + m[1]
		return r, true
	}
	switch {
	case !apierrors.IsForbidden(err):
		return r, false
	case strings.Contains(text, "violates PodSecurity"):
		r.by = "Pod Security"
	case strings.Contains(text, "exceeded quota") || strings.Contains(text, "failed quota"):
		r.by, r.quotaOnly = "a ResourceQuota", true
	default:
		return r, false
	}
	return r, true
}

// dryRun sends a pod through admission without creating it.
func (s *Session) dryRun(ctx context.Context, namespace string, pod *corev1.Pod) (*corev1.Pod, error) {
	return s.pods(namespace).dryRun(ctx, pod)
}

// dryPod is a pod like the probes' own, for dry runs.
func (s *Session) dryPod(name string, p Pod) *corev1.Pod {
	p.Args = []string{"version"}
	t := s.template(p, corev1.RestartPolicyNever)
	t.Name = name + "-" + s.RunID
	return &corev1.Pod{ObjectMeta: t.ObjectMeta, Spec: t.Spec}
}

// temporary reports whether an error of the API server may not recur at the next attempt.
func temporary(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || !fatal(err)
}

// podCreate is the right that dry runs of pods require: the same as to create pods.
func podCreate() []kube.Right { return kube.Rights("", "pods", "create") }
