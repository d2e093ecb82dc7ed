package engine

import (
	"testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/service"
)

// inputOf is the input that a fixture's check judges: of its cluster, and of the service that is to land.
func inputOf(t testing.TB, known *inventory.Recogniser, snapshot *facts.Snapshot, f fixture.Fixture) *facts.Input {
	t.Helper()
	in := known.Input(snapshot, f.AsOf)
	in.ForVersion = f.ForVersion
	if f.Service == "" {
		return in
	}
	m, err := service.Parse("service", "service.yaml", []byte(f.Service), service.Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	m.Learn(snapshot.APIs)
	if in.Service, err = m.Facts(in.Tables.Fields...); err != nil {
		t.Fatal(err)
	}
	in.Service.DryRun, in.Service.Proofs, in.Service.Secrets = f.DryRun, f.Proofs, f.Secrets
	facts.FillEmpty(&in.Service)
	return in
}
