package controlplane

import (
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// requests are what an undisturbed check asks of the API server, from its audit log.
func requests(t *testing.T, p *Plane, args ...string) []driver.AuditEvent {
	t.Helper()
	mark, err := p.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	run(t, p, p.Admin, append([]string{"check"}, args...)...)
	events, err := p.Audit.Since(mark)
	if err != nil {
		t.Fatal(err)
	}
	if len(driver.Of(events, "storageclasses")) == 0 {
		t.Fatalf("the audit log has %d requests of kready, and none for StorageClasses", len(events))
	}
	return events
}

// listed are the resources that a run lists, as people write them: "daemonsets.apps".
func listed(t *testing.T, p *Plane) []string {
	t.Helper()
	var out []string
	for _, e := range requests(t, p) {
		if e.Verb != "list" {
			continue
		}
		name := e.ObjectRef.Resource
		if e.ObjectRef.APIGroup != "" {
			name += "." + e.ObjectRef.APIGroup
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func testRequests(t *testing.T, p *Plane) {
	// Workloads tell whether this is a vCluster, and NetworkPolicies which of them are looked at.
	for _, e := range requests(t, p, "storage/default-class") {
		if slices.Contains([]string{"ingresses", "ingressclasses", "configmaps", "poddisruptionbudgets"}, e.ObjectRef.Resource) {
			t.Errorf("a check of the default StorageClass reads %s", e.ObjectRef.Resource)
		}
	}
	events := requests(t, p)
	for _, e := range driver.Of(events, "secrets") {
		t.Errorf("kready asked for Secrets: %s %s", e.Verb, e.RequestURI)
	}
	for _, e := range driver.Writes(events) {
		t.Errorf("kready wrote: %s %s", e.Verb, e.RequestURI)
	}
	for _, e := range driver.Of(events, "pods") {
		// The first page tells how many there are, and is all of them where these are few.
		narrowed := e.ObjectRef.Namespace != "" || strings.Contains(e.RequestURI, "Selector=") || strings.HasSuffix(e.RequestURI, "?limit=250")
		if !narrowed {
			t.Errorf("kready read every pod of the cluster: %s", e.RequestURI)
		}
		if e.ObjectRef.Namespace == "applications" {
			t.Errorf("kready read the applications' pods: %s", e.RequestURI)
		}
	}
	for _, resource := range []string{"pods", "leases"} { // of a small cluster, all at once
		if n := len(driver.Of(events, resource)); n != 1 {
			t.Errorf("kready asked %d times for %s", n, resource)
		}
	}
	for _, e := range events {
		if e.Verb == "watch" {
			t.Errorf("kready watches: %s", e.RequestURI)
		}
	}
	seen := map[string]int{}
	for _, e := range events {
		seen[e.RequestURI]++
	}
	for uri, n := range seen {
		if n > 1 && uri != "/version" { // which is how kready finds out whether anybody answers
			t.Errorf("kready asked %d times for %s", n, uri)
		}
	}
	t.Logf("%d requests; lists %s", len(events), strings.Join(listed(t, p), " "))
}
