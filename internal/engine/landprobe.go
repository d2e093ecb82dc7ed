package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/target"
)

// probeServices tries pods like those of each service in the cluster that the snapshot was taken of. At a terminal it
// first prints what will be created.
func (r *Rules) probeServices(ctx context.Context, t Target, snapshot *facts.Snapshot, services []*service.Manifests) ([]facts.LandingProofs, error) {
	client, err := target.ClientConfig(t.Connection, target.LiveOptions{Version: r.env.Version})
	if err != nil {
		return nil, TargetError(err)
	}
	in := r.Input(snapshot)
	tried, err := probedServices(in, services)
	if err != nil {
		return nil, err
	}
	settings := r.request.Proofs.settings(r.env, r.Config.Probes)
	if r.env.Progress != nil {
		fmt.Fprint(r.env.Stderr, probe.LandPlan(tried, settings))
	}
	watched := &watchedLine{said: "trying pods like those of the services"}
	settings.Progress = watched.say
	defer r.env.Progress.Begin(watched.String).End()
	defer r.env.Holding()() // it removes what it created, however long that takes
	proofs, err := probe.Land(ctx, client, in, tried, settings)
	if err != nil {
		fmt.Fprintf(r.env.Stderr, "kready: %s: `kready cleanup --namespace NAMESPACE` removes what probes left behind\n", err)
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, incompletef("interrupted")
	}
	return proofs, nil
}

// forServices refuses what cannot be tried.
func (p *Probes) forServices(t Target) error {
	switch {
	case p == nil:
		return nil
	case t.From != "":
		return Usagef("--probe requires a live cluster and cannot be used with --from")
	case p.Timeout <= 0:
		return Usagef("--probe-timeout must be positive, got %s", p.Timeout)
	}
	return nil
}

// triesServices reports whether pods like those of services are tried: somebody asked for it, and a requirement rests
// on it.
func (r *Rules) triesServices() bool {
	return r.request.Proofs != nil && slices.ContainsFunc(provenByPods(), r.IsEnabled)
}

// provenByPods are the requirements that rest on what was tried.
func provenByPods() []string {
	return []string{"cluster/pods-set-up", "network/requires-reached", "ingress/routes-answer"}
}

// PlanServices describes what --probe would create for services. It asks the cluster nothing.
func (r *Rules) PlanServices(services []*service.Manifests) (string, error) {
	tried, err := probedServices(&facts.Input{}, services)
	if err != nil {
		return "", err
	}
	return probe.LandPlan(tried, r.request.Proofs.settings(r.env, r.Config.Probes)), nil
}

// probedServices are the services with the pods that are made of their templates.
func probedServices(in *facts.Input, services []*service.Manifests) ([]probe.Service, error) {
	out := make([]probe.Service, len(services))
	for i, m := range services {
		m.Learn(in.APIs)
		own, err := m.Facts()
		if err != nil {
			return nil, Usagef("%w", err)
		}
		out[i].Own = &own
		brings, templates := kube.NewBrought(&own), map[facts.Manifest]*facts.LandingPods{}
		for j := range slices.Backward(own.Pods) {
			templates[own.Pods[j].Manifest] = &own.Pods[j]
		}
		trials, err := m.Trials()
		if err != nil {
			return nil, Usagef("%w", err)
		}
		for _, trial := range trials {
			if !trial.Pod {
				continue
			}
			one, err := probedTemplate(brings, templates[trial.Manifest], trial)
			if err != nil {
				return nil, Usagef("%w", err)
			}
			out[i].Templates = append(out[i].Templates, one)
		}
	}
	return out, nil
}

func probedTemplate(brings *kube.Brought, pods *facts.LandingPods, trial service.Trial) (probe.Template, error) {
	pod := &corev1.Pod{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(trial.Body, pod); err != nil {
		return probe.Template{}, fmt.Errorf("%s:%d: the pod of its template does not decode: %w", trial.File, trial.Line, err)
	}
	out := probe.Template{Manifest: trial.Manifest, Pod: pod, Line: trial.LineOf}
	if pods != nil {
		out.Placement, out.Needs = pods.Placement, brings.Requires(pods)
	}
	return out, nil
}
