package collect

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestPendingPods(t *testing.T) {
	const owned = `, labels: {pod-template-hash: 5d}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d, uid: u, controller: true}]`
	s := Snapshot(t.Context(), dump(t, `
apiVersion: v1
kind: Pod
metadata: {name: web-5d-1, namespace: shop, creationTimestamp: "2026-11-01T10:00:00Z"`+owned+`}
spec: {priority: 5, containers: [{name: c, image: "registry.example/web:2"}]}
status:
  phase: Pending
  conditions: [{type: PodScheduled, status: "True", lastTransitionTime: "2026-11-01T10:01:00Z"}]
  containerStatuses:
  - {name: side, image: side, state: {waiting: {reason: ContainerCreating}}}
  - {name: c, image: "registry.example/web:2", state: {waiting: {reason: ImagePullBackOff, message: "Back-off"}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-5d-2, namespace: shop, creationTimestamp: "2026-11-01T11:00:00Z"`+owned+`}
spec: {priority: 5, containers: [{name: c, image: "registry.example/web:2"}]}
status:
  phase: Pending
  containerStatuses:
  - {name: c, image: "registry.example/web:2", state: {waiting: {reason: ErrImagePull, message: "Get https://store.example/blob?sig=hunter2: 403 Forbidden"}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-5d-3, namespace: shop, deletionTimestamp: "2026-11-01T11:00:00Z"`+owned+`}
spec: {containers: [{name: c}]}
status: {phase: Pending}
---
apiVersion: v1
kind: Pod
metadata: {name: lone, namespace: shop, creationTimestamp: "2026-11-01T11:00:00Z"}
spec: {priority: -10, containers: [{name: c}]}
status:
  phase: Pending
  conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: "0/3 nodes are available", lastTransitionTime: "2026-11-01T11:02:00Z"}]
---
apiVersion: v1
kind: Pod
metadata: {name: runs, namespace: shop}
spec: {containers: [{name: c}]}
status: {phase: Running, containerStatuses: [{name: c, state: {waiting: {reason: ImagePullBackOff}}}]}
`, true), []facts.Kind{"pendingPods"}, Options{Now: moment})
	if len(s.PendingPods) != 2 {
		t.Fatalf("%+v", s.PendingPods)
	}
	assertAbsent(t, s, "hunter2")
	lone, web := s.PendingPods[0], s.PendingPods[1]
	if lone.Kind != "Pod" || lone.Reason != "Unschedulable" || lone.Priority != -10 || lone.Since.Minute() != 2 || lone.Count != 1 {
		t.Errorf("%+v", lone)
	}
	if web.Kind != "Deployment" || web.Name != "web" || web.Count != 2 || web.Image != "registry.example/web:2" ||
		web.Since.Hour() != 10 || web.Since.Minute() != 1 || web.Reason != "ErrImagePull" || web.Message != "Get https://store.example/blob?… 403 Forbidden" {
		t.Errorf("%+v", web)
	}
}

func TestPullMessagesKeepTheirEnd(t *testing.T) {
	const cause = "dial tcp: lookup registry.example: no such host"
	got := endOfMessage(strings.Repeat("failed to resolve reference: ", 20) + cause + "\n")
	if !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, cause) || len([]rune(got)) > messageMax || strings.HasPrefix(got, "… ") {
		t.Errorf("%q", got)
	}
	if got := endOfMessage(" short "); got != "short" {
		t.Errorf("%q", got)
	}
}

// TestPodsThatNoSchedulerHasSeen: they have no node and no condition, and no container has begun.
func TestPodsThatNoSchedulerHasSeen(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: v1
kind: Pod
metadata: {name: unseen, namespace: shop, creationTimestamp: "2026-11-01T10:00:00Z"}
spec: {schedulerName: volcano, containers: [{name: c}]}
status: {phase: Pending}
---
apiVersion: v1
kind: Pod
metadata: {name: placed, namespace: shop, creationTimestamp: "2026-11-01T10:00:00Z"}
spec: {schedulerName: default-scheduler, nodeName: a, containers: [{name: c}]}
status: {phase: Pending}
`, true), []facts.Kind{"pendingPods"}, Options{Now: moment})
	if len(s.PendingPods) != 2 || s.PendingPods[0].Unseen || s.PendingPods[0].Scheduler != "" {
		t.Fatalf("%+v", s.PendingPods)
	}
	if p := s.PendingPods[1]; !p.Unseen || p.Scheduler != "volcano" || p.Since.Hour() != 10 {
		t.Errorf("%+v", p)
	}
}
