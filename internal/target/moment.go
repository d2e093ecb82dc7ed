package target

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// dates are the times in objects that show when they were read.
type dates struct {
	// written is the last time that something of a cluster that runs has written, oldest and
	// newest are the first and the last at which an object was made.
	written, oldest, newest time.Time
}

// see takes note of the times of an object.
func (d *dates) see(o *unstructured.Unstructured) {
	if written := newestOf(o); written.After(d.written) {
		d.written = written
	}
	made := o.GetCreationTimestamp().Time
	if !made.IsZero() && (d.oldest.IsZero() || made.Before(d.oldest)) {
		d.oldest = made
	}
	if made.After(d.newest) {
		d.newest = made
	}
}

// moment is when the objects were read, at the least; the zero time when they do not tell. A
// cluster that has written nothing since its first object was made is none that ran: the times
// of such a file were filled in.
func (d *dates) moment() time.Time {
	switch {
	case d.written.IsZero(), !d.oldest.IsZero() && !d.written.After(d.oldest):
		return time.Time{}
	case d.newest.After(d.written):
		return d.newest
	}
	return d.written
}

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
