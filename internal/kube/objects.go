package kube

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Ref names a workload.
func Ref(w *facts.Workload) facts.ObjectRef {
	return facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}
}

// IsDown reports whether a workload has no ready pod, or is scaled to zero: its status follows its spec by a moment. Policies ask
// kready.internal.workloads for the same.
func IsDown(w *facts.Workload) bool {
	return w.Ready == 0 || w.Desired == 0 && w.Kind != facts.DaemonSet
}

// FormatRef writes an object's name as kready does everywhere: "Kind namespace/name", and
// "Kind name" for one that lives in no namespace.
func FormatRef(o facts.ObjectRef) string {
	if o.Namespace == "" {
		return o.Kind + " " + o.Name
	}
	return o.Kind + " " + o.Namespace + "/" + o.Name
}

// FormatCPU writes millicores as Kubernetes does: "250m", "2".
func FormatCPU(milli int64) string {
	if milli%1000 == 0 {
		return strconv.FormatInt(milli/1000, 10)
	}
	return fmt.Sprintf("%dm", milli)
}

// FormatRequests writes what one pod of a workload requests: "250m CPU and 64 MiB memory",
// "" when it requests nothing. Memory is rounded up.
func FormatRequests(w *facts.Workload) string {
	var parts []string
	if w.RequestedCPU > 0 {
		parts = append(parts, FormatCPU(w.RequestedCPU)+" CPU")
	}
	if w.RequestedMemory > 0 {
		parts = append(parts, fmt.Sprintf("%d MiB memory", (w.RequestedMemory+1<<20-1)>>20))
	}
	return strings.Join(parts, " and ")
}
