package target

import (
	"fmt"
	"testing"
	"time"
)

// TestMoment: when the objects of a file were read shows in what a cluster that runs writes.
func TestMoment(t *testing.T) {
	const node = "apiVersion: v1\nkind: Node\nmetadata: {name: a, creationTimestamp: %q}\nstatus: {conditions: [{type: Ready, lastHeartbeatTime: %q}]}\n"
	const pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: c, creationTimestamp: %q}\n"
	const born, day, later = "2024-01-01T00:00:00Z", "2024-03-05T10:00:00Z", "2024-03-05T10:04:00Z"
	for name, tc := range map[string]struct{ text, want string }{
		"a heartbeat":                   {fmt.Sprintf(node, born, day), day},
		"an object made after it":       {fmt.Sprintf(node, born, day) + fmt.Sprintf(pod, later), later},
		"all times the same":            {fmt.Sprintf(node, born, born) + fmt.Sprintf(pod, born), ""},
		"none since the first was made": {fmt.Sprintf(node, day, born) + fmt.Sprintf(pod, later), ""},
		"no time of creation":           {fmt.Sprintf(node, "", day), day},
		"nothing that is kept up":       {fmt.Sprintf(pod, day), ""},
	} {
		var want time.Time
		if tc.want != "" {
			want, _ = time.Parse(time.RFC3339, tc.want)
		}
		if got := openManifests(t, tc.text, FileOptions{}).Moment; !got.Equal(want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
