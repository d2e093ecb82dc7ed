package collect

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// guarded is a cluster's guard-rails, as `kubectl get -o yaml` writes them down.
const guarded = `
apiVersion: v1
kind: List
items:
- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
  metadata: {name: widgets.acme.org, annotations: {gateway.networking.k8s.io/channel: standard, x: "1"}}
  spec:
    group: acme.org
    names: {kind: Widget, plural: widgets}
    scope: Namespaced
    conversion:
      strategy: Webhook
      webhook: {conversionReviewVersions: [v1], clientConfig: {caBundle: Cg==, service: {namespace: acme, name: acme-webhook, path: /convert}}}
    versions:
    - {name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}}
    - {name: v1, served: true, storage: false}
    - {name: v1beta1, served: false, storage: false}
  status: {storedVersions: [v2, v1beta1]}
- apiVersion: apiextensions.k8s.io/v1
  kind: CustomResourceDefinition
  metadata: {name: urls.acme.org}
  spec:
    group: acme.org
    names: {kind: URL, plural: urls}
    scope: Namespaced
    conversion: {strategy: Webhook, webhook: {clientConfig: {url: "https://user:hunter2@x"}}}
    versions: [{name: v1, served: true, storage: true}]
- apiVersion: v1
  kind: Namespace
  metadata: {name: old, deletionTimestamp: "2026-10-20T10:00:00Z", finalizers: [x]}
  status:
    phase: Terminating
    conditions:
    - {type: NamespaceFinalizersRemaining, status: "True", reason: SomeFinalizersRemain, message: acme.org/x in 1 resource instances, lastTransitionTime: "2026-10-20T10:00:00Z"}
    - {type: NamespaceDeletionContentFailure, status: "False", reason: ContentDeleted, lastTransitionTime: "2026-10-20T10:00:00Z"}
- apiVersion: coordination.k8s.io/v1
  kind: Lease
  metadata: {name: worker, namespace: kube-node-lease}
  spec: {leaseDurationSeconds: 40, renewTime: "2026-11-01T11:59:55.123456Z", holderIdentity: worker}
- apiVersion: coordination.k8s.io/v1
  kind: Lease
  metadata: {name: apiserver-x, namespace: kube-system, labels: {apiserver.kubernetes.io/identity: kube-apiserver}}
  spec: {leaseDurationSeconds: 3600, renewTime: "2026-11-01T11:59:56.000000Z"}
- apiVersion: coordination.k8s.io/v1
  kind: Lease
  metadata: {name: kube-scheduler, namespace: kube-system}
  spec: {renewTime: "2026-11-01T11:59:56.000000Z"}
- apiVersion: v1
  kind: ResourceQuota
  metadata: {name: share, namespace: shop}
  spec: {hard: {pods: "10"}}
- apiVersion: v1
  kind: LimitRange
  metadata: {name: defaults, namespace: shop}
  spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
- apiVersion: v1
  kind: LimitRange
  metadata: {name: cut-off, namespace: shop}
- apiVersion: scheduling.k8s.io/v1
  kind: PriorityClass
  metadata: {name: infra}
  value: 1000000
  globalDefault: true
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicy
  metadata: {name: no-latest, generation: 2}
  spec:
    matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
    validations: [{expression: "object.spec.x"}]
  status: {observedGeneration: 2, typeChecking: {expressionWarnings: [{fieldRef: "spec.validations[0].expression", warning: undefined field 'x'}]}}
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicyBinding
  metadata: {name: no-latest}
  spec: {policyName: no-latest, validationActions: [Deny, Audit]}
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicyBinding
  metadata: {name: stray}
  spec: {policyName: gone, validationActions: [Deny]}
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: {name: web, namespace: shop, creationTimestamp: "2026-10-20T10:00:00Z"}
  spec: {maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [{type: Resource, resource: {name: memory}}, {type: External, external: {metric: {name: queue}}}]}
  status: {currentReplicas: 2, desiredReplicas: 3, conditions: [{type: ScalingActive, status: "False", reason: FailedGetResourceMetric, message: no metrics, lastTransitionTime: "2026-10-20T10:00:00Z"}]}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata: {name: db, namespace: shop, annotations: {volume.kubernetes.io/selected-node: worker}}
  spec: {storageClassName: fast}
  status: {phase: Pending}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata: {name: bound, namespace: shop}
  status: {phase: Bound}
- apiVersion: v1
  kind: PersistentVolumeClaim
  metadata: {name: rendered, namespace: shop}
- apiVersion: snapshot.storage.k8s.io/v1
  kind: VolumeSnapshotClass
  metadata: {name: snap, annotations: {snapshot.storage.kubernetes.io/is-default-class: "true"}}
  driver: ebs.csi.aws.com
  deletionPolicy: Delete
- apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingWebhookConfiguration
  metadata: {name: guard}
  webhooks:
  - name: guard.acme.org
    sideEffects: NoneOnDryRun
    admissionReviewVersions: [v1]
    clientConfig: {service: {namespace: acme, name: guard}}
    objectSelector: {matchLabels: {guard: "yes"}}
    namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}
    rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
`

