package probe

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// collecting is a cluster with Fluent Bit on its nodes, and an agent whose metrics are not known.
func collecting() *facts.Input {
	in := &facts.Input{Inventory: []facts.Implementation{
		{Name: "fluent-bit", Title: "Fluent Bit", Roles: []string{"logs/agent"}, State: facts.StateRunning, Workloads: []facts.ObjectRef{{Kind: "DaemonSet", Namespace: "logging", Name: "fluent-bit"}}},
		{Name: "filebeat", Title: "Filebeat", Roles: []string{"logs/agent"}, State: facts.StateRunning, Workloads: []facts.ObjectRef{{Kind: "DaemonSet", Namespace: "logging", Name: "filebeat"}}},
	}}
	for _, name := range []string{"fluent-bit", "filebeat", "other"} {
		in.Workloads = append(in.Workloads, facts.Workload{Kind: facts.DaemonSet, Namespace: "logging", Name: name, Selector: map[string]string{"app": name}})
	}
	return in
}

// loggerPod is a pod of an agent that declares a port.
func loggerPod(name, app string, port int32, isReady corev1.ConditionStatus) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "logging", Labels: map[string]string{"app": app}},
		Spec:       corev1.PodSpec{NodeName: "node-of-" + name, Containers: []corev1.Container{{Name: "c", Ports: []corev1.ContainerPort{{ContainerPort: port}}}}},
		Status:     corev1.PodStatus{PodIP: "fd00::1", Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: isReady}}},
	}
}

func onHost(pod *corev1.Pod) *corev1.Pod {
	pod.Spec.HostNetwork = true
	return pod
}

// TestSkipAgentOutputs: without an agent whose metrics are known there is nothing to ask.
func TestSkipAgentOutputs(t *testing.T) {
	in := collecting()
	in.Inventory[0].Roles = []string{"logs/aggregator"}
	if why, err := agentOutputs().Skip(session(t, in, server(""))); why != "" || err != nil {
		t.Errorf("an aggregator: %q %v", why, err)
	}
	for says, from := range map[string]int{"": 0, "no log agent runs here whose metrics kready knows": 1} {
		in := collecting()
		in.Inventory = in.Inventory[from:]
		why, err := agentOutputs().Skip(session(t, in, server("")))
		if err != nil || (why == "") != (says == "") || !strings.Contains(why, says) {
			t.Errorf("want %q: %q %v", says, why, err)
		}
	}
}

// TestAgentOutputs: up to three ready pods are asked at their ports; what one of them says is judged, whatever others do not say.
func TestAgentOutputs(t *testing.T) {
	answer := func(pod, got, detail string, values ...string) agent.Answer {
		return agent.Answer{Name: "Fluent Bit pod logging/" + pod, Got: got, Detail: detail, Values: values, Attempts: 1}
	}
	four := []runtime.Object{
		loggerPod("a", "fluent-bit", 2020, corev1.ConditionTrue), loggerPod("b", "fluent-bit", 2020, corev1.ConditionTrue), loggerPod("c", "fluent-bit", 2020, corev1.ConditionFalse),
		loggerPod("d", "fluent-bit", 2020, corev1.ConditionTrue), loggerPod("e", "fluent-bit", 2020, corev1.ConditionTrue), loggerPod("f", "filebeat", 2020, corev1.ConditionTrue),
	}
	for name, tt := range map[string]struct {
		pods     []runtime.Object
		answers  []agent.Answer
		trials   int
		fails    int
		silent   int
		obstacle string
	}{
		"one loses":           {four, []agent.Answer{answer("a", facts.Answered, "", "5"), answer("b", facts.Wrong, "rose"), answer("d", facts.Blocked, "connection refused")}, 2, 1, 1, ""},
		"none answers":        {four, []agent.Answer{answer("a", facts.Blocked, "connection refused"), answer("b", facts.Blocked, "timeout"), answer("d", facts.Blocked, "timeout")}, 0, 0, 0, "Fluent Bit pod logging/a tells nothing of its outputs: connection refused"},
		"no port is declared": {[]runtime.Object{loggerPod("a", "fluent-bit", 24224, corev1.ConditionTrue)}, []agent.Answer{answer("a", facts.Answered, "", "5")}, 1, 0, 0, ""},
		"the node's network":  {[]runtime.Object{onHost(loggerPod("a", "fluent-bit", 24224, corev1.ConditionTrue))}, nil, 0, 0, 0, "share the network of their nodes"},
		"none is ready":       {[]runtime.Object{loggerPod("a", "fluent-bit", 2020, corev1.ConditionFalse)}, nil, 0, 0, 0, "none is ready"},
	} {
		t.Run(name, func(t *testing.T) {
			client := server("", tt.pods...)
			podsOf(client, func(spec *corev1.PodSpec) corev1.PodStatus {
				script := strings.Join(spec.Containers[0].Args, " ")
				if strings.Count(script, `"kind":"outputs"`) != min(len(tt.pods), 3) || !strings.Contains(script, "http://[fd00::1]:2020") || strings.Contains(script, "logging/c") {
					t.Errorf("script %s", script)
				}
				result := agent.Result{Steps: 1, Answers: tt.answers}
				return corev1.PodStatus{Phase: corev1.PodSucceeded, ContainerStatuses: []corev1.ContainerStatus{{Name: agentContainer, State: corev1.ContainerState{
					Terminated: &corev1.ContainerStateTerminated{Message: string(result.Encode())},
				}}}}
			})
			s := session(t, collecting(), client)
			s.Namespace = "shop"
			out := &Result{}
			err := runAgentOutputs(t.Context(), s, out)
			if (err == nil) != (tt.obstacle == "") || err != nil && !strings.Contains(err.Error(), tt.obstacle) {
				t.Fatal(err)
			}
			fails := 0
			for _, trial := range out.probe.Trials {
				if !strings.HasPrefix(trial.FromNode, "node-of-") {
					t.Errorf("%+v", trial)
				}
				if !trial.AsExpected() {
					fails++
				}
			}
			if len(out.probe.Trials) != tt.trials || fails != tt.fails {
				t.Errorf("%+v", out.probe)
			}
			for _, m := range out.probe.Measures {
				if want := map[string]int{"lost before": 5, "agents that tell nothing": tt.silent}[m.Name]; m.Value != want {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}
