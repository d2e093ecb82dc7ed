package controlplane

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// products are what this platform is built of.
func products() []string {
	return []string{
		"cni/cilium-kops", "dns/coredns-kubeadm", "dns/kube-proxy-kubeadm", "metrics/metrics-server-chart",
		"ingress/traefik", "secrets/external-secrets-crds", "secrets/external-secrets-chart", "certificates/cert-manager",
		"logs/fluent-bit", "metrics/kube-prometheus-stack", "storage/csi-driver-nfs", "backup/velero-2.29", "gitops/flux2",
	}
}

// notPassing are the must-haves that a healthy platform does not pass, and why.
func notPassing() map[string]string {
	return map[string]string{
		// Bare metal: there is no cloud that gives pods an identity or adds nodes.
		"identity/mechanism": "skip", "identity/webhook-healthy": "skip", "scaling/node-autoscaler": "skip",
		// Profile production wants neither tracing nor a mesh.
		"tracing/collector": "skip",
		"mesh/present":      "skip", "mesh/ambient-nodes": "skip", "mesh/control-plane": "skip", "mesh/version": "skip",
		"mesh/mtls-strict": "skip", "mesh/trust-anchors": "skip", "mesh/injection-served": "skip",
		// Nobody asks Velero for the data of volumes.
		"backup/volume-data": "skip",
		// Only OpenShift, K3s and RKE2 say of themselves how they are.
		"cluster/distribution-available": "skip",
		// What these are about is not installed.
		"ingress/gateway-class-accepted": "skip", "ingress/gateway-programmed": "skip",
		"secrets/csi-driver": "skip", "secrets/vault-injector": "skip", "storage/backend-ready": "skip",
		// No CRD converts by a webhook: openCRD takes that away.
		"cluster/crd-conversion-live": "skip",
	}
}

// TestPlatform judges a whole cluster made of what products really install, healthy first,
// then with one thing broken after the other.
func TestPlatform(t *testing.T) {
	corpus, ok := FindCorpus()
	if !ok {
		t.Skipf("there is no corpus of real manifests in %s", corpus)
	}
	p := standUp(t, corpus)
	healthy := report(t, p.plane, p.plane.Admin)
	found := map[string]string{}
	for _, r := range healthy.Results {
		if r.Level == "proven" && r.Status == "skip" { // without kubelets there is nothing to probe
			continue
		}
		if r.Tier == "must" && r.Status != "pass" {
			found[r.ID] = r.Status
		}
	}
	if want := notPassing(); !maps.Equal(found, want) {
		t.Errorf("of the must-haves of a healthy platform do not pass: %v, want %v%s", found, want, healthy.Summary())
	}
	for _, v := range variants(t) {
		t.Run(v.name, func(t *testing.T) { p.testVariant(t, healthy, v) })
	}
	t.Run("mended", func(t *testing.T) { same(t, baseline{Report: healthy}, report(t, p.plane, p.plane.Admin)) })
}

// standUp starts a control plane and builds the platform on it.
func standUp(t *testing.T, corpus Corpus) *platform {
	t.Helper()
	plane := start(t)
	p, err := newPlatform(plane, Size{Nodes: 4})
	if err != nil {
		t.Fatal(err)
	}
	ca, err := authority(time.Now().AddDate(10, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for _, step := range []func(context.Context) error{
		p.world.nodes, p.zones, func(ctx context.Context) error { return p.plane.elect(ctx, time.Now()) },
		func(ctx context.Context) error {
			return p.install(ctx, corpus, products(), additions(t), values(ca.cert))
		},
		p.operated, p.settle,
	} {
		if err := step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	p.answerMetrics(ctx, t)
	return p
}

// variant is a platform with one thing broken.
type variant struct {
	name   string
	breaks change
	// gap is the check that has to say so, on is the kind and name of what it names.
	gap, on string
	// because are words of the cause that it names, "" for none in particular.
	because string
	// also are other checks that must change with it, by the status that they get.
	also map[string]string
}

// testVariant breaks the platform, looks at it, and mends it. Whatever the variant does not
// name has to stay as it was, down to what it found.
func (p *platform) testVariant(t *testing.T, healthy driver.Report, v variant) {
	ctx, cancel := Context()
	defer cancel()
	mend, err := v.breaks(ctx, p)
	if mend != nil {
		t.Cleanup(func() {
			ctx, cancel := Context()
			defer cancel()
			if err := mend(ctx); err != nil {
				t.Errorf("mending it: %v", err)
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	got, before := report(t, p.plane, p.plane.Admin), healthy.ByID()
	want := maps.Clone(v.also)
	if want == nil {
		want = map[string]string{}
	}
	want[v.gap] = "gap"
	for _, r := range got.Results {
		if status, ok := want[r.ID]; ok {
			if r.Status != status {
				t.Errorf("%s is %s, want %s: %s %v", r.ID, r.Status, status, r.Reason, r.Findings)
			}
			continue
		}
		if was := before[r.ID]; r.Status != was.Status || named(r) != named(was) {
			t.Errorf("%s is %s (%s) on %s, with nothing broken %s on %s", r.ID, r.Status, r.Reason, named(r), was.Status, named(was))
		}
	}
	gap := got.ByID()[v.gap]
	if named(gap) != v.on {
		t.Errorf("%s names %s, want %s: %s %v", v.gap, named(gap), v.on, gap.Reason, gap.Findings)
	}
	if !slices.ContainsFunc(gap.Findings, func(f driver.Finding) bool { return strings.Contains(f.Cause, v.because) }) {
		t.Errorf("%s names no cause with %q: %v", v.gap, v.because, gap.Findings)
	}
}

// named are the kinds and names of what a result found.
func named(r driver.Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Object.Kind+"/"+f.Object.Name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
