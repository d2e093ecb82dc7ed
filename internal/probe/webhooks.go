package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// Limits of the dry runs by which webhooks are called.
const (
	// maxCalledNamespaces is the maximum number of namespaces of applications that are tried.
	maxCalledNamespaces = 20
	// callLimit is how long a dry run is repeated that a webhook does not answer.
	callLimit = 20 * time.Second
)

// webhooksAnswer creates, in dry runs, objects of the kinds for which strict webhooks are
// called.
func webhooksAnswer() Probe {
	return Probe{
		Name:            "policy/webhooks-answer",
		Creates:         "nothing: dry runs of a pod, a Deployment and a Service, of the pod in each application's namespace too",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.PartInventory, facts.KindNamespaces, facts.KindWebhooks, facts.KindWorkloads},
		Skip:            skipWebhooksAnswer,
		Rights:          podCreate(),
		Run:             runWebhooksAnswer,
	}
}

func skipWebhooksAnswer(s *Session) (string, error) {
	if len(s.calledKinds()) > 0 {
		return "", nil
	}
	return "no strict webhook is called for pods, Deployments or Services", s.checkReadable(facts.KindWebhooks)
}

// dryObject is a kind of object that is created in dry runs.
type dryObject struct {
	what, resource string
	try            func(ctx context.Context, s *Session, namespace string) error
}

// dryObjects are the kinds that every service needs.
func dryObjects() []dryObject {
	return []dryObject{
		{"a pod", "/pods", func(ctx context.Context, s *Session, namespace string) error {
			_, err := s.dryRun(ctx, namespace, s.dryPod("called", Pod{}))
			return err
		}},
		{"a Deployment", "apps/deployments", func(ctx context.Context, s *Session, namespace string) error {
			_, err := s.deployments(namespace).dryRun(ctx, s.dryDeployment())
			return err
		}},
		{"a Service", "/services", func(ctx context.Context, s *Session, namespace string) error {
			service := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "called-" + s.RunID}, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}}}}
			_, err := s.services(namespace).dryRun(ctx, service)
			return err
		}},
	}
}

func (s *Session) dryDeployment() *appsv1.Deployment {
	labels := map[string]string{LabelPart: "called"}
	template := s.template(Pod{Args: []string{"version"}, Labels: labels}, corev1.RestartPolicyAlways)
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "called-" + s.RunID},
		Spec:       appsv1.DeploymentSpec{Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: template},
	}
}

// calledKinds are those of dryObjects that a strict webhook is called for.
func (s *Session) calledKinds() []dryObject {
	return slices.DeleteFunc(dryObjects(), func(d dryObject) bool {
		return !slices.ContainsFunc(s.Input.Webhooks, func(c facts.WebhookConfig) bool {
			return slices.ContainsFunc(c.Webhooks, func(h facts.Webhook) bool {
				return h.FailurePolicy == "Fail" && slices.ContainsFunc(h.Resources, func(r string) bool { return covers(r, d.resource) })
			})
		})
	})
}

// covers reports whether a rule's resource, "group/resource", covers another.
func covers(rule, resource string) bool {
	ruleGroup, ruleName, _ := strings.Cut(rule, "/")
	group, name, _ := strings.Cut(resource, "/")
	return (ruleGroup == "*" || ruleGroup == group) && (ruleName == "*" || ruleName == "*/*" || ruleName == name)
}

func runWebhooksAnswer(ctx context.Context, s *Session, out *Result) error {
	own := s.Namespace
	namespaces := []string{own}
	if s.Settings.Namespace == "" {
		if err := s.checkReadable(facts.PartInventory, facts.KindNamespaces, facts.KindWebhooks); err != nil {
			return err
		}
		apps := appNamespaces(s.Input)
		if left := len(apps) - maxCalledNamespaces; left > 0 {
			out.Measure("namespaces left out", left, "")
			apps = apps[:maxCalledNamespaces]
		}
		namespaces = append(namespaces, apps...)
	}
	var obstacle error
	failed := false
	for _, kind := range s.calledKinds() {
		for _, namespace := range namespaces {
			if namespace != own && kind.resource != "/pods" {
				continue
			}
			trial, err := s.tryCall(ctx, kind, namespace)
			if err != nil {
				if ctx.Err() != nil {
					return err
				}
				obstacle = err
				continue
			}
			failed = failed || !trial.AsExpected()
			out.Add(trial)
		}
	}
	if failed {
		return nil // it is a gap, whatever the others do
	}
	return obstacle
}

// tryCall creates an object in dry runs, until the outcome is steady.
func (s *Session) tryCall(ctx context.Context, kind dryObject, namespace string) (facts.Trial, error) {
	trial := facts.Trial{Phase: facts.PhaseProof, What: kind.what + " in a dry run", Expected: facts.Answered}
	if namespace != s.Namespace {
		trial.Namespace = namespace
	}
	return s.tryUntilSteady(ctx, trial, callLimit, func(ctx context.Context) (observation, error) {
		return judgeCall(namespace, kind.try(ctx, s, namespace))
	})
}

// judgeCall returns the outcome of a dry run. One that a webhook, a policy or a quota refuses
// does not show that all webhooks were called: that is an obstacle.
func judgeCall(namespace string, err error) (observation, error) {
	if err == nil {
		return observation{facts.Answered, "it is let in"}, nil
	}
	r, refused := refusedByAdmission(err)
	switch {
	case refused && r.noAnswer:
		return observation{facts.Blocked, r.message}, nil
	case refused && r.quotaOnly:
		return observation{facts.Answered, "it is let in but for a quota"}, nil
	case refused:
		return observation{}, &ObstacleError{fmt.Sprintf("in namespace %s it is refused by %s, so that the others may not have been asked: %s", namespace, r.by, r.message)}
	case strings.Contains(err.Error(), "does not support dry run"):
		return observation{}, &ObstacleError{shorten(err.Error())}
	}
	return observation{}, inNamespace(namespace, err)
}
