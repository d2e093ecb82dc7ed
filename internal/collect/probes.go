package collect

import (
	"context"

	"github.com/kready/kready/internal/facts"
)

func probesCollector() Collector {
	return Collector{
		Facts:   facts.KindProbes,
		Collect: collectProbes,
	}
}

// collectProbes reads nothing: probes create objects, which needs consent, and add their facts
// to the snapshot themselves.
func collectProbes(context.Context, *Run) Fill {
	return func(s *facts.Snapshot) { s.Probes = []facts.Probe{} }
}
