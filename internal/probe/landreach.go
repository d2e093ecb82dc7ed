package probe

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// tryNeeds tries what the pods of a template say that they need to reach, from a pod with their labels and their account.
func (p *landPlace) tryNeeds(ctx context.Context, t *landTrial) []facts.LandingProof {
	if len(t.template.Needs) == 0 {
		return nil
	}
	all := func(why string) []facts.LandingProof { return t.allUnknown(why)[1:] }
	labels := ownLabels(t.template.Pod.Labels)
	counted, err := p.counted(ctx, t, labels)
	switch spec := &t.template.Pod.Spec; {
	case err != nil:
		return all(reasonOf(err))
	case counted != "":
		return all("no pod is made with its labels: " + counted)
	case spec.HostNetwork:
		return all("its pods are in the network of their node, where kready makes none")
	case spec.OS != nil && spec.OS.Name == corev1.Windows:
		return all("its pods run on Windows, and the program that kready runs does not")
	}
	needs := t.template.Needs[:min(len(t.template.Needs), targetsPerClient)]
	part := fmt.Sprintf("reach-%d", t.number)
	keep := int32(keptFor)
	result, err := p.RunClient(ctx, Client{
		Name: part, Limit: landLimit, Keep: &keep,
		Pod:    Pod{Labels: labels, Annotations: ownAnnotations(t.template.Pod.Annotations), Like: &t.template.Pod.Spec},
		Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: needTrials(needs)}}},
	})
	defer p.drop(ctx, part+"-"+p.RunID)
	if err != nil {
		return all(reasonOf(err))
	}
	proxied := p.proxied(ctx, part)
	out := all(fmt.Sprintf("one run tries %d connections of a template, and this is one more", targetsPerClient))
	for i := range needs {
		answer, there := result.Answer(fmt.Sprint(i))
		if !there {
			out[i].Message = "it was not tried"
			continue
		}
		p.judgeNeed(t, &out[i], needs[i], answer, proxied)
		out[i].Node = result.Node
	}
	return out
}

// needTrials open connections and wait for a second whether they are closed at once, as proxies close those that they
// cannot pass on.
func needTrials(needs []kube.HostPort) []agent.Trial {
	var tries []agent.Trial
	for i, need := range needs {
		tries = append(tries, agent.Trial{Name: fmt.Sprint(i), Kind: "reach", Target: address(need), Expected: facts.Answered, PerAttempt: 6})
	}
	return tries
}

// judgeNeed says what the answer to a connection proves.
func (p *landPlace) judgeNeed(t *landTrial, out *facts.LandingProof, need kube.HostPort, answer agent.Answer, proxied string) {
	name, namespace := kube.ServiceOf(t.template.Namespace, need.Host)
	brought := name != "" && kube.NewBrought(t.own).Service(namespace, name) != nil
	spoke := slices.Contains(answer.Values, agent.SpokeFirst)
	switch {
	case answer.Got == facts.Answered && proxied != "" && !spoke:
		out.Message = fmt.Sprintf("the connection is taken by %s in the pod, which tells nothing of what is behind it", proxied)
	case answer.Got == facts.Answered:
		out.Result = facts.ProofProven
	case brought:
		out.Message = fmt.Sprintf("its Service %s comes with the service: %s", name, answer.Detail)
	default:
		out.Result = facts.ProofFailed
		out.Message = fmt.Sprintf("none of %d attempts got through: %s", answer.Attempts, answer.Detail)
		if answer.Answers > 0 {
			out.Message = fmt.Sprintf("%d of %d attempts got through: %s", answer.Answers, answer.Attempts, answer.Detail)
		}
	}
}

// proxied names the container that admission put into a pod beside the agent, or what else takes its connections; ""
// for none.
func (p *landPlace) proxied(ctx context.Context, part string) string {
	pods, err := p.podCache(p.Namespace).current(ctx)
	if err != nil {
		return "what was not looked up" // nobody can tell
	}
	for i := range pods {
		if pods[i].Labels[LabelPart] != part {
			continue
		}
		if pods[i].Annotations["ambient.istio.io/redirection"] == "enabled" {
			return "the node's ztunnel"
		}
		for _, c := range slices.Concat(pods[i].Spec.InitContainers, pods[i].Spec.Containers) {
			if c.Name != agentContainer {
				return "the container " + c.Name
			}
		}
		return ""
	}
	return ""
}
