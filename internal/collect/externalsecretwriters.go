package collect

import (
	"context"

	"github.com/kready/kready/internal/facts"
)

func externalSecretWritersCollector() Collector {
	return Collector{
		Facts:   facts.KindExternalSecretWriters,
		Reads:   writersReads(facts.AgedSecretAPIs()),
		Collect: collectExternalSecretWriters,
	}
}

// collectExternalSecretWriters reads who wrote objects of External Secrets in a version that it has
// stopped to serve: their metadata, and only where the cluster still serves one. Where it does not, nobody can.
func collectExternalSecretWriters(ctx context.Context, r *Run) Fill {
	writers := writersOfEach(ctx, r, facts.AgedSecretAPIs())
	return func(s *facts.Snapshot) { s.ExternalSecretWriters = writers }
}
