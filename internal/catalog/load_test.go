package catalog

import (
	"testing"

	"github.com/kready/kready/policies"
)

func TestShipped(t *testing.T) {
	c, err := Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d entries, %d tables", len(c.Entries), len(c.Tables.Support))
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(policies.Files); err != nil {
			b.Fatal(err)
		}
	}
}
