package collect

import (
	"context"

	certificatesv1 "k8s.io/api/certificates/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Bounds of what is read and kept of signing requests.
const (
	signingRequestsMax     = 2000
	signingRequestNamesMax = 5
)

func signingRequestsCollector() Collector {
	return Collector{
		Facts:   facts.KindSigningRequests,
		Reads:   []Read{list("certificates.k8s.io", "certificatesigningrequests")},
		Collect: collectSigningRequests,
	}
}

// collectSigningRequests counts the CertificateSigningRequests that wait for approval, by signer:
// behind a kubelet without a serving certificate, metrics and logs fail by x509.
func collectSigningRequests(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "certificates.k8s.io", Version: "v1", Resource: "certificatesigningrequests", PageSize: 250}
	sums := sumSigningRequests(eachUpTo(ctx, r, q, signingRequestsMax, distilSigningRequest))
	return func(s *facts.Snapshot) { s.SigningRequests = sums }
}

// distilSigningRequest returns one request as a sum of one, with a count of 0 when somebody decided
// on it.
func distilSigningRequest(c *certificatesv1.CertificateSigningRequest) facts.SigningRequests {
	out := facts.SigningRequests{Signer: text.Truncate(c.Spec.SignerName, valueMax), Names: []string{c.Name}, OldestAt: truncateToSecond(c.CreationTimestamp.Time)}
	if len(c.Status.Conditions) == 0 && len(c.Status.Certificate) == 0 {
		out.Count = 1
	}
	return out
}

// sumSigningRequests sums up requests by signer.
func sumSigningRequests(all []facts.SigningRequests) []facts.SigningRequests {
	sortBy(all,
		func(s facts.SigningRequests) string { return s.Signer },
		func(s facts.SigningRequests) string { return s.OldestAt.Format("2006-01-02T15:04:05") },
		func(s facts.SigningRequests) string { return s.Names[0] })
	var out []facts.SigningRequests
	for _, s := range all {
		switch last := len(out) - 1; {
		case s.Count == 0:
		case last < 0 || out[last].Signer != s.Signer:
			out = append(out, s)
		default:
			out[last].Count++
			if len(out[last].Names) < signingRequestNamesMax {
				out[last].Names = append(out[last].Names, s.Names...)
			}
		}
	}
	return out
}
