package inventory

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// sidecarImages are images of sidecars, which say nothing about the product beside them.
var sidecarImages = []string{
	"kube-rbac-proxy", "*config-reloader", "*configmap-reload", "k8s-sidecar", "istio/proxyv2", "linkerd/proxy",
	"envoyproxy/envoy*", "pause", "addon-resizer", "oauth2-proxy", "*-exporter",
	"livenessprobe", "csi-node-driver-registrar",
}

// defaultKinds are the kinds of a rule that names none.
var defaultKinds = []string{facts.Deployment, facts.DaemonSet, facts.StatefulSet, facts.StaticPod}

// holds reports whether a workload satisfies a rule. container is the one whose image
// does, or -1 for a rule that names none.
func (f *finder) holds(r *rule, w int, container int) bool {
	return f.ix.fits(r, &f.s.Workloads[w], container) &&
		(r.APIService == "" || satisfies(r.APIService, f.serves[w]...)) &&
		(r.ClusterDNS == nil || *r.ClusterDNS == (len(f.clusterDNS) == 0 || f.clusterDNS[w]))
}

// fits is holds as far as the workload by itself tells.
func (ix *index) fits(r *rule, workload *facts.Workload, container int) bool {
	kinds := r.Kinds
	if len(kinds) == 0 {
		kinds = defaultKinds
	}
	return slices.Contains(kinds, kindOf(workload)) &&
		(len(r.Namespaces) == 0 || globOne(r.Namespaces, workload.Namespace)) &&
		(len(r.Names) == 0 || globOne(r.Names, workload.Name)) &&
		(r.OwnerKind == "" || r.OwnerKind == workload.OwnerKind) &&
		labelled(r.Labels, workload) &&
		(r.HostLogs == nil || *r.HostLogs == readsHostLogs(workload)) &&
		(container < 0 || ix.holdsFor(r, workload, container))
}

// holdsFor reports whether the container, and those beside it, are as a rule demands.
func (ix *index) holdsFor(r *rule, workload *facts.Workload, container int) bool {
	c := containerAt(workload, container)
	if r.Container != "" && r.Container != c.Name {
		return false
	}
	if container >= len(workload.Containers) && !r.InitContainers {
		return false
	}
	for flag, want := range r.Args {
		if !satisfies(want, argValues(c, flag)...) {
			return false
		}
	}
	for name, want := range r.Env {
		if !satisfies(want, envValues(c, name)...) {
			return false
		}
	}
	if r.MinVersion != "" && !atLeast(normalizeVersion(c.Image.Tag, ""), r.MinVersion) {
		return false
	}
	return ix.otherImagesFit(r, workload, container)
}

// otherImagesFit reports whether the images beside the container are as the rule demands.
func (ix *index) otherImagesFit(r *rule, workload *facts.Workload, container int) bool {
	if len(r.with)+len(r.none) == 0 && !r.OnlySidecarsBeside {
		return true
	}
	missing := slices.Clone(r.with)
	for i := range workload.Containers {
		if i == container {
			continue
		}
		of := pathOf(workload.Containers[i].Image)
		missing = slices.DeleteFunc(missing, func(p pattern) bool { return p.matches(of) })
		if anyMatches(r.none, of) {
			return false
		}
		if r.OnlySidecarsBeside && !anyMatches(r.images, of) && !anyMatches(ix.sidecars, of) {
			return false
		}
	}
	return len(missing) == 0
}

// kindOf is the kind of controller; pods whose controller is not in a dump stand for it.
func kindOf(w *facts.Workload) string {
	switch {
	case w.Kind == "ReplicaSet":
		return facts.Deployment
	case w.Kind != facts.BarePod:
		return w.Kind
	}
	switch w.OwnerKind {
	case "ReplicaSet", facts.Deployment:
		return facts.Deployment
	case facts.DaemonSet, facts.StatefulSet:
		return w.OwnerKind
	case "Node":
		return facts.StaticPod
	}
	return w.Kind
}

// containerAt counts init containers after the others.
func containerAt(w *facts.Workload, i int) *facts.Container {
	if i < len(w.Containers) {
		return &w.Containers[i]
	}
	return &w.InitContainers[i-len(w.Containers)]
}

func labelled(want map[string]string, w *facts.Workload) bool {
	for key, value := range want {
		if !satisfies(value, labelValues(w, key)...) {
			return false
		}
	}
	return true
}

func hasLabel(w *facts.Workload, key string) bool {
	_, ofPods := w.PodLabels[key]
	_, own := w.Labels[key]
	return ofPods || own
}

func labelValues(w *facts.Workload, key string) []string {
	var values []string
	for _, labels := range []map[string]string{w.PodLabels, w.Labels} {
		if v, ok := labels[key]; ok {
			values = append(values, v)
		}
	}
	return values
}

func argValues(c *facts.Container, flag string) []string {
	var values []string
	for _, a := range c.Args {
		if a.Name != flag {
			continue
		}
		if a.Value == "" {
			a.Value = "true"
		}
		values = append(values, a.Value)
	}
	return values
}

func envValues(c *facts.Container, name string) []string {
	for _, e := range c.Env {
		if e.Name == name {
			return []string{e.Value}
		}
	}
	return nil
}

// readsHostLogs reports whether the pods mount a folder of the node that holds the
// containers' logs or the journal.
func readsHostLogs(w *facts.Workload) bool {
	return slices.ContainsFunc(w.HostPaths, func(p string) bool {
		switch p = strings.TrimRight(p, "/"); p {
		case "", "/var", "/var/log", "/var/lib/docker/containers", "/run/log/journal":
			return true
		}
		return globAny("/var/log/pods*|/var/log/containers*|/var/log/journal*|C:/var/log*|C:/ProgramData*", strings.ReplaceAll(p, `\`, "/"))
	})
}
