package controlplane

import (
	"context"
	"testing"
	"time"
)

// products are what this platform is built of.
func products() []string {
	return []string{
		"cni/cilium-kops", "dns/coredns-kubeadm", "dns/kube-proxy-kubeadm", "metrics/metrics-server-chart",
		"ingress/traefik", "secrets/external-secrets-crds", "secrets/external-secrets-chart", "certificates/cert-manager",
		"logs/fluent-bit", "metrics/kube-prometheus-stack", "storage/csi-driver-nfs", "backup/velero-2.29", "gitops/flux2",
	}
}

// TestPlatform judges a whole cluster made of what products really install, healthy first,
// then with one thing broken after the other.
func TestPlatform(t *testing.T) {
	corpus, ok := FindCorpus()
	if !ok {
		t.Skipf("there is no corpus of real manifests in %s", corpus)
	}
	p, err := Start(t.TempDir(), "enable-aggregator-routing=true")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	start := time.Now()
	platform, err := newPlatform(p, Size{Nodes: 4})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if err := platform.world.nodes(ctx); err != nil {
		t.Fatal(err)
	}
	platform.zones(ctx, t)
	ca, err := authority(time.Now().AddDate(10, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := platform.install(ctx, corpus, products(), additions(t), values(ca.cert)); err != nil {
		t.Fatal(err)
	}
	platform.operated(ctx, t)
	if err := platform.settle(ctx); err != nil {
		t.Fatal(err)
	}
	platform.answerMetrics(ctx, t)
	t.Logf("the platform stands after %s", time.Since(start).Round(time.Second))
	healthy := report(t, p, p.Admin)
	for _, r := range healthy.Results {
		if r.Status != "pass" {
			t.Logf("%s %s %s: %s %s %v", r.Status, r.Tier, r.ID, r.Reason, r.Because, r.Findings)
		}
	}
	t.Log(healthy.BlindSpots)
}
