package probe

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// snapshotting is a cluster with a driver that takes snapshots.
func snapshotting() *facts.Input {
	return &facts.Input{Snapshot: facts.Snapshot{
		Nodes:                 []facts.Node{{Name: "n1", Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}},
		StorageClasses:        []facts.StorageClass{{Name: "fast", Default: true, Provisioner: "csi.example.com", ReclaimPolicy: "Delete"}},
		VolumeSnapshotClasses: []facts.VolumeSnapshotClass{{Name: "other", Driver: "csi.other.com", Default: true}, {Name: "plain", Driver: "csi.example.com"}, {Name: "usual", Driver: "csi.example.com", Default: true}},
		APIs:                  []facts.APIGroup{{Name: snapshotGroup, Versions: []string{"v1"}, Resources: []string{"volumesnapshots"}}},
	}}
}

// TestSkipSnapshotRestore: it takes the API, and a class of the driver of the volumes.
func TestSkipSnapshotRestore(t *testing.T) {
	for says, change := range map[string]func(*facts.Input){
		"":                        func(*facts.Input) {},
		"no default StorageClass": func(in *facts.Input) { in.StorageClasses = nil },
		"is not served here":      func(in *facts.Input) { in.APIs = nil },
		"no VolumeSnapshotClass is of the driver": func(in *facts.Input) { in.VolumeSnapshotClasses = in.VolumeSnapshotClasses[:1] },
	} {
		in := snapshotting()
		change(in)
		why, err := skipSnapshotRestore(session(t, in, server("")))
		if err != nil || (why == "") != (says == "") || !strings.Contains(why, says) {
			t.Errorf("want %q: %q %v", says, why, err)
		}
	}
	if got := session(t, snapshotting(), server("")).snapshotClass(snapshotting().StorageClasses[0]); got != "usual" {
		t.Errorf("class %s", got)
	}
}

// writing has the cluster run the pods that write and read, and bind claims.
func writing(client *fake.FakeDynamicClient, read string) {
	podsOf(client, func(spec *corev1.PodSpec) corev1.PodStatus {
		answer := agent.Answer{Name: "write", Got: facts.Answered, Answers: 1, Attempts: 1, Values: []string{"sum"}}
		if strings.Contains(strings.Join(spec.Containers[0].Args, " "), `"read"`) {
			answer = agent.Answer{Name: "read", Got: read, Attempts: 1}
		}
		result := agent.Result{Steps: 1, Answers: []agent.Answer{answer}}
		return corev1.PodStatus{Phase: corev1.PodSucceeded, ContainerStatuses: []corev1.ContainerStatus{{Name: agentContainer, State: corev1.ContainerState{
			Terminated: &corev1.ContainerStateTerminated{Message: string(result.Encode())},
		}}}}
	})
}

// TestSnapshotRestore: what the snapshot says and what is read from the volume decides; a class that keeps snapshots is not tried.
func TestSnapshotRestore(t *testing.T) {
	for name, tt := range map[string]struct {
		policy string
		status map[string]any
		read   string
		trials int
		fails  string
	}{
		"restored":     {"Delete", map[string]any{"readyToUse": true}, facts.Answered, 4, ""},
		"other bytes":  {"Delete", map[string]any{"readyToUse": true}, facts.Wrong, 3, "made from the snapshot"},
		"kept classes": {"Retain", nil, facts.Answered, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			class := &unstructured.Unstructured{Object: map[string]any{"apiVersion": snapshotGroup + "/v1", "kind": "VolumeSnapshotClass", "metadata": map[string]any{"name": "usual"}, "deletionPolicy": tt.policy}}
			client := server("")
			if _, err := client.Resource(snapshotKind("volumesnapshotclasses")).Create(t.Context(), class, metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}
			writing(client, tt.read)
			client.PrependReactor("get", "volumesnapshots", func(action clienttesting.Action) (bool, runtime.Object, error) {
				object, err := client.Tracker().Get(action.GetResource(), action.GetNamespace(), action.(clienttesting.GetAction).GetName())
				if err == nil && tt.status != nil {
					object.(*unstructured.Unstructured).Object["status"] = tt.status
				}
				return true, object, err
			})
			s := session(t, snapshotting(), client)
			s.Namespace = "shop" // where podsOf removes pods
			out := &Result{}
			if err := runSnapshotRestore(t.Context(), s, out); err != nil {
				t.Fatal(err)
			}
			if len(out.probe.Trials) != tt.trials || (out.probe.NotApplicable != "") != (tt.trials == 0) {
				t.Errorf("%+v", out.probe)
			}
			for _, trial := range out.probe.Trials {
				if !trial.AsExpected() && (tt.fails == "" || !strings.Contains(trial.What, tt.fails)) {
					t.Errorf("%+v", trial)
				}
			}
		})
	}
}

// TestSnapshotError: what the snapshot says of itself is told.
func TestSnapshotError(t *testing.T) {
	client := server("")
	s := session(t, snapshotting(), client)
	client.PrependReactor("get", "volumesnapshots", func(clienttesting.Action) (bool, runtime.Object, error) {
		return true, &unstructured.Unstructured{Object: map[string]any{"status": map[string]any{"readyToUse": true, "error": map[string]any{"message": "old"}}}}, nil
	})
	out := &Result{}
	if ready, err := s.takeSnapshot(t.Context(), out, "snapshot", "usual", "claim"); err != nil || !ready || len(out.probe.Measures) != 1 {
		t.Errorf("%v %v %+v", ready, err, out.probe)
	}
}
