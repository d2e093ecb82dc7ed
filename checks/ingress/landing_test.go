package ingress

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

// landed is a case of a requirement: manifests, and what the cluster is known to have.
type landed struct {
	manifests string
	cluster   facts.Snapshot
	want      check.Status
	says      string
}

// judge runs a requirement on the manifests.
func (l landed) judge(t *testing.T, c check.Check) {
	t.Helper()
	landtest.Judge(t, c, l.manifests, facts.Input{Snapshot: l.cluster}, l.want, l.says)
}
