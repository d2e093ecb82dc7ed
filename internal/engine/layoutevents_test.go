package engine

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// TestEventsOfBundles: the events that a bundle holds name the cause of a DaemonSet that is not ready,
// with its secrets taken out. A bundle that gathers none leaves the cause open.
func TestEventsOfBundles(t *testing.T) {
	world := readWorld(t, func(o *unstructured.Unstructured) {
		switch o.GetKind() + " " + o.GetName() {
		case "DaemonSet kindnet":
			_ = unstructured.SetNestedField(o.Object, int64(1), "status", "numberReady") // the path is there
		case "Pod kindnet-w1":
			o.Object["status"] = map[string]any{
				"phase":             "Pending",
				"conditions":        []any{map[string]any{"type": "Ready", "status": "False"}},
				"containerStatuses": []any{map[string]any{"name": "c", "state": map[string]any{"waiting": map[string]any{"reason": "ContainerCreating"}}}},
			}
		}
	})
	world["events"] = map[string][]map[string]any{"kube-system": {{
		"apiVersion": "v1", "kind": "Event", "metadata": map[string]any{"name": "kindnet-x7k2p.1", "namespace": "kube-system", "uid": "e1"},
		"type": "Warning", "reason": "FailedMount", "count": 7, "lastTimestamp": "2026-11-20T09:59:00Z",
		"involvedObject": map[string]any{"kind": "Pod", "namespace": "kube-system", "name": "kindnet-x7k2p"},
		"message":        "MountVolume.SetUp failed for volume cfg: configmap cni-cfg not found, see https://me:hunter2@example.org/x",
	}}}
	folder, printed := world.clusterInfo()
	bundle := world.supportBundle()
	bundle["cluster-resources/events/kube-system.json"] = asList("v1", "Event", world.of("events", "kube-system"))
	for layout, c := range map[string]struct {
		files map[string]string
		told  bool
	}{
		"cluster-info dump":          {folder, true},
		"cluster-info dump, printed": {printed, true},
		"support bundle":             {bundle, true},
		"sonobuoy":                   {world.sonobuoy(), true},
		"must-gather":                {world.mustGather(), true},
		"without events":             {world.supportBundle(), false},
	} {
		t.Run(layout, func(t *testing.T) {
			in := snapshotFiles(t, c.files, target.FileOptions{})
			causes := cause.Find(in).Of(facts.ObjectRef{Kind: facts.DaemonSet, Namespace: "kube-system", Name: "kindnet"})
			var said strings.Builder
			for _, one := range causes {
				said.WriteString(one.Message + "\n" + one.Remedy)
			}
			if got := strings.Contains(said.String(), "configmap cni-cfg not found"); got != c.told {
				t.Errorf("the cause is told: %v: %q", got, said.String())
			}
			if strings.Contains(said.String(), "hunter2") {
				t.Errorf("a password is told: %s", said.String())
			}
		})
	}
}
