package probe

import (
	"strings"
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

func scalerOf(kind, name string) *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "shop"},
		Spec:       autoscalingv2.HorizontalPodAutoscalerSpec{ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{Kind: kind, Name: name}},
	}
}

// TestReach: connections are tried with the labels and the account of the service, by a pod that is never Ready.
func TestReach(t *testing.T) {
	client := server("", shop())
	podsOf(client, func(spec *corev1.PodSpec) corev1.PodStatus {
		if spec.Containers[0].Name != agentContainer {
			return noCommand(spec)
		}
		result := agent.Result{Steps: 1, Answers: []agent.Answer{{Name: "0", Got: facts.Answered, Answers: 3, Attempts: 3}, {Name: "1", Got: facts.Blocked, Detail: "timeout", Attempts: 4}}}
		return corev1.PodStatus{Phase: corev1.PodSucceeded, ContainerStatuses: []corev1.ContainerStatus{{Name: agentContainer, State: corev1.ContainerState{
			Terminated: &corev1.ContainerStateTerminated{Message: string(result.Encode())},
		}}}}
	})
	template := templateOf(corev1.PodSpec{ServiceAccountName: "web", NodeSelector: map[string]string{"disk": "ssd"}, Containers: []corev1.Container{{Name: "web"}}})
	template.Needs = []kube.HostPort{{Host: "db.data", Port: 5432}, {Host: "cache", Port: 6379}}
	tried := landed(t, client, template, &facts.Landing{})
	if len(tried) != 3 || tried[1].Result != facts.ProofProven || tried[1].What != "db.data:5432" || tried[2].Result != facts.ProofFailed || !strings.Contains(tried[2].Message, "none of 4 attempts got through: timeout") {
		t.Errorf("%+v", tried)
	}
	pod := jobOf(t, client, "reach-").Spec.Template
	if pod.Labels["app"] != "web" || pod.Spec.ServiceAccountName != "web" || pod.Spec.NodeSelector["disk"] != "ssd" || len(pod.Spec.ReadinessGates) != 1 || *pod.Spec.AutomountServiceAccountToken {
		t.Errorf("%+v", pod)
	}
}

// TestJudgeNeed: an answer of a proxy in the pod proves nothing, nor does silence of what comes with the service.
func TestJudgeNeed(t *testing.T) {
	template := templateOf(corev1.PodSpec{})
	own := &facts.Landing{Services: []facts.LandingService{{Manifest: facts.Manifest{Kind: "Service", Namespace: "shop", Name: "cache"}}}}
	answered, blocked := agent.Answer{Got: facts.Answered, Answers: 3, Attempts: 3}, agent.Answer{Got: facts.Blocked, Attempts: 4}
	spoke, half := answered, blocked
	spoke.Values, half.Answers = []string{agent.SpokeFirst}, 2
	for name, tt := range map[string]struct {
		host   string
		answer agent.Answer
		proxy  string
		want   string
		says   string
	}{
		"answered":                {"db", answered, "", facts.ProofProven, ""},
		"taken by a proxy":        {"db", answered, "the container istio-proxy", facts.ProofUnknown, "istio-proxy"},
		"spoke through a proxy":   {"db", spoke, "the container istio-proxy", facts.ProofProven, ""},
		"silent":                  {"db", blocked, "", facts.ProofFailed, "none of 4"},
		"now and then":            {"db", half, "", facts.ProofFailed, "2 of 4"},
		"silent, and not there":   {"cache", blocked, "", facts.ProofUnknown, "comes with the service"},
		"answered, comes with it": {"cache", answered, "", facts.ProofProven, ""},
	} {
		out := facts.LandingProof{Result: facts.ProofUnknown}
		(&landPlace{}).judgeNeed(&landTrial{template: &template, own: own}, &out, kube.HostPort{Host: tt.host, Port: 1}, tt.answer, tt.proxy)
		if out.Result != tt.want || !strings.Contains(out.Message, tt.says) {
			t.Errorf("%s: %+v", name, out)
		}
	}
}
