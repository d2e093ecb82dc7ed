package dryrun

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/target"
)

// resource is what the cluster serves a trial's kind as; false where it does not.
func (r *run) resource(t service.Trial) (target.Resource, bool) {
	for _, g := range r.apis.Groups {
		if g.Name != t.Group {
			continue
		}
		for _, one := range g.Resources {
			if one.Version == t.Version && one.Kind == t.BodyKind && !strings.Contains(one.Name, "/") {
				return one, true
			}
		}
	}
	return target.Resource{}, false
}

// brings reports whether the service has an object of a kind of Kubernetes for which is holds.
func (r *run) brings(kind string, is func(facts.LandingObject) bool) bool {
	for _, o := range r.own.Objects {
		if o.Builtin && o.Kind == kind && is(o) {
			return true
		}
	}
	return false
}

// defines reports whether a CRD of the service is that of a trial's kind.
func (r *run) defines(o facts.LandingObject, t service.Trial) bool {
	for _, crd := range r.own.CRDs {
		if crd.Name == o.Name && crd.Group == t.Group && crd.DefinedFor == t.BodyKind {
			return true
		}
	}
	return false
}

// called holds for objects of a name, and inside for those of a namespace.
func called(name string) func(facts.LandingObject) bool {
	return func(o facts.LandingObject) bool { return o.Name == name }
}

func inside(namespace string) func(facts.LandingObject) bool {
	return func(o facts.LandingObject) bool { return o.Namespace == namespace }
}

// lacksOwnAccount reports whether a Pod is refused because its ServiceAccount is not there yet, which the
// service brings.
func (r *run) lacksOwnAccount(s *metav1.Status, t service.Trial) bool {
	spec, _ := t.Body["spec"].(map[string]any)
	name, _ := spec["serviceAccountName"].(string)
	return strings.Contains(s.Message, "error looking up service account") && r.brings("ServiceAccount", func(o facts.LandingObject) bool {
		return o.Name == name && o.Namespace == t.Namespace
	})
}
