package probe

import (
	"fmt"
	"strings"
)

// Plan describes what the probes will create, where, and how long they take.
func Plan(probes []Probe, settings Settings) string {
	var b strings.Builder
	where := "in a namespace that is made for it and removed afterwards"
	if settings.Namespace != "" {
		where = "in namespace " + settings.Namespace
	}
	fmt.Fprintf(&b, "Probing creates the following %s, with the image\n%s:\n\n", where, settings.Image)
	total := 0
	for _, p := range probes {
		fmt.Fprintf(&b, "  %-32s %s\n", p.Name, p.Creates)
		total = max(total, p.ExpectedSeconds)
	}
	fmt.Fprintf(&b, "\nIt takes about %s, at most %s. Ctrl-C ends it and cleans up.\n\n", expectedTime(total, probes), settings.Timeout)
	return b.String()
}

// expectedTime estimates how long the probes take together, run in parallel.
func expectedTime(longest int, probes []Probe) string {
	sum := 0
	for _, p := range probes {
		sum += p.ExpectedSeconds
	}
	estimate := max(longest, sum/defaultParallel) + namespaceSeconds
	if estimate < 90 {
		return fmt.Sprintf("%d seconds", estimate)
	}
	return fmt.Sprintf("%d minutes", (estimate+59)/60)
}

// How many probes run in parallel on one node, and how long it takes to create and delete namespaces.
const (
	defaultParallel  = 4
	namespaceSeconds = 15
)
