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

// meshInjection tests whether pods that request it become part of the mesh.
func meshInjection() Probe {
	return Probe{
		Name:            "mesh/injection",
		Creates:         "a namespace for each label that enrols pods; dry runs of a pod, and a Job for ambient mode",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.PartInventory, facts.KindWebhooks},
		Skip:            skipMesh,
		Rights:          podCreate(),
		Run:             runMeshInjection,
	}
}

// maxJoinMethods limits the namespaces that are created.
const maxJoinMethods = 4

func runMeshInjection(ctx context.Context, s *Session, out *Result) error {
	methods, err := s.joinMethods()
	if err != nil {
		return err
	}
	for i, method := range methods[:min(len(methods), maxJoinMethods)] {
		namespace, err := s.CreateExtraNamespace(ctx, fmt.Sprintf("mesh-%d", i), method.labels())
		if err != nil {
			return err
		}
		defer s.dropNamespace(ctx, namespace)
		t := facts.Trial{Phase: facts.PhaseProof, What: fmt.Sprintf("a pod %s", method.how), Expected: facts.Answered, Failure: "was not taken into " + method.mesh}
		if method.proxy == "" {
			t, err = s.tryRedirection(ctx, t, namespace, i)
		} else {
			t, err = s.tryInjection(ctx, t, namespace, method)
		}
		if err != nil {
			return err
		}
		out.Add(t)
	}
	return nil
}

// tryInjection makes the trial of a sidecar: a pod in a dry run must get the proxy.
func (s *Session) tryInjection(ctx context.Context, t facts.Trial, namespace string, method joinMethod) (facts.Trial, error) {
	return s.tryUntilSteady(ctx, t, 20*time.Second, func(ctx context.Context) (observation, error) {
		pod, err := s.dryRun(ctx, namespace, s.dryPod("enrolled", Pod{Annotations: method.pod}))
		if err == nil {
			if hasProxy(pod, method.proxy) {
				return observation{facts.Answered, "it comes back with " + method.proxy}, nil
			}
			return observation{facts.Wrong, "it comes back without " + method.proxy}, nil
		}
		r, refused := refusedByAdmission(err)
		switch {
		case refused && r.noAnswer && isInjector(r.webhook):
			return observation{facts.Blocked, r.message}, nil
		case refused:
			return observation{}, &ObstacleError{fmt.Sprintf("a pod in a dry run is refused by %s: %s", r.by, r.message)}
		case temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		}
		return observation{}, fmt.Errorf("creating a pod in a dry run: %w", err)
	})
}

func isInjector(webhook string) bool {
	return strings.HasSuffix(webhook, "sidecar-injector.istio.io") || strings.HasPrefix(webhook, "linkerd-proxy-injector")
}

func hasProxy(pod *corev1.Pod, name string) bool {
	named := func(c corev1.Container) bool { return c.Name == name }
	return slices.ContainsFunc(pod.Spec.Containers, named) || slices.ContainsFunc(pod.Spec.InitContainers, named)
}

// redirection is the annotation of pods whose traffic Istio's CNI redirects in ambient mode.
const redirection = "ambient.istio.io/redirection"

// tryRedirection makes the trial of ambient mode, which needs a running pod.
func (s *Session) tryRedirection(ctx context.Context, t facts.Trial, namespace string, i int) (facts.Trial, error) {
	name := fmt.Sprintf("ambient-%d", i)
	_, err := s.StartClient(ctx, Client{Name: name, Namespace: namespace, Script: agent.Script{Steps: []agent.Step{{
		Phase:  facts.PhaseProof,
		Trials: []agent.Trial{{Name: "wait", Kind: "print", Target: name, Expected: facts.Answered, Times: 2, Pause: 15}},
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
