package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// meshInjection asks what becomes of a pod that is to be in the mesh.
func meshInjection() Probe {
	return Probe{
		Name:    "mesh/injection",
		Creates: "a namespace for each label that enrols pods; dry runs of a pod, and a Job for ambient mode",
		About:   15,
		Reads:   facts.Fields{facts.PartInventory, facts.KindWebhooks},
		Skip:    skipMesh,
		Rights:  []Right{podCreate()},
		Run:     runMeshInjection,
	}
}

// mostWays bounds the namespaces.
const mostWays = 4

func runMeshInjection(ctx context.Context, s *Session, out *Result) error {
	ways, err := s.joinMethods()
	if err != nil {
		return err
	}
	for i, way := range ways[:min(len(ways), mostWays)] {
		namespace, err := s.ExtraNamespace(ctx, fmt.Sprintf("mesh-%d", i), way.labels())
		if err != nil {
			return err
		}
		t := facts.Trial{Phase: facts.PhaseProof, What: fmt.Sprintf("a pod %s being taken into %s", way.how, way.mesh), Expected: facts.Answered}
		if way.proxy == "" {
			t, err = s.redirected(ctx, t, namespace, i)
		} else {
			t, err = s.injected(ctx, t, namespace, way)
		}
		if err != nil {
			return err
		}
		out.Add(t)
	}
	return nil
}

// injected makes the trial of a sidecar: the pod has to come back with the proxy.
func (s *Session) injected(ctx context.Context, t facts.Trial, namespace string, way joinMethod) (facts.Trial, error) {
	return s.tryUntilSteady(ctx, t, 20*time.Second, func(ctx context.Context) (observation, error) {
		pod, err := s.dryRun(ctx, namespace, s.dryPod("enrolled", Pod{Annotations: way.pod}))
		if err == nil {
			if hasProxy(pod, way.proxy) {
				return observation{facts.Answered, "it comes back with " + way.proxy}, nil
			}
			return observation{facts.Wrong, "it comes back without " + way.proxy}, nil
		}
		r, said := refused(err)
		switch {
		case said && r.mute && injector(r.webhook):
			return observation{facts.Blocked, r.words}, nil
		case said:
			return observation{}, &ObstacleError{fmt.Sprintf("a pod in a dry run is refused by %s: %s", r.by, r.words)}
		case temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		}
		return observation{}, fmt.Errorf("creating a pod in a dry run: %w", err)
	})
}

func injector(webhook string) bool {
	return strings.HasSuffix(webhook, "sidecar-injector.istio.io") || strings.HasPrefix(webhook, "linkerd-proxy-injector")
}

func hasProxy(pod *corev1.Pod, name string) bool {
	named := func(c corev1.Container) bool { return c.Name == name }
	return slices.ContainsFunc(pod.Spec.Containers, named) || slices.ContainsFunc(pod.Spec.InitContainers, named)
}

// redirection is what Istio's CNI writes on a pod whose traffic it takes in ambient mode.
const redirection = "ambient.istio.io/redirection"

// redirected makes the trial of ambient mode, for which a pod has to be there.
func (s *Session) redirected(ctx context.Context, t facts.Trial, namespace string, i int) (facts.Trial, error) {
	name := fmt.Sprintf("ambient-%d", i)
	_, err := s.Start(ctx, Client{Name: name, Namespace: namespace, Script: agent.Script{Steps: []agent.Step{{
		Phase:  facts.PhaseProof,
		Trials: []agent.Try{{Name: "wait", Kind: "print", Target: name, Want: facts.Answered, Times: 2, Pause: 15}},
	}}}})
	if err != nil {
		return t, err
	}
	began := s.Settings.Now()
	pod, err := s.waitPod(ctx, namespace, name, "the pod "+name, time.Minute, func(p *corev1.Pod) bool {
		return p.Annotations[redirection] == "enabled" || ended(p)
	})
	var obstacle *ObstacleError
	if err != nil && !errors.As(err, &obstacle) || pod == nil {
		return t, err
	}
	t.Got, t.Detail = facts.Blocked, "the pod ran without the annotation "+redirection
	if pod.Annotations[redirection] == "enabled" {
		t.Got, t.Detail = facts.Answered, redirection+"=enabled"
	}
	t.Milliseconds = int(s.Settings.Now().Sub(began).Milliseconds())
	return t, nil
}
