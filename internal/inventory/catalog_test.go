package inventory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// workloadOf makes a workload that satisfies a rule, out of its first pattern.
func workloadOf(name string, r catalog.Rule) facts.Workload {
	w := facts.Workload{
		Kind: facts.Deployment, Namespace: "ns-" + name, Name: name,
		Labels: map[string]string{}, PodLabels: map[string]string{"app.kubernetes.io/instance": name},
	}
	if len(r.Kinds) > 0 {
		w.Kind = r.Kinds[0]
	}
	if len(r.Names) > 0 {
		w.Name = plain(r.Names[0])
	}
	if len(r.Namespaces) > 0 {
		w.Namespace = plain(r.Namespaces[0])
	}
	w.OwnerKind = r.OwnerKind
	if r.HostLogs != nil && *r.HostLogs {
		w.HostPaths = []string{"/var/log"}
	}
	for key, value := range r.Labels {
		if !strings.HasPrefix(value, "!") {
			w.PodLabels[key] = plain(value)
		}
	}
	container := facts.Container{Name: r.Container}
	if len(r.Images) > 0 {
		container.Image = imageOf(r.Images[0], r.MinVersion)
	}
	for flag, value := range r.Args {
		if !strings.HasPrefix(value, "!") {
			container.Args = append(container.Args, facts.Arg{Name: flag, Value: plain(value)})
		}
	}
	for env, value := range r.Env {
		if !strings.HasPrefix(value, "!") {
			container.Env = append(container.Env, facts.Field{Name: env, Value: plain(value)})
		}
	}
	w.Containers = []facts.Container{container}
	for _, pattern := range r.RequiredImages {
		w.Containers = append(w.Containers, facts.Container{Name: "with", Image: imageOf(pattern, "")})
	}
	return w
}

// plain makes a value out of a pattern.
func plain(pattern string) string {
	first, _, _ := strings.Cut(pattern, "|")
	return strings.ReplaceAll(first, "*", "x")
}

func imageOf(pattern, version string) facts.Image {
	if version == "" {
		version = "1.2.3"
	}
	image := facts.Image{Registry: "registry.example.com", Repository: plain(pattern), Tag: "v" + version}
	if host, rest, ok := strings.Cut(image.Repository, "/"); ok && strings.Contains(host, ".") {
		image.Registry, image.Repository = host, rest
	}
	return image
}

// TestEveryRule makes of each rule of the shipped catalogue a workload that should
// satisfy it, and asks whether the product is recognised: no rule is dead.
func TestEveryRule(t *testing.T) {
	c := known(t)
	for _, e := range c.Entries {
		for i, r := range e.WorkloadRules {
			s := &facts.Snapshot{Workloads: []facts.Workload{workloadOf(e.Name, r)}}
			if r.APIService != "" && !strings.HasPrefix(r.APIService, "!") {
				serve(s, plain(r.APIService))
			}
			if r.ClusterDNS != nil && !*r.ClusterDNS {
				s.Backends = append(s.Backends, facts.Backend{Namespace: "kube-system", Name: "kube-dns", Roles: []string{"dns"}, Selector: map[string]string{"k8s-app": "other"}})
				s.Workloads = append(s.Workloads, facts.Workload{Kind: facts.Deployment, Namespace: "kube-system", Name: "other", PodLabels: map[string]string{"k8s-app": "other"}})
			}
			found := names(recogniser(t).Input(s, time.Time{}), facts.StateRunning)
			if len(found) != 1 || found[0] != e.Name {
				t.Errorf("%s: rule %d, %v: found %v", e.Name, i+1, r.Images, found)
			}
		}
	}
}

// serve makes the first workload the backend of an aggregated API.
func serve(s *facts.Snapshot, api string) {
	w := &s.Workloads[0]
	w.PodLabels["served"] = "true"
	s.APIServices = append(s.APIServices, facts.APIService{Name: api, ServiceNamespace: w.Namespace, ServiceName: "api"})
	s.Backends = append(s.Backends, facts.Backend{Namespace: w.Namespace, Name: "api", Exists: true, Selector: map[string]string{"served": "true"}})
}

// TestAllAtOnce puts an instance of every product into one cluster.
func TestAllAtOnce(t *testing.T) {
	c := known(t)
	s := &facts.Snapshot{}
	for _, e := range c.Entries {
		if len(e.WorkloadRules) > 0 {
			s.Workloads = append(s.Workloads, workloadOf(e.Name, e.WorkloadRules[0]))
		}
	}
	found := names(recogniser(t).Input(s, time.Time{}), facts.StateRunning)
	for _, e := range c.Entries {
		if len(e.WorkloadRules) > 0 && e.WorkloadRules[0].APIService == "" && !slices.Contains(found, e.Name) {
			t.Errorf("%s is not found", e.Name)
		}
	}
}