func TestGuardrails(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, guarded, true), facts.Kinds(), Options{Now: moment})
	day := time.Date(2026, 10, 20, 10, 0, 0, 0, time.UTC)
	renewed := time.Date(2026, 11, 1, 11, 59, 55, 0, time.UTC)
	for name, pair := range map[string][2]any{
		"leases": {s.Leases, []facts.Lease{
			{Name: "apiserver-x", Role: "apiserver", RenewedAt: renewed.Add(time.Second), Seconds: 3600},
			{Name: "worker", Role: "node", RenewedAt: renewed, Seconds: 40},
		}},
		"limits": {s.NamespaceLimits, []facts.NamespaceLimit{
			{
				Kind: "LimitRange", Namespace: "shop", Name: "cut-off",
				Quota: facts.Quota{Hard: []facts.Quantity{}, Used: []facts.Quantity{}, Scopes: []facts.QuotaScope{}}, Range: facts.LimitRange{Items: []facts.LimitItem{}},
			},
			{
				Kind: "LimitRange", Namespace: "shop", Name: "defaults", Told: true,
				Quota: facts.Quota{Hard: []facts.Quantity{}, Used: []facts.Quantity{}, Scopes: []facts.QuotaScope{}},
				Range: facts.LimitRange{Name: "defaults", Items: []facts.LimitItem{{
					Type: "Container", Min: []facts.Quantity{}, Max: []facts.Quantity{}, MaxRatio: []facts.Quantity{},
					Limits: []facts.Quantity{}, Requests: []facts.Quantity{{Name: "cpu", Amount: 100}},
				}}},
			},
			{
				Kind: "ResourceQuota", Namespace: "shop", Name: "share", Told: true, Range: facts.LimitRange{Items: []facts.LimitItem{}},
				Quota: facts.Quota{Name: "share", Hard: []facts.Quantity{{Name: "pods", Amount: 10}}, Used: []facts.Quantity{}, Scopes: []facts.QuotaScope{}},
			},
		}},
		"classes": {s.PriorityClasses, []facts.PriorityClass{{Name: "infra", Value: 1000000, Default: true}}},
		"policies": {s.AdmissionPolicies, []facts.AdmissionPolicy{
			{Name: "gone", Warnings: []string{}, Resources: []string{}, Bindings: []facts.AdmissionPolicyBinding{{Name: "stray", Actions: []string{"Deny"}}}},
			{
				Name: "no-latest", Exists: true, Checked: true, Warnings: []string{"spec.validations[0].expression: undefined field 'x'"},
				Resources: []string{"/pods"}, Bindings: []facts.AdmissionPolicyBinding{{Name: "no-latest", Actions: []string{"Audit", "Deny"}}},
			},
		}},
		"hpas": {s.HPAs, []facts.HorizontalPodAutoscaler{{
			Namespace: "shop", Name: "web", CreatedAt: day, TargetKind: "Deployment", TargetName: "web",
			MinReplicas: 1, MaxReplicas: 5, Current: 2, Desired: 3, Metrics: []string{"External/queue", "Resource/memory"},
			Conditions: []facts.Condition{{Type: "ScalingActive", Status: "False", Reason: "FailedGetResourceMetric", Message: "no metrics", Since: day}},
		}}},
		"claims":    {s.PendingClaims, []facts.PendingClaim{{Namespace: "shop", Name: "db", Class: "fast", ClassSet: true, Scheduled: true}}},
		"snapshots": {s.VolumeSnapshotClasses, []facts.VolumeSnapshotClass{{Name: "snap", Driver: "ebs.csi.aws.com", Default: true, Velero: "no"}}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %+v, want %+v", name, pair[0], pair[1])
		}
	}
	if n := s.Namespaces[0]; !n.DeletedAt.Equal(day) || len(n.Conditions) != 1 || n.Conditions[0].Type != "NamespaceFinalizersRemaining" {
		t.Errorf("namespace: %+v", n)
	}
	hook := s.Webhooks[0].Webhooks[0]
	if hook.SideEffects != "NoneOnDryRun" || !hook.Narrowed || !hook.Namespaces.Set || len(hook.Namespaces.Requirements) != 1 || hook.Namespaces.Requirements[0].Values[0] != "kube-system" {
		t.Errorf("webhook: %+v", hook)
	}
}

