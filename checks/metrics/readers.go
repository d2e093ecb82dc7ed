package metrics

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// other is a product that can read the Prometheus operator's objects too, by a
// configuration that is not visible.
type other struct {
	// image is the end of its image's repository.
	image, name string
	// rules says whether it reads rules besides monitors.
	rules bool
}

func others() []other {
	return []other{
		{"/grafana/alloy", "Grafana Alloy", true},
		{"/grafana-alloy", "Grafana Alloy", true},
		{"/grafana/agent", "Grafana Agent", true},
		{"/grafana/agent-operator", "Grafana Agent Operator", false},
		{"target-allocator", "the OpenTelemetry target allocator", false},
		{"targetallocator", "the OpenTelemetry target allocator", false},
		{"/victoriametrics/operator", "the VictoriaMetrics operator", true},
		{"/victoriametrics-operator", "the VictoriaMetrics operator", true},
	}
}

// monitorReaders names the products that run and may read monitors, sorted.
func monitorReaders(in *facts.Input) []string {
	return readers(in, func(other) bool { return true })
}

// ruleReaders names those that may read rules, sorted.
func ruleReaders(in *facts.Input) []string {
	return readers(in, func(o other) bool { return o.rules })
}

func readers(in *facts.Input, counts func(other) bool) []string {
	var found []string
	for i := range in.Workloads {
		for _, c := range in.Workloads[i].Containers {
			for _, o := range others() {
				if counts(o) && strings.HasSuffix("/"+c.Image.Repository, o.image) {
					found = append(found, o.name)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
