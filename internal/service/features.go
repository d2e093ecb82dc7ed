package service

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// asks are what a template asks of the container runtime, each once.
func (t template) asks() []facts.LandingFeature {
	var out []facts.LandingFeature
	if t.spec.HostUsers != nil && !*t.spec.HostUsers {
		out = append(out, facts.LandingFeature{Name: "userNamespaces", Line: t.line("hostUsers")})
	}
	if c := t.spec.SecurityContext; c != nil && c.SupplementalGroupsPolicy != nil && *c.SupplementalGroupsPolicy == corev1.SupplementalGroupsPolicyStrict {
		out = append(out, facts.LandingFeature{Name: "strictGroups", Line: t.line("securityContext", "supplementalGroupsPolicy")})
	}
	for i, v := range t.spec.Volumes {
		if v.Image != nil {
			out = append(out, facts.LandingFeature{Name: "imageVolumes", Line: t.line("volumes", fmt.Sprint(i))})
			break
		}
	}
	for _, of := range []struct {
		list       string
		containers []corev1.Container
	}{{"initContainers", t.spec.InitContainers}, {"containers", t.spec.Containers}} {
		for i := range of.containers {
			for j, m := range of.containers[i].VolumeMounts {
				if m.RecursiveReadOnly != nil && *m.RecursiveReadOnly == corev1.RecursiveReadOnlyEnabled {
					line := t.line(of.list, fmt.Sprint(i), "volumeMounts", fmt.Sprint(j), "recursiveReadOnly")
					return append(out, facts.LandingFeature{Name: "recursiveReadOnly", Line: line})
				}
			}
		}
	}
	return out
}
