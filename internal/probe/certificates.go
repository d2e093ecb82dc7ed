package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const certManager = "cert-manager.io"

func certificateKind(resource string) schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: certManager, Version: "v1", Resource: resource}
}

// certificateWebhook creates Certificates in dry runs: a valid one, and one that
// cert-manager's webhook must refuse.
func certificateWebhook() Probe {
	return Probe{
		Name:            "certificates/webhook-answers",
		Creates:         "nothing: Certificates in dry runs",
		ExpectedSeconds: 5,
		Reads:           facts.Fields{facts.KindAPIs, facts.KindWebhooks},
		Skip:            skipCertificateWebhook,
		Rights:          kube.Rights(certManager, "certificates", "create"),
		Run:             runCertificateWebhook,
	}
}

func skipCertificateWebhook(s *Session) (string, error) {
	if why, err := skipUnserved(certManager, "certificates", "v1")(s); why != "" || err != nil {
		return why, err
	}
	if len(s.certificateWebhooks()) > 0 {
		return "", nil
	}
	return "no validating webhook is registered for cert-manager.io", s.checkReadable(facts.KindWebhooks)
}

// certificateWebhooks are the names of the validating webhooks for Certificates.
func (s *Session) certificateWebhooks() []string {
	var names []string
	for _, config := range s.Input.Webhooks {
		for _, hook := range config.Webhooks {
			own := slices.ContainsFunc(hook.Resources, func(r string) bool {
				return strings.HasPrefix(r, certManager+"/")
			})
			if own && config.Kind == "ValidatingWebhookConfiguration" {
				names = append(names, hook.Name)
			}
		}
	}
	return names
}

func runCertificateWebhook(ctx context.Context, s *Session, out *Result) error {
	hooks := s.certificateWebhooks()
	for _, trial := range []struct {
		what, want string
		names      []any
	}{
		{"a Certificate in a dry run", facts.Answered, []any{"kready-probe.invalid"}},
		{"a Certificate without a name in a dry run", facts.Blocked, nil},
	} {
		t := facts.Trial{Phase: facts.PhaseProof, What: trial.what, Expected: trial.want}
		t, err := s.tryUntilSteady(ctx, t, 20*time.Second, func(ctx context.Context) (observation, error) {
			_, err := s.Client.Resource(certificateKind("certificates")).Namespace(s.Namespace).
				Create(ctx, s.certificate(trial.names), metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
			return judgeCertificate(err, hooks)
		})
		if err != nil {
			return err
		}
		t.Failure = certificateFailure(t)
		out.Add(t)
		if t.Got != t.Expected {
			return nil // the second trial would have the same outcome
		}
	}
	return nil
}

// certificateFailure returns what became of a Certificate; "" when that was expected.
func certificateFailure(t facts.Trial) string {
	switch {
	case t.AsExpected():
		return ""
	case t.Got == facts.Wrong:
		return "the API server got no answer about it"
	case t.Got == facts.Blocked:
		return "was refused"
	}
	return "was let in"
}

// judgeCertificate returns the outcome of creating a Certificate. A webhook of cert-manager's
// that does not answer is Wrong; a refusal by any other webhook is an obstacle.
func judgeCertificate(err error, hooks []string) (observation, error) {
	if err == nil {
		return observation{facts.Answered, "accepted"}, nil
	}
	r, refused := refusedByAdmission(err)
	switch {
	case refused && r.noAnswer && slices.Contains(hooks, r.webhook):
		return observation{facts.Wrong, r.message}, nil
	case refused && slices.Contains(hooks, r.webhook):
		return observation{facts.Blocked, "refused by " + r.by}, nil
	case refused:
		return observation{}, &ObstacleError{fmt.Sprintf("a Certificate is refused by %s before cert-manager is asked: %s", r.by, r.message)}
	case temporary(err):
		return observation{facts.Wrong, reasonOf(err)}, nil
	}
	return observation{}, fmt.Errorf("creating a Certificate in a dry run: %w", err)
}

// certificate returns a Certificate of the probe's issuer. Its name ends in .invalid, which
// is not a public domain.
func (s *Session) certificate(names []any) *unstructured.Unstructured {
	spec := map[string]any{
		"secretName": "certificate-" + s.RunID,
		"issuerRef":  map[string]any{"name": "self-signed-" + s.RunID, "kind": "Issuer", "group": certManager},
	}
	if len(names) > 0 {
		spec["dnsNames"] = names
	}
	return s.object(certManager+"/v1", "Certificate", "certificate-"+s.RunID, spec)
}
