package probe

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// growing is a cluster with a node autoscaler.
func growing(state string) *facts.Input {
	return &facts.Input{
		Inventory: []facts.Implementation{{Name: "cluster-autoscaler", Roles: []string{"scaling/nodes"}, State: state}},
	}
}

// TestSkipScaleUp: it takes an autoscaler, and a priority with which its pod evicts no other.
func TestSkipScaleUp(t *testing.T) {
	classes := func(list ...facts.PriorityClass) func(*facts.Input) {
		return func(in *facts.Input) { in.PriorityClasses = list }
	}
	for name, tt := range map[string]struct {
		change      func(*facts.Input)
		says, class string
		obstacle    bool
	}{
		"no class but those of the system": {change: classes(facts.PriorityClass{Name: "system-node-critical", Value: 2000001000})},
		"placeholders":                     {change: classes(facts.PriorityClass{Name: "placeholder", Value: -5}, facts.PriorityClass{Name: "batch", Value: -1}), class: "placeholder"},
		"lower than autoscalers serve":     {change: classes(facts.PriorityClass{Name: "batch", Value: -100}), says: "PriorityClass batch has -100"},
		"a high default":                   {change: classes(facts.PriorityClass{Name: "usual", Value: 1000, Default: true}), says: "have 1000, and no class has 0"},
		"a high default and a class of 0":  {change: classes(facts.PriorityClass{Name: "usual", Value: 1000, Default: true}, facts.PriorityClass{Name: "plain"}), class: "plain"},
		"no autoscaler":                    {change: func(in *facts.Input) { in.Inventory = nil }, says: "no node autoscaler"},
		"nodes that cannot be read": {change: func(in *facts.Input) {
			in.BlindSpots = []facts.BlindSpot{{Facts: facts.KindNodes, Resource: "nodes"}}
		}, obstacle: true},
		"classes that cannot be read": {change: func(in *facts.Input) {
			in.BlindSpots = []facts.BlindSpot{{Facts: facts.KindPriorityClasses, Resource: "priorityclasses"}}
		}, obstacle: true},
	} {
		in := growing(facts.StateRunning)
		tt.change(in)
		s := session(t, in, server(""))
		why, err := skipScaleUp(s)
		if (err != nil) != tt.obstacle || (why == "") != (tt.says == "") || !strings.Contains(why, tt.says) {
			t.Errorf("%s: %q %v", name, why, err)
		}
		if class, _ := s.lowPriority(); class != tt.class {
			t.Errorf("%s: class %q", name, class)
		}
	}
}

// TestScaleUpPod: the pod shares a node with no pod of a Deployment or a StatefulSet; a node that is new proves it, one that
// was there before does not; its Job is removed.
func TestScaleUpPod(t *testing.T) {
	for name, before := range map[string]string{"new": "n0", "there before": "n1"} {
		t.Run(name, func(t *testing.T) {
			in := growing(facts.StateRunning)
			in.PriorityClasses = []facts.PriorityClass{{Name: "placeholder", Value: -1}}
			in.Nodes = []facts.Node{{Name: before}}
			s := session(t, in, server(""))
			s.Namespace = "shop" // where podsOf removes pods
			client := server("", event("scale-up-"+s.RunID+"-x", "TriggeredScaleUp", "pod triggered scale-up: [{workers 3->4 (max: 6)}]", 1))
			s.Client = client
			podsOf(client, func(spec *corev1.PodSpec) corev1.PodStatus {
				terms := spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution
				if len(terms) != 2 || terms[0].LabelSelector.MatchExpressions[0].Key != "pod-template-hash" || terms[0].NamespaceSelector == nil || terms[0].TopologyKey != corev1.LabelHostname {
					t.Errorf("%+v", terms)
				}
				if spec.PriorityClassName != "placeholder" {
					t.Errorf("class %q", spec.PriorityClassName)
				}
				return corev1.PodStatus{Phase: corev1.PodSucceeded, ContainerStatuses: []corev1.ContainerStatus{{Name: agentContainer, State: corev1.ContainerState{
					Terminated: &corev1.ContainerStateTerminated{Message: string(agent.Result{}.Encode())},
				}}}}
			})
			out := &Result{}
			err := runScaleUp(t.Context(), s, out)
			if jobs, listErr := s.jobs("shop").list(t.Context(), metav1.ListOptions{}); listErr != nil || len(jobs) > 0 {
				t.Errorf("left: %v %v", jobs, listErr)
			}
			if before == "n1" {
				if err == nil || !strings.Contains(err.Error(), "no node had to be added") || len(out.probe.Trials) > 0 {
					t.Errorf("%v %+v", err, out.probe)
				}
				return
			}
			if err != nil || !out.PhaseSucceeded(facts.PhaseProof) || out.probe.Trials[0].FromNode != "n1" || len(out.probe.Measures) != 2 {
				t.Errorf("%v %+v", err, out.probe)
			}
		})
	}
}

