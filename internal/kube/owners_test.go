package kube

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestOwnerByName: a name that begins with a workload's is not always one of its pods.
func TestOwnerByName(t *testing.T) {
	workloads := []facts.ObjectRef{
		{Kind: "Deployment", Name: "web"},
		{Kind: "Deployment", Name: "web-cache"},
		{Kind: "DaemonSet", Name: "agent"},
		{Kind: "StatefulSet", Name: "db"},
		{Kind: "StaticPod", Name: "etcd"},
	}
	for _, tt := range []struct{ kind, name, want string }{
		{"Deployment", "web", "web"},
		{"ReplicaSet", "web-6c5f7d9b8", "web"},
		{"ReplicaSet", "web-cache-6c5f7d9b8", "web-cache"},
		{"ReplicaSet", "web-cache", ""},
		{"Pod", "web-6c5f7d9b8-x2x4z", "web"},
		{"Pod", "web-cache-6c5f7d9b8-x2x4z", "web-cache"},
		{"Pod", "web-admin-x2x4z", ""},
		{"Pod", "web-admin-6c5f7", ""},
		{"Pod", "web-6c5f7d9b8-aa00", "web"},
		{"Pod", "agent-x2x4z", "agent"},
		{"Pod", "agent-proxy", ""},
		{"Pod", "agent-6c5f7d9b8-x2x4z", ""},
		{"Pod", "db-0", "db"},
		{"Pod", "db-x2x4z", ""},
		{"Pod", "etcd-cp-1", "etcd"},
		{"Job", "web", ""},
	} {
		if got, _ := OwnerByName(tt.kind, tt.name, workloads); got.Name != tt.want {
			t.Errorf("%s %s belongs to %q, want %q", tt.kind, tt.name, got.Name, tt.want)
		}
	}
}
