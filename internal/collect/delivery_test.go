package collect

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestFlux(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: platform, namespace: flux-system, generation: 2, creationTimestamp: "2026-06-01T00:00:00Z"}
spec: {interval: 1m, url: "https://git.example/platform"}
status:
  conditions:
  - {type: Ready, status: "False", reason: GitOperationFailed, message: "failed to clone https://bot:hunter2@git.example/platform?token=hunter2: authentication required"}
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: {name: charts, namespace: flux-system}
spec: {type: oci, url: "oci://registry.example/charts"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: infra, namespace: flux-system, generation: 3}
spec: {suspend: true, targetNamespace: kube-system, decryption: {provider: sops, secretRef: {name: age}}, sourceRef: {kind: GitRepository, name: platform}}
status:
  observedGeneration: 2
  conditions:
  - {type: Ready, status: "True", reason: ReconciliationSucceeded, message: "Applied revision"}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: traefik, namespace: traefik, generation: 1}
spec: {kubeConfig: {secretRef: {name: far}}, chart: {spec: {chart: traefik, sourceRef: {kind: HelmRepository, name: charts, namespace: flux-system}}}}
status:
  observedGeneration: 1
  conditions:
  - {type: Ready, status: Unknown, reason: Progressing}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: velero, namespace: velero}
spec: {chartRef: {kind: OCIRepository, name: velero}}
`, true), []facts.Kind{"deliverySources", "deliveries"}, Options{Now: moment})
	if blind := s.Blind([]facts.Kind{"deliverySources", "deliveries"}); len(blind) > 0 {
		t.Fatal(blind)
	}
	assertAbsent(t, s, "hunter2")
	if len(s.DeliverySources) != 2 || len(s.Deliveries) != 3 {
		t.Fatalf("%d sources, %d deliveries", len(s.DeliverySources), len(s.Deliveries))
	}
	if git := s.DeliverySources[0]; git.Ready != "False" || git.Reason != "GitOperationFailed" ||
		git.Message != "failed to clone https://git.example/platform?… authentication required" || git.Static {
		t.Errorf("%+v", git)
	}
	if !s.DeliverySources[1].Static || s.DeliverySources[1].Ready != "" {
		t.Errorf("%+v", s.DeliverySources[1])
	}
	far, velero, infra := s.Deliveries[0], s.Deliveries[1], s.Deliveries[2]
	if infra.Decrypts != "yes" || far.Decrypts != "" {
		t.Errorf("%+v, %+v", infra, far)
	}
	if !far.Remote || far.SourceName != "charts" || far.SourceNamespace != "flux-system" || far.Ready != "Unknown" || !far.Current {
		t.Errorf("%+v", far)
	}
	if velero.SourceKind != "OCIRepository" || velero.SourceNamespace != "velero" || velero.Ready != "" || !velero.Automated {
		t.Errorf("%+v", velero)
	}
	if infra.Current || !infra.Suspended || infra.Into != "kube-system" || infra.Message != "" || infra.SourceName != "platform" {
		t.Errorf("%+v", infra)
	}
}

func TestApplications(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a, namespace: argocd}
spec: {destination: {server: "https://kubernetes.default.svc", namespace: kube-system}, syncPolicy: {automated: {prune: true}}}
status:
  sync: {status: OutOfSync}
  health: {status: Degraded}
  operationState: {phase: Running}
  conditions:
  - {type: OrphanedResourceWarning, message: "3 orphans"}
  - {type: SyncError, message: "one or more objects failed to apply", lastTransitionTime: "2026-11-01T00:00:00Z"}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: b, namespace: argocd}
spec: {destination: {name: edge, namespace: kube-system}, syncPolicy: {automated: {enabled: false}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: c, namespace: argocd}
spec: {destination: {name: in-cluster, namespace: shop}, syncPolicy: {syncOptions: [CreateNamespace=true]}}
`, true), []facts.Kind{"deliveries"}, Options{Now: moment})
	if len(s.Deliveries) != 3 {
		t.Fatalf("%+v", s.Deliveries)
	}
	a, b, c := s.Deliveries[0], s.Deliveries[1], s.Deliveries[2]
	want := facts.Delivery{
		Kind: "Application", Namespace: "argocd", Name: "a", Into: "kube-system", Automated: true, Current: true,
		Sync: "OutOfSync", Health: "Degraded", Running: true, Reason: "SyncError", Message: "one or more objects failed to apply",
	}
	if a != want {
		t.Errorf("%+v", a)
	}
	if !b.Remote || b.Automated {
		t.Errorf("%+v", b)
	}
	if c.Remote || c.Automated || c.Into != "shop" {
		t.Errorf("%+v", c)
	}
}
