package controlplane

import (
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// TestPriorityAndFairness: an API server that serves few requests at once makes kready wait and
// refuses none of its requests, whose answers are those of one that is free. Of 24 at once, some ten are for
// service accounts together. Administrators are
// exempt from Priority and Fairness; a service account is not.
func TestPriorityAndFairness(t *testing.T) {
	p, err := Start(t.TempDir(), "max-requests-inflight=20", "max-mutating-requests-inflight=4")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	ctx, cancel := Context()
	defer cancel()
	if err := p.Fill(ctx, Size{Nodes: 20, Deployments: 60, Pods: 60}); err != nil {
		t.Fatal(err)
	}
	account, err := p.ServiceAccount(ctx, "fair", "cluster-admin")
	if err != nil {
		t.Fatal(err)
	}
	free := report(t, p, p.Admin)
	mark, err := p.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	fair := report(t, p, account)
	if free.Summary() != fair.Summary() {
		t.Errorf("exempt: %s; under Priority and Fairness: %s", free.Summary(), fair.Summary())
	}
	events, err := p.Audit.Since(mark)
	if err != nil || len(driver.Of(events, "nodes")) == 0 {
		t.Fatalf("%d requests in the audit log, %v", len(events), err)
	}
	for _, e := range events {
		if e.ResponseStatus.Code == 429 {
			t.Errorf("refused for now: %s %s: %s", e.Verb, e.RequestURI, e.ResponseStatus.Message)
		}
	}
}
