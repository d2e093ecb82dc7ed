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

// collectProbes reads nothing: probes create things, which needs consent, and hand in
// what they saw by themselves. Without that there are none.
func collectProbes(context.Context, *Run) Fill {
	return func(s *facts.Snapshot) { s.Probes = []facts.Probe{} }
}
