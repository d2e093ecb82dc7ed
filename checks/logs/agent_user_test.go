package logs

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestAgentUser(t *testing.T) {
	as := func(rootFiles, mount string) cluster {
		return cluster{agents: []facts.Workload{daemonSet("fluent-bit", func(w *facts.Workload) {
			w.Containers = []facts.Container{{Name: "agent", HostMounts: []string{mount}, RootFiles: rootFiles}}
		})}}
	}
	for name, tt := range map[string]struct {
		c    cluster
		want check.Status
	}{
		"root":              {as("", "/var/log"), check.StatusPass},
		"another user":      {as("no", "/var/log"), check.StatusGap},
		"pods' logs alone":  {as("no", "/var/log/pods"), check.StatusGap},
		"group not told":    {as("perhaps", "/var/log"), check.StatusUnknown},
		"reads other files": {as("no", "/etc/machine-id"), check.StatusPass},
		"out of sight":      {cluster{hidden: true}, check.StatusSkip},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := AgentUser().Run(t.Context(), tt.c.input())
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != tt.want {
				t.Errorf("%s: %s", got.Status, got.Reason)
			}
		})
	}
}
