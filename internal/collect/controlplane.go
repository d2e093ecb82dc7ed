package collect

import (
	"context"
	"slices"
	"sync"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// openShiftControlPlane are the namespaces in which OpenShift's static pods are mirrored: those of
// the four operators that are built on github.com/openshift/library-go, pkg/operator/staticpod.
func openShiftControlPlane() []string {
	return []string{"openshift-etcd", "openshift-kube-apiserver", "openshift-kube-controller-manager", openShiftScheduler}
}

// staticPods are the static pods of a namespace of the control plane besides kube-system.
type staticPods struct {
	query target.Query
	sums  *podSums
	err   error
}

// controlPlaneOnce returns a function that reads the static pods of the control plane outside
// kube-system, at the first call.
func controlPlaneOnce(ctx context.Context, s shared) func() []staticPods {
	return sync.OnceValue(func() []staticPods {
		var all []staticPods
		for _, namespace := range controlPlaneNamespaces(s) {
			one := staticPods{query: systemPodsQuery()}
			one.query.Namespace = namespace
			one.sums = newPodSums(newKeptArgs(s.opts), func(of facts.ObjectRef) bool { return of.Kind == facts.StaticPod })
			one.err = one.sums.read(ctx, s, one.query)
			all = append(all, one)
		}
		return all
	})
}

// controlPlaneNamespaces returns the namespaces to look at: OpenShift's, where the cluster is OpenShift. Files
// do not always show that they are of OpenShift, and are asked in any case.
func controlPlaneNamespaces(s shared) []string {
	if s.src.Describe().Kind == manifests {
		return openShiftControlPlane()
	}
	apis, _ := s.discover() // what discovery could not read is a blind spot of the kind that is about it
	if slices.ContainsFunc(apis.Groups, func(g target.Group) bool { return g.Name == "config.openshift.io" }) {
		return openShiftControlPlane()
	}
	return nil
}

// manifests is the kind of target of objects from files.
const manifests = "manifests"

// reportStaticPods adds what could not be read of the static pods outside kube-system. A file that holds none
// of a namespace may have been made of any cluster: that is no blind spot.
func (r *Run) reportStaticPods() {
	for _, one := range r.controlPlanePods() {
		if r.src.Describe().Kind != manifests || len(one.sums.of) > 0 {
			one.sums.report(r, one.query, facts.LoosePods, one.err)
		}
	}
}