func TestConversions(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, guarded, true), []facts.Kind{"crds", "backends"}, Options{Now: moment})
	assertAbsent(t, s, "hunter2")
	if len(s.CRDs) != 2 || !s.CRDs[0].Conversion.External || s.CRDs[0].Name != "urls.acme.org" {
		t.Fatalf("crds: %+v", s.CRDs)
	}
	c := s.CRDs[1]
	if want := (facts.Conversion{Webhook: true, ServiceNamespace: "acme", ServiceName: "acme-webhook"}); c.Conversion != want {
		t.Errorf("conversion: %+v", c.Conversion)
	}
	if !slices.Equal(c.Served, []string{"v1", "v2"}) || !slices.Equal(c.Stored, []string{"v1beta1", "v2"}) || len(c.Annotations) != 1 {
		t.Errorf("crd: %+v", c)
	}
	i := slices.IndexFunc(s.Backends, func(b facts.Backend) bool { return b.Name == "acme-webhook" })
	if i < 0 || s.Backends[i].Exists || !slices.Equal(s.Backends[i].Roles, []string{"conversion"}) {
		t.Errorf("backends: %+v", s.Backends)
	}
}

func TestFewLimitsAreTold(t *testing.T) {
	var dumped strings.Builder
	dumped.WriteString("apiVersion: v1\nkind: List\nitems:\n")
	for i := range 3 {
		fmt.Fprintf(&dumped, "- {apiVersion: v1, kind: ResourceQuota, metadata: {name: q%d, namespace: shop}, spec: {hard: {pods: 1}}}\n", i)
		fmt.Fprintf(&dumped, "- {apiVersion: v1, kind: LimitRange, metadata: {name: l%d, namespace: shop}, spec: {limits: [{type: Pod, max: {cpu: 1}}]}}\n", i)
	}
	large := "- {apiVersion: v1, kind: ResourceQuota, metadata: {name: large, namespace: shop}, spec: {hard: {"
	for i := range limitMax + 1 {
		large += fmt.Sprintf("count/x%d.example.org: 1, ", i)
	}
	dumped.WriteString(large + "pods: 1}}}\n")
	r := &Run{shared: newShared(t.Context(), dump(t, dumped.String(), true), Options{Now: moment}, nil)}
	quotas, ranges := r.quotas(t.Context(), limitsTold), r.limitRanges(t.Context(), 2)
	said := func(limits []facts.NamespaceLimit) string {
		var out []string
		for _, l := range limits {
			out = append(out, fmt.Sprint(l.Name, " ", l.Told))
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	if got := said(quotas); got != "large false, q0 true, q1 true, q2 true" {
		t.Errorf("one that is too large is told, or others are not: %s", got)
	}
	if got := said(ranges); got != "l0 true, l1 true, l2 false" {
		t.Errorf("the last one is told, or others are not: %s", got)
	}
}
