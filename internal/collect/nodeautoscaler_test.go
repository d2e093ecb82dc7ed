package collect

import (
	"reflect"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestDistilAutoscaler reads both forms of the status, and something else.
func TestDistilAutoscaler(t *testing.T) {
	at := time.Date(2026, 11, 1, 11, 59, 50, 0, time.UTC)
	cases := map[string]struct {
		status string
		want   facts.NodeAutoscaler
	}{
		"YAML": {`time: 2026-11-01 11:59:50.090873082 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health: {status: Healthy}
nodeGroups:
- name: blue
  health: {status: Healthy, cloudProviderTarget: 3, minSize: 1, maxSize: 3}
  scaleUp: {status: Backoff, backoffInfo: {errorCode: QUOTA_EXCEEDED, errorMessage: "https://user:hunter2@cloud says no"}}
`, facts.NodeAutoscaler{Found: true, State: "Running", Health: "Healthy", WrittenAt: at, Groups: []facts.NodeGroup{
			{Name: "blue", Health: "Healthy", ScaleUp: "Backoff", Target: 3, Max: 3, Message: "QUOTA_EXCEEDED: " + redactURLs("https://user:hunter2@cloud says no")},
		}}},
		"text": {`Cluster-autoscaler status at 2026-11-01 11:59:50.1 +0000 UTC:
Cluster-wide:
  Health:      Unhealthy (ready=1 unready=9)
  ScaleUp:     NoActivity (ready=1 registered=10)

NodeGroups:
  Name:        https://content.googleapis.com/compute/v1/projects/p/instanceGroups/mig-a
  Health:      Healthy (ready=1 cloudProviderTarget=3 (minSize=0, maxSize=5))
  ScaleUp:     NoActivity (ready=1 cloudProviderTarget=3)
`, facts.NodeAutoscaler{Found: true, State: "Running", Health: "Unhealthy", WrittenAt: at, Groups: []facts.NodeGroup{
			{Name: "mig-a", Health: "Healthy", ScaleUp: "NoActivity", Target: 3, Max: 5},
		}}},
		"starting": {"Initializing", facts.NodeAutoscaler{Found: true, State: "Initializing"}},
		"neither":  {"hello", facts.NodeAutoscaler{Found: true}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if got := distilAutoscaler(tc.status); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}
