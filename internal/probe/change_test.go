package probe

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// kubelet runs the pods of Jobs in a fake cluster: each begins after a while, its baseline
// succeeds at once, and it is not blocked and gives up. What it says arrives late.
type kubelet struct {
	run        string
	start, lag time.Duration
	jobs       map[string]time.Time
	scripts    map[string]agent.Script
}

func (k *kubelet) serve(t *testing.T, s *Session) {
	client := server("")
	k.run = s.RunID
	k.jobs, k.scripts = map[string]time.Time{}, map[string]agent.Script{}
	client.PrependReactor("create", "jobs", func(action clienttesting.Action) (bool, runtime.Object, error) {
		job := decoded[batchv1.Job](action.(clienttesting.CreateAction).GetObject())
		args := job.Spec.Template.Spec.Containers[0].Args
		script, err := agent.ParseScript(args[len(args)-1])
		if err != nil {
			t.Error(err)
		}
		part := job.Labels[LabelPart]
		k.jobs[part], k.scripts[part] = time.Now(), script
		return false, nil, nil
	})
	client.PrependReactor("list", "pods", func(clienttesting.Action) (bool, runtime.Object, error) {
		list := &unstructured.UnstructuredList{}
		for part, created := range k.jobs {
			list.Items = append(list.Items, *encoded(k.pod(part, created)))
		}
		return true, list, nil
	})
	s.Client = client
}

func (k *kubelet) pod(part string, created time.Time) *corev1.Pod {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: part, Labels: map[string]string{LabelPart: part, LabelRun: k.run}}, Spec: corev1.PodSpec{NodeName: "n1", RestartPolicy: corev1.RestartPolicyNever}}
	at, result := created.Add(k.start), agent.Result{}
	signalled := time.Time{}
	for _, step := range k.scripts[part].Steps {
		for _, try := range step.Trials {
			answer := agent.Answer{Name: try.Name, Got: facts.Answered, Attempts: 3, Answers: 3, Milliseconds: 600}
			if try.Expected == facts.Blocked {
				answer.Milliseconds = 1000 * max(try.GiveUp, 1)
			}
			result.Answers = append(result.Answers, answer)
		}
		at = at.Add(time.Duration(result.Answers[len(result.Answers)-1].Milliseconds) * time.Millisecond)
		if step.Signal {
			signalled = at
		}
	}
	state := corev1.ContainerStatus{Name: agentContainer}
	switch {
	case time.Since(at) >= k.lag:
		text, _ := json.Marshal(result)
		state.State.Terminated = &corev1.ContainerStateTerminated{Message: string(text)}
	case !signalled.IsZero() && time.Since(signalled) >= k.lag:
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	}
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{state}
	return pod
}

// TestUnderPolicy: a client that gave up before the policy can have been there for long proves
// nothing, and others make its trials under the policy.
func TestUnderPolicy(t *testing.T) {
	for name, tt := range map[string]struct {
		kubelet kubelet
		again   bool
	}{
		"quick": {kubelet{start: 2 * time.Second, lag: time.Second}, false},
		"slow":  {kubelet{start: 10 * time.Second, lag: 4 * time.Second}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := session(t, &facts.Input{}, server(""))
				s.Settings.Known = []KnownGap{{Check: policyEngine}}
				tt.kubelet.serve(t, s)
				began, applied := time.Now(), time.Time{}
				clients := []Client{{Name: "denied-0", Limit: 2 * time.Minute, Script: s.baselineThen("10.0.0.1", "10.1.0.1")}}
				results, _, err := s.underPolicy(t.Context(), clients, func() error { applied = time.Now(); return nil })
				if err != nil {
					t.Fatal(err)
				}
				out := &Result{}
				for _, r := range results {
					out.AddAnswers(r, func(agent.Trial) facts.Trial { return facts.Trial{} })
				}
				if applied.IsZero() || len(out.probe.Trials) != 4 || !out.PhaseSucceeded(facts.PhaseBaseline) || out.PhaseSucceeded(facts.PhaseProof) {
					t.Errorf("applied %v, trials %+v", applied, out.probe.Trials)
				}
				if _, again := tt.kubelet.jobs["denied-0-again"]; again != tt.again {
					t.Errorf("tried again: %v", again)
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// TestWaitForEngines: where some engine may be there, a client does not give up.
func TestWaitForEngines(t *testing.T) {
	s := session(t, &facts.Input{}, server(""))
	for known, want := range map[string]int{"": 0, policyEngine: giveUpSeconds} {
		s.Settings.Known = []KnownGap{{Check: known}}
		for _, step := range s.baselineThen("10.0.0.1", "10.1.0.1").Steps {
			for _, try := range step.Trials {
				if step.Phase == facts.PhaseProof && (try.GiveUp != want || try.Seconds != enforceSeconds) || step.Phase == facts.PhaseBaseline && try.GiveUp != 0 {
					t.Errorf("known gap %q: %+v", known, try)
				}
			}
		}
	}
}

// TestRuledOut: what the facts rule out is not tried, whatever rights are missing.
func TestRuledOut(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{StorageClasses: []facts.StorageClass{{Name: "standard", Default: true}, {Name: "fast"}}}}
	gap := KnownGap{Check: provisionerLive, Findings: []KnownFinding{{facts.ObjectRef{Kind: "StorageClass", Name: "standard"}, "its provisioner x does not run"}}}
	for class, want := range map[string]string{"": "its provisioner x does not run", "fast": ""} {
		s := session(t, in, server(""))
		s.Settings.Known, s.Settings.Options = []KnownGap{gap}, map[string]string{"storageClass": class}
		p := storageProvision()
		p.Run = func(context.Context, *Session, *Result) error { return nil }
		out := s.begin(p)
		if decided := s.decided(p, out, nil); decided == (want == "") {
			t.Errorf("%q: decided %v", class, decided)
		}
		got := out.probe
		if got.NotApplicable != "" || got.Obstacle != "" || !strings.Contains(got.RuledOut, want) || (want == "") != (got.RuledOut == "") {
			t.Errorf("%q: %+v", class, got)
		}
	}
}
