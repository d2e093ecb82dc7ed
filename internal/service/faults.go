package service

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// faultsMax is how many faults of one object are kept.
const faultsMax = 20

// faults are what the API server refuses an object for, whatever the cluster: the rules of Kubernetes'
// validation that hold in all its releases since 1.16, and fields that its kind does not have. See
// https://github.com/kubernetes/kubernetes/tree/master/pkg/apis/core/validation, and those of apps,
// autoscaling, batch, networking and policy beside it.
func (o *object) faults() []facts.LandingFault {
	f := &faultFinder{object: o}
	f.metadata()
	if !builtinGroup(o.group) {
		return f.found
	}
	f.fields()
	f.addresses()
	if o.hasPods() || o.is("", "Pod") {
		f.workload()
	}
	for _, of := range []struct {
		group, kind string
		find        func()
	}{
		{"", "Service", f.service},
		{"", "PersistentVolumeClaim", f.claim},
		{"networking.k8s.io", "Ingress", f.ingress},
		{"autoscaling", "HorizontalPodAutoscaler", f.autoscaler},
		{"policy", "PodDisruptionBudget", f.budget},
		{"batch", "CronJob", f.cron},
		{"batch", "Job", f.job},
		{"apps", "Deployment", f.deployment},
		{"apps", "StatefulSet", f.set},
		{"apps", "DaemonSet", f.rollout},
		{"", "ConfigMap", f.data},
		{"", "Secret", f.data},
		{"networking.k8s.io", "NetworkPolicy", f.networkPolicy},
		{"rbac.authorization.k8s.io", "Role", f.role},
		{"rbac.authorization.k8s.io", "ClusterRole", f.role},
		{"rbac.authorization.k8s.io", "RoleBinding", f.binding},
		{"rbac.authorization.k8s.io", "ClusterRoleBinding", f.binding},
	} {
		if o.is(of.group, of.kind) {
			of.find()
		}
	}
	return f.found
}

// faultFinder collects the faults of one object.
type faultFinder struct {
	*object
	found []facts.LandingFault
	// hasOtherTypes is set when a label or an annotation is no text, which the decoder stops at as well.
	hasOtherTypes bool
}

// add adds a fault of the field at a path.
func (f *faultFinder) add(path []string, format string, args ...any) {
	f.keep(facts.LandingFault{FieldLine: f.Line(path...), Message: fmt.Sprintf(format, args...)})
}

func (f *faultFinder) keep(one facts.LandingFault) {
	if len(f.found) < faultsMax {
		one.Manifest, one.Message = f.manifest(), text.OneLine(one.Message)
		f.found = append(f.found, one)
	}
}

// below is the path of a part of what is at another path.
func below(path []string, parts ...string) []string {
	return append(path[:len(path):len(path)], parts...)
}

// because is the first of what a rule says of a text, without its examples.
func because(said []string) string {
	first, _, _ := strings.Cut(said[0], " (e.g.")
	return strings.TrimRight(first, ", ")
}

// quoted is a text of a manifest in a message.
func quoted(s string) string { return fmt.Sprintf("%q", text.Truncate(s, 80)) }
