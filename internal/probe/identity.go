package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// identityWebhook is a webhook that gives pods the identity of their ServiceAccount.
type identityWebhook struct {
	title string
	// hooks are its names in past and present versions.
	hooks []string
	// account are the annotations of a ServiceAccount that request an identity, pod the
	// labels of a pod.
	account, pod map[string]string
	// env are the variables that the pod must get, besides a projected token.
	env []string
}

// identityWebhooks are the webhooks that the probe supports. See
// https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html and
// https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html.
// The role and the client do not exist, and no pod uses them.
func identityWebhooks() []identityWebhook {
	return []identityWebhook{
		{
			title: "EKS Pod Identity webhook", hooks: []string{"pod-identity-webhook.amazonaws.com", "iam-for-pods.amazonaws.com"},
			account: map[string]string{"eks.amazonaws.com/role-arn": "arn:aws:iam::000000000000:role/kready-probe"},
			env:     []string{"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"},
		},
		{
			title: "Azure Workload Identity", hooks: []string{"mutation.azure-workload-identity.io"},
			account: map[string]string{"azure.workload.identity/client-id": "00000000-0000-0000-0000-000000000000"},
			pod:     map[string]string{"azure.workload.identity/use": "true"},
			env:     []string{"AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"},
		},
	}
}

// identityMutates tests, in a dry run, what a pod gets whose ServiceAccount requests an
// identity of the cloud.
func identityMutates() Probe {
	return Probe{
		Name:            "identity/mutates",
		Creates:         "a ServiceAccount; dry runs of a pod",
		ExpectedSeconds: 10,
		Reads:           facts.Fields{facts.KindWebhooks},
		Skip: func(s *Session) (string, error) {
			if len(s.identityWebhooks()) > 0 {
				return "", nil
			}
			return "no webhook of AWS or Azure that gives pods an identity is registered", s.checkReadable(facts.KindWebhooks)
		},
		Rights: append(podCreate(), kube.Rights("", "serviceaccounts", "create", "list", "delete")...),
		Run:    runIdentityMutates,
	}
}

// identityWebhooks returns those that are registered.
func (s *Session) identityWebhooks() []identityWebhook {
	registered := map[string]bool{}
	for _, config := range s.Input.Webhooks {
		for _, hook := range config.Webhooks {
			registered[hook.Name] = registered[hook.Name] || config.Kind == "MutatingWebhookConfiguration"
		}
	}
	return slices.DeleteFunc(identityWebhooks(), func(w identityWebhook) bool {
		return !slices.ContainsFunc(w.hooks, func(name string) bool { return registered[name] })
	})
}

func runIdentityMutates(ctx context.Context, s *Session, out *Result) error {
	for i, w := range s.identityWebhooks() {
		name := fmt.Sprintf("identity-%d-%s", i, s.RunID)
		account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.Namespace, Labels: s.labels(nil), Annotations: w.account}}
		if _, err := s.serviceAccounts(s.Namespace).create(ctx, account); err != nil {
			return createError("a ServiceAccount", err)
		}
		t := facts.Trial{Phase: facts.PhaseProof, What: "giving a pod in a dry run an identity, by " + w.title, Expected: facts.Answered, Failure: didNotWork}
		// The webhooks cache ServiceAccounts, which takes a moment.
		t, err := s.tryUntilSteady(ctx, t, 30*time.Second, func(ctx context.Context) (observation, error) {
			pod := s.dryPod(fmt.Sprintf("identity-%d", i), Pod{Labels: w.pod})
			pod.Spec.ServiceAccountName = name
			made, err := s.dryRun(ctx, s.Namespace, pod)
			return w.judge(made, err)
		})
		if err != nil {
			return err
		}
		out.Add(t)
	}
	return nil
}

// judge compares the pod with what it must get.
func (w identityWebhook) judge(pod *corev1.Pod, err error) (observation, error) {
	if err != nil {
		r, refused := refusedByAdmission(err)
		switch {
		case refused && r.noAnswer && slices.Contains(w.hooks, r.webhook):
			return observation{facts.Blocked, r.message}, nil
		case refused:
			return observation{}, &ObstacleError{fmt.Sprintf("a pod in a dry run is refused by %s: %s", r.by, r.message)}
		case temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		}
		return observation{}, fmt.Errorf("creating a pod in a dry run: %w", err)
	}
	var missing []string
	for _, name := range w.env {
		if !slices.ContainsFunc(pod.Spec.Containers[0].Env, func(e corev1.EnvVar) bool { return e.Name == name }) {
			missing = append(missing, name)
		}
	}
	if !slices.ContainsFunc(pod.Spec.Volumes, projectsToken) {
		missing = append(missing, "a projected token")
	}
	if len(missing) > 0 {
		return observation{facts.Wrong, "the pod came back without " + strings.Join(missing, ", ")}, nil
	}
	return observation{facts.Answered, "it has " + strings.Join(w.env, ", ") + " and a projected token"}, nil
}

func projectsToken(v corev1.Volume) bool {
	return v.Projected != nil && slices.ContainsFunc(v.Projected.Sources, func(p corev1.VolumeProjection) bool { return p.ServiceAccountToken != nil })
}
