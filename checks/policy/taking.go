package policy

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// taking is what a service takes of quotas, by namespace.
type taking struct {
	in     *facts.Input
	brings *kube.Brought
	claims map[string][]*facts.LandingClaim
	// objects counts those that quotas count, by the names of these.
	objects map[string]map[string]int64
	// class is the default storage class.
	class string
}

func newTaking(in *facts.Input) *taking {
	t := &taking{in: in, brings: kube.NewBrought(&in.Service), claims: map[string][]*facts.LandingClaim{}, objects: map[string]map[string]int64{}, class: defaultClass(in)}
	for i := range in.Service.Claims {
		c := &in.Service.Claims[i]
		t.claims[c.Namespace] = append(t.claims[c.Namespace], c)
	}
	counted := countedKinds()
	for i := range in.Service.Objects {
		if o := &in.Service.Objects[i]; o.Builtin {
			for _, name := range counted[o.Kind] {
				t.count(o.Namespace, name, 1)
			}
		}
	}
	for i := range in.Service.Services {
		s := &in.Service.Services[i]
		if s.Type == "LoadBalancer" {
			t.count(s.Namespace, "services.loadbalancers", 1)
		}
		if s.Type == "NodePort" || s.Type == "LoadBalancer" && !s.NoNodePorts {
			t.count(s.Namespace, "services.nodeports", int64(len(s.Ports)))
		}
	}
	return t
}

func (t *taking) count(namespace, name string, n int64) {
	if t.objects[namespace] == nil {
		t.objects[namespace] = map[string]int64{}
	}
	t.objects[namespace][name] += n
}

// firstIn is the first template or claim in a namespace, and where it is written.
func (t *taking) firstIn(namespace string) (facts.Manifest, int) {
	for p := range t.brings.PodsIn(namespace) {
		return p.Manifest, p.TemplateLine
	}
	for _, c := range t.claims[namespace] {
		return c.Manifest, c.ClaimLine
	}
	return facts.Manifest{}, 0
}

// countedKinds are the kinds of object that quotas count by a name of their own.
func countedKinds() map[string][]string {
	return map[string][]string{
		"ConfigMap":   {"configmaps", "count/configmaps"},
		"Secret":      {"secrets", "count/secrets"},
		"Service":     {"services", "count/services"},
		"Ingress":     {"count/ingresses.networking.k8s.io"},
		"Deployment":  {"count/deployments.apps"},
		"StatefulSet": {"count/statefulsets.apps"},
		"Job":         {"count/jobs.batch"},
		"CronJob":     {"count/cronjobs.batch"},
	}
}
