package policy

import (
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/facts"
)

// TestConvertedInput: OPA sees of facts what it would see of their JSON.
func TestConvertedInput(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{Nodes: []facts.Node{
		{Name: "a", Labels: map[string]string{"x": "y", "": ""}, AllocatableCPU: 3920, AllocatableMemory: 1 << 40},
		{Name: "a", Unschedulable: true},
	}, BackupLocations: []facts.BackupLocation{{Name: "b", CreatedAt: time.Date(2026, 11, 23, 12, 0, 0, 500, time.UTC)}}}, AsOf: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}
	facts.FillEmpty(in)
	want, err := ast.InterfaceToValue(facts.Document(in))
	if err != nil {
		t.Fatal(err)
	}
	got := facts.Build(in, newTermBuilder())
	if ast.Compare(got.Value, want) != 0 {
		t.Errorf("got %s, want %s", got, want)
	}
	// Terms that are equal have to be found by their hash, too.
	if got.Value.Hash() != want.Hash() {
		t.Error("their hashes differ")
	}
}
