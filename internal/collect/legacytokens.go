package collect

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// legacyTokensMax is how many tokens are looked at: clusters from before Kubernetes 1.24 have one for each
// ServiceAccount.
const legacyTokensMax = 5000

func legacyTokensCollector() Collector {
	return Collector{
		Facts:   facts.KindLegacyTokens,
		Reads:   []Read{list("", "secrets")},
		Consent: ConsentSecretNames,
		Collect: collectLegacyTokens,
	}
}

// collectLegacyTokens lists the metadata of Secrets of one type. The API server says in labels when a token was used:
// https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-legacy-token-last-used
func collectLegacyTokens(ctx context.Context, r *Run) Fill {
	q := target.Query{
		Version: "v1", Resource: "secrets", Metadata: true, FieldSelector: "type=" + string(corev1.SecretTypeServiceAccountToken),
	}
	tokens := eachUpTo(ctx, r, q, legacyTokensMax, func(o *metav1.PartialObjectMetadata) facts.LegacyToken {
		return facts.LegacyToken{
			Namespace: o.Namespace, Name: o.Name, Account: text.Truncate(o.Annotations[corev1.ServiceAccountNameKey], valueMax),
			CreatedAt: truncateToSecond(o.CreationTimestamp.Time),
			LastUsed:  labelledDay(o, "kubernetes.io/legacy-token-last-used"), InvalidSince: labelledDay(o, "kubernetes.io/legacy-token-invalid-since"),
		}
	})
	sortBy(tokens,
		func(t facts.LegacyToken) string { return t.Namespace },
		func(t facts.LegacyToken) string { return t.Name })
	return func(s *facts.Snapshot) { s.LegacyTokens = facts.LegacyTokens{Asked: true, Tokens: tokens} }
}

// labelledDay is the day that a label names; zero without one.
func labelledDay(o *metav1.PartialObjectMetadata, label string) time.Time {
	day, _ := time.Parse(time.DateOnly, o.Labels[label])
	return day
}
