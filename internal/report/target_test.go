package report_test

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/report"
)

func TestDetails(t *testing.T) {
	for _, c := range []struct {
		target report.Target
		want   []string
	}{
		{report.Target{Version: "v1.37.2", DistributionTitle: "kind", Nodes: 3, Server: "127.0.0.1:6443"}, []string{"Kubernetes v1.37.2", "kind", "3 nodes", "127.0.0.1:6443"}},
		{report.Target{About: "must-gather of 2024-11-05, 9 kinds, 2 namespaces", Version: "v1.31", VersionFrom: "ClusterVersion 4.18.5"}, []string{"must-gather of 2024-11-05, 9 kinds, 2 namespaces", "Kubernetes v1.31 (by ClusterVersion 4.18.5)"}},
		{report.Target{Version: "v1.29.4", VersionFrom: "the kubelets", VersionGuess: true}, []string{"Kubernetes v1.29.4 (a guess, by the kubelets: it is this or a newer one)"}},
	} {
		if got := c.target.Details(); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
