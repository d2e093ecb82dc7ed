package target

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// newestOf returns the last time at which an object was written by something that writes every few
// seconds or minutes in a cluster that runs: a node's heartbeat, a lease, an event. Other times, such
// as that of a change, can be years older than the file.
func newestOf(o *unstructured.Unstructured) time.Time {
	var newest time.Time
	see := func(value any) {
		text, _ := value.(string)
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil && at.After(newest) {
			newest = at
		}
	}
	switch o.GetKind() {
	case "Node":
		conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
		for _, condition := range conditions {
			if fields, ok := condition.(map[string]any); ok {
				see(fields["lastHeartbeatTime"])
			}
		}
	case "Lease":
		spec, _ := o.Object["spec"].(map[string]any)
		see(spec["renewTime"])
	case "Event":
		see(o.Object["lastTimestamp"])
		see(o.Object["eventTime"])
	default:
		return newest
	}
	for _, entry := range o.GetManagedFields() {
		if entry.Time != nil && entry.Time.After(newest) {
			newest = entry.Time.Time
		}
	}
	return newest
}
