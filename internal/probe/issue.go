package probe

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// issueLimit is how long cert-manager may take for a self-signed certificate.
const issueLimit = time.Minute

// certificateIssue requests a certificate from a self-signed issuer.
func certificateIssue() Probe {
	verbs := []string{"create", "get", "list", "delete"}
	return Probe{
		Name:            "certificates/issue",
		Creates:         "an Issuer that signs by itself and a Certificate; cert-manager makes its Secret",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.KindAPIs, facts.PartInventory},
		Skip:            skipStopped("cert-manager", "cert-manager", certManager, "certificates", "v1"),
		Rights:          append(kube.Rights(certManager, "issuers", verbs...), kube.Rights(certManager, "certificates", verbs...)...),
		Run:             runCertificateIssue,
	}
}

func runCertificateIssue(ctx context.Context, s *Session, out *Result) error {
	if s.Settings.Namespace != "" {
		return &ObstacleError{"cert-manager leaves a Secret that kready has no right to remove: it takes a namespace of its own, and --namespace allows none"}
	}
	issuer := s.object(certManager+"/v1", "Issuer", "self-signed-"+s.RunID, map[string]any{"selfSigned": map[string]any{}})
	if _, err := s.Client.Resource(certificateKind("issuers")).Namespace(s.Namespace).Create(ctx, issuer, metav1.CreateOptions{}); err != nil {
		return createError("an Issuer", err)
	}
	certificates := s.Client.Resource(certificateKind("certificates")).Namespace(s.Namespace)
	made, err := certificates.Create(ctx, s.certificate([]any{"kready-probe.invalid"}), metav1.CreateOptions{})
	if err != nil {
		return createError("a Certificate", err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "a certificate from a self-signed Issuer", Expected: facts.Answered, Failure: "was not issued"}
	t, err = s.tryUntil(ctx, t, issueLimit, 1, func(ctx context.Context) (observation, error) {
		now, err := certificates.Get(ctx, made.GetName(), metav1.GetOptions{})
		switch {
		case err != nil && temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		case err != nil:
			return observation{}, fmt.Errorf("looking at the Certificate: %w", err)
		}
		if ready := condition(now, "Ready"); ready.status == "True" {
			return observation{facts.Answered, "the Certificate is Ready"}, nil
		}
		return observation{facts.Blocked, s.issueFailure(ctx, now)}, nil
	})
	if err != nil {
		return err
	}
	out.Add(t)
	if t.Got == facts.Answered {
		out.Measure("time to a certificate", t.Milliseconds, "milliseconds")
	}
	return nil
}

// issueFailure returns why there is no certificate yet. The CertificateRequest says more than
// the Certificate, if this identity may read it.
func (s *Session) issueFailure(ctx context.Context, certificate *unstructured.Unstructured) string {
	list, err := s.Client.Resource(certificateKind("certificaterequests")).Namespace(s.Namespace).List(ctx, metav1.ListOptions{})
	if err == nil && len(list.Items) > 0 {
		request := &list.Items[0]
		if c := condition(request, "Denied"); c.status == "True" {
			return shorten("its request was denied (Approved=False): " + c.message)
		}
		if c := condition(request, "Approved"); c.status != "True" {
			return "nobody has approved its request"
		}
		if c := condition(request, "Ready"); c.message != "" {
			return shorten("its request says: " + c.message)
		}
	}
	if c := condition(certificate, "Ready"); c.status != "" {
		return shorten("the Certificate says: " + c.message)
	}
	return "nobody has looked at the Certificate"
}
