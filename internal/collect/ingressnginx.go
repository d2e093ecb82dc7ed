package collect

import (
	"context"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

func ingressNginxConfigsCollector() Collector {
	return Collector{
		Facts: facts.KindIngressNginxConfigs,
		Reads: []Read{{
			Resource: "configmaps", Verbs: []string{"get"}, Names: []string{"ingress-nginx-controller"}, When: "ingress-nginx runs",
			MoreNames: "the one that the controller's flag --configmap names",
		}},
		After:   []facts.Kind{facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectIngressNginxConfigs,
	}
}

// collectIngressNginxConfigs reads the ConfigMap of each controller of ingress-nginx, and keeps its
// settings for snippets.
func collectIngressNginxConfigs(ctx context.Context, r *Run) Fill {
	var controllers []*facts.Workload
	for i := range r.Before.Workloads {
		if w := &r.Before.Workloads[i]; runsIngressNginx(w) {
			controllers = append(controllers, w)
		}
	}
	configs := forEach(r, controllers, func(r *Run, w *facts.Workload) []facts.IngressNginxConfig {
		namespace, name := configMapOf(w)
		var data map[string]string
		if name != "" {
			data = r.configMap(ctx, namespace, name)
		}
		return []facts.IngressNginxConfig{{
			Namespace: w.Namespace, Workload: w.Name, ConfigMap: name, Found: data != nil,
			AllowSnippets:        text.Truncate(data["allow-snippet-annotations"], valueMax),
			AnnotationsRiskLevel: text.Truncate(data["annotations-risk-level"], valueMax),
		}}
	})
	sortBy(configs,
		func(c facts.IngressNginxConfig) string { return c.Namespace },
		func(c facts.IngressNginxConfig) string { return c.Workload })
	return func(s *facts.Snapshot) { s.IngressNginxConfigs = configs }
}

// runsIngressNginx reports whether a workload is a controller of ingress-nginx: its image, under whatever
// registry, with the flag that all of its manifests set.
func runsIngressNginx(w *facts.Workload) bool {
	if w.Kind != facts.Deployment && w.Kind != facts.DaemonSet {
		return false
	}
	for _, c := range w.Containers {
		image := c.Image.Repository
		if strings.HasSuffix(image, "ingress-nginx/controller") || strings.HasSuffix(image, "nginx-ingress-controller") {
			return true
		}
	}
	return false
}

// configMapOf returns where the controller's ConfigMap is; a controller without the flag reads none. The
// flag names the namespace by a variable of its pod, mostly.
func configMapOf(w *facts.Workload) (namespace, name string) {
	for _, c := range w.Containers {
		for _, a := range c.Args {
			if a.Name != "configmap" {
				continue
			}
			if in, of, ok := strings.Cut(a.Value, "/"); ok {
				if strings.HasPrefix(in, "$") {
					in = w.Namespace
				}
				return in, of
			}
		}
	}
	return "", ""
}
