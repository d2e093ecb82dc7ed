package probe

import (
	"context"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Plan describes what the probes will create, where, and how long they take; with what is known of
// the cluster, also which of them will not be tried and why. In is nil where it was not read.
func Plan(in *facts.Input, probes []Probe, settings Settings) string {
	var b strings.Builder
	where := "in a namespace that is made for it and removed afterwards"
	if settings.Namespace != "" {
		where = "in namespace " + settings.Namespace
	}
	fmt.Fprintf(&b, "Probing creates the following %s, with the image\n%s:\n\n", where, settings.Image)
	var planned []Probe
	var left []string
	for _, p := range probes {
		if why := notTried(in, p, settings); why != "" {
			left = append(left, fmt.Sprintf("  %-32s %s\n", p.Name, text.Clean(why)))
			continue
		}
		planned = append(planned, p)
		fmt.Fprintf(&b, "  %-32s %s\n", p.Name, p.Creates)
	}
	if len(planned) == 0 {
		b.WriteString("  nothing\n")
	}
	if len(left) > 0 {
		fmt.Fprintf(&b, "\nNot tried in this cluster:\n\n%s", strings.Join(left, ""))
	}
	if len(planned) > 0 {
		fmt.Fprintf(&b, "\nIt takes about %s, at most %s. Ctrl-C ends it and cleans up.\n", expectedTime(planned), limitText(settings))
	}
	b.WriteString("\n")
	return b.String()
}

// notTried returns why a probe would not be tried; "" when it would, or when nothing tells.
func notTried(in *facts.Input, p Probe, settings Settings) string {
	if in == nil {
		return ""
	}
	s := newSession(context.Background(), nil, in, settings)
	out := s.begin(p)
	s.decided(p, out, nil)
	for _, why := range []string{out.probe.NotApplicable, out.probe.RuledOut, out.probe.Obstacle} {
		if why != "" {
			return why
		}
	}
	return ""
}

// limitText writes the timeout of a run.
func limitText(settings Settings) string {
	if settings.Timeout%60e9 == 0 {
		return text.Counted(int(settings.Timeout.Minutes()), "minute", "minutes")
	}
	return settings.Timeout.String()
}

// expectedTime estimates how long the probes take together, run in parallel.
func expectedTime(probes []Probe) string {
	sum, longest := 0, 0
	for _, p := range probes {
		sum += p.ExpectedSeconds
		longest = max(longest, p.ExpectedSeconds)
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
	namespaceSeconds = 10
)
