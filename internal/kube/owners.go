package kube

import (
	"regexp"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// What controllers append to the names of their ReplicaSets and pods: a hash and a random suffix.
var (
	hash    = regexp.MustCompile(`^[a-z0-9]{6,10}$`)
	suffix  = regexp.MustCompile(`^[a-z0-9]{4,5}$`)
	ordinal = regexp.MustCompile(`^\d+$`)
)

// random reports whether a part of a name is a hash or suffix, and no word: those that Kubernetes
// makes have no vowels (k8s.io/apimachinery/pkg/util/rand).
func random(part string, shape *regexp.Regexp) bool {
	return shape.MatchString(part) && (!strings.ContainsAny(part, "aeiou") || strings.ContainsAny(part, "0123456789"))
}

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
	case !strings.HasPrefix(rest, "-"):
		return false
	}
	first, last, two := strings.Cut(rest[1:], "-")
	switch {
	case kind == "ReplicaSet":
		return workload == facts.Deployment && !two && random(first, hash)
	case kind != facts.BarePod:
		return false
	}
	switch workload {
	case facts.Deployment:
		return two && random(first, hash) && random(last, suffix)
	case facts.DaemonSet:
		return !two && random(first, suffix)
	case facts.StatefulSet:
		return !two && ordinal.MatchString(first)
	}
	return workload == facts.StaticPod // the rest is the node's name
}
