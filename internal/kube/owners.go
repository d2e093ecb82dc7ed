package kube

import (
	"regexp"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// What controllers append to the names of their ReplicaSets and pods. Hashes and random suffixes
// have no vowels: k8s.io/apimachinery/pkg/util/rand.
var (
	ofReplicaSet  = regexp.MustCompile(`^-[bcdfghjklmnpqrstvwxz0-9]{1,10}$`)
	ofDeployment  = regexp.MustCompile(`^-[bcdfghjklmnpqrstvwxz0-9]{1,10}-[bcdfghjklmnpqrstvwxz0-9]{5}$`)
	ofDaemonSet   = regexp.MustCompile(`^-[bcdfghjklmnpqrstvwxz0-9]{5}$`)
	ofStatefulSet = regexp.MustCompile(`^-\d+$`)
)

// OwnerByName returns the one of the workloads that an object is, or belongs to as their pod or
// ReplicaSet, by its name: the longest that fits. All are of one namespace.
func OwnerByName(kind, name string, workloads []facts.ObjectRef) (owner facts.ObjectRef, ok bool) {
	for _, w := range workloads {
		rest, fits := strings.CutPrefix(name, w.Name)
		if fits && len(w.Name) > len(owner.Name) && belongs(kind, rest, w.Kind) {
			owner, ok = w, true
		}
	}
	return owner, ok
}

// belongs reports whether an object of a kind belongs to a workload, by what its name has besides
// the workload's.
func belongs(kind, rest, workload string) bool {
	switch {
	case rest == "":
		return kind == workload || kind == facts.BarePod && workload == facts.StaticPod
	case kind == "ReplicaSet":
		return workload == facts.Deployment && ofReplicaSet.MatchString(rest)
	case kind != facts.BarePod:
		return false
	}
	switch workload {
	case facts.Deployment:
		return ofDeployment.MatchString(rest)
	case facts.DaemonSet:
		return ofDaemonSet.MatchString(rest)
	case facts.StatefulSet:
		return ofStatefulSet.MatchString(rest)
	case facts.StaticPod:
		return strings.HasPrefix(rest, "-") // and the node's name
	}
	return false
}
