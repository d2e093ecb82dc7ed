package probe

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const externalSecrets = "external-secrets.io"

func externalSecretsVersions() []string { return []string{"v1", "v1beta1"} }

// secretSync tests whether External Secrets creates a Secret from its fake provider, whose data
// is part of the SecretStore.
func secretSync() Probe {
	verbs := []string{"create", "get", "list", "delete"}
	return Probe{
		Name:            "secrets/sync-probe",
		Creates:         "a SecretStore of the fake provider and an ExternalSecret; the operator makes its Secret",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.KindAPIs, facts.PartInventory},
		Skip:            skipSecretSync,
		Rights:          append(kube.Rights(externalSecrets, "secretstores", verbs...), kube.Rights(externalSecrets, "externalsecrets", verbs...)...),
		Run:             runSecretSync,
	}
}

func skipSecretSync(s *Session) (string, error) {
	if _, ok := s.served(externalSecrets, "externalsecrets", externalSecretsVersions()...); ok {
		return skipStopped("external-secrets", "External Secrets", externalSecrets, "externalsecrets", externalSecretsVersions()...)(s)
	}
	return "External Secrets is not served here, and it is the only one that can be tried without a vault", s.checkReadable(facts.KindAPIs)
}

func runSecretSync(ctx context.Context, s *Session, out *Result) error {
	kind, _ := s.served(externalSecrets, "externalsecrets", externalSecretsVersions()...)
	version := externalSecrets + "/" + kind.Version
	store := s.object(version, "SecretStore", "fake-"+s.RunID, map[string]any{"provider": map[string]any{"fake": map[string]any{
		"data": []any{map[string]any{"key": "/kready/probe", "value": "nothing secret"}},
	}}})
	stores := kind
	stores.Resource = "secretstores"
	if _, err := s.Client.Resource(stores).Namespace(s.Namespace).Create(ctx, store, metav1.CreateOptions{}); err != nil {
		return createError("a SecretStore of the fake provider", err)
	}
	secret := s.object(version, "ExternalSecret", "secret-"+s.RunID, map[string]any{
		"refreshInterval": "1h",
		"secretStoreRef":  map[string]any{"name": "fake-" + s.RunID, "kind": "SecretStore"},
		"target":          map[string]any{"name": "secret-" + s.RunID},
		"data":            []any{map[string]any{"secretKey": "probe", "remoteRef": map[string]any{"key": "/kready/probe"}}},
	})
	secrets := s.Client.Resource(kind).Namespace(s.Namespace)
	if _, err := secrets.Create(ctx, secret, metav1.CreateOptions{}); err != nil {
		return createError("an ExternalSecret", err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "the Secret of an ExternalSecret", Expected: facts.Answered, Failure: "was not made"}
	t, err := s.tryUntil(ctx, t, time.Minute, 1, func(ctx context.Context) (observation, error) {
		now, err := secrets.Get(ctx, secret.GetName(), metav1.GetOptions{})
		switch {
		case err != nil && temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		case err != nil:
			return observation{}, fmt.Errorf("looking at the ExternalSecret: %w", err)
		}
		ready := condition(now, "Ready")
		switch ready.status {
		case "True":
			return observation{facts.Answered, "the ExternalSecret is Ready"}, nil
		case "":
			return observation{facts.Blocked, "nobody has looked at the ExternalSecret"}, nil
		}
		return observation{facts.Blocked, shorten("the ExternalSecret says: " + ready.message)}, nil
	})
	if err != nil {
		return err
	}
	out.Add(t)
	if t.Got == facts.Answered {
		out.Measure("time to a Secret", t.Milliseconds, "milliseconds")
	}
	return nil
}