// event is one about a pod, at a minute.
func event(pod, reason, message string, minute int) *corev1.Event {
	return &corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("%s-%s-%d", pod, strings.ToLower(reason), minute), Namespace: "shop"}, Reason: reason, Message: message,
		InvolvedObject: corev1.ObjectReference{Kind: "Pod", Name: pod}, LastTimestamp: metav1.NewTime(time.Unix(int64(minute*60), 0)),
	}
}

// waiting is the pod of the probe that has no node.
func waitingPod(s *Session, reason string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "scale-up-x", Namespace: "shop", Labels: s.labels(map[string]string{LabelPart: scaleUpPart})},
		Status:     corev1.PodStatus{Conditions: []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: reason, Message: "0/3 nodes"}}},
	}
}

// TestScaleUpVerdict: what the autoscaler says decides; a limit, and silence of one that may not be there, prove nothing.
func TestScaleUpVerdict(t *testing.T) {
	scheduler := event("scale-up-x", "FailedScheduling", "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", 9)
	for name, tt := range map[string]struct {
		events   []*corev1.Event
		state    string
		pod      string
		gap, why string
	}{
		"silence":                            {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, gap: "no autoscaler said anything"},
		"silence of one that cannot be seen": {state: facts.StateHidden, pod: corev1.PodReasonUnschedulable, why: "cannot be seen"},
		"a pod that no scheduler looked at":  {state: facts.StateRunning, pod: "SchedulingGated", why: "it was not scheduled"},
		"no pod":                             {state: facts.StateRunning, why: "no pod was made"},
		"asked, and no node": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{
			event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 2 max node group size reached", 1),
			event("scale-up-x", "TriggeredScaleUp", "pod triggered scale-up: [{workers 3->4 (max: 6)}]", 2),
			event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 2 max node group size reached", 3),
		}, gap: "3->4"},
		"asked for by Karpenter": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{event("scale-up-x", "Nominated", "Pod should schedule on: nodeclaim/a", 2)}, gap: "nodeclaim/a"},
		"backing off":            {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 in backoff after failed scale-up, 1 max node group size reached", 1)}, gap: "in backoff"},
		"at its limit": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{
			event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 2 max node group size reached", 1),
		}, why: "at a limit"},
		"at the limit of a NodePool": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{
			event("scale-up-x", "FailedScheduling", `Failed to schedule pod, all available instance types exceed limits for nodepool "a"`, 1),
		}, why: "at a limit"},
		"tainted pools alone": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{
			event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 2 node(s) had untolerated taint {gpu: true}", 1),
		}, gap: "untolerated taint"},
		"what runs on new nodes": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{
			event("scale-up-x", "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 node(s) didn't match pod anti-affinity rules", 1),
		}, why: "beside which the probe's pod may not run"},
		"of another pod": {state: facts.StateRunning, pod: corev1.PodReasonUnschedulable, events: []*corev1.Event{event("web-1", "TriggeredScaleUp", "pod triggered scale-up", 1)}, gap: "no autoscaler said anything"},
	} {
		t.Run(name, func(t *testing.T) {
			objects := []runtime.Object{scheduler}
			for _, e := range tt.events {
				objects = append(objects, e)
			}
			s := session(t, growing(tt.state), server(""))
			s.Namespace = "shop"
			if tt.pod != "" {
				objects = append(objects, waitingPod(s, tt.pod))
			}
			s.Client = server("", objects...)
			w := &scaleUpWatch{session: s, began: time.Now().Add(-time.Minute), answer: time.Second, limit: 2 * time.Second}
			pod, gap, err := w.wait(t.Context())
			if pod != nil || (gap == "") != (tt.gap == "") || !strings.Contains(gap, tt.gap) {
				t.Errorf("%+v %q", pod, gap)
			}
			var obstacle *ObstacleError
			if (err == nil) != (tt.why == "") || err != nil && (!errors.As(err, &obstacle) || !strings.Contains(obstacle.Reason, tt.why)) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestScaleUpTime: a node that was asked for is waited for; when the time of all probes ends before, nothing is proven.
func TestScaleUpTime(t *testing.T) {
	s := session(t, growing(facts.StateRunning), server(""))
	s.Namespace = "shop"
	s.Client = server("", waitingPod(s, corev1.PodReasonUnschedulable), event("scale-up-x", "TriggeredScaleUp", "pod triggered scale-up", 1))
	w := &scaleUpWatch{session: s, began: time.Now().Add(-time.Minute), answer: time.Second, limit: time.Hour}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, gap, err := w.wait(ctx); gap != "" || err == nil || !strings.Contains(err.Error(), "--probe-timeout 15m") {
		t.Errorf("%q %v", gap, err)
	}
}
