package scaling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// findingsMax is how many workloads a gap names.
const findingsMax = 10

// outcomeOf is the answer where pods have no place: a gap, unless something brings nodes when
// pods need them.
func (l load) outcomeOf(in *facts.Input, worst loss) check.Outcome {
	return unlessScaled(in, worst.reason(), check.Gap(worst.reason()+l.notes(), l.findings(worst.left.short)...))
}

func (l loss) reason() string {
	return fmt.Sprintf("without %s, %s no place", l.what, text.Counted(l.left.unplaced, "pod has", "pods have"))
}

// unlessScaled is a gap where nothing brings nodes when pods need them.
func unlessScaled(in *facts.Input, loss string, gap check.Outcome) check.Outcome {
	switch certain, possible := autoscalers(in); {
	case len(certain) > 0:
		return check.Skip(fmt.Sprintf("%s, and %s brings nodes; whether its limits leave room cannot be seen",
			loss, strings.Join(certain, " and ")))
	case len(possible) > 0:
		return check.Unknown(fmt.Sprintf("%s, and whether %s would bring nodes cannot be told", loss, strings.Join(possible, " and ")))
	}
	return gap
}

// findings name the workloads with most pods that have no place, applications whose pods are alike
// together.
func (l load) findings(short []group) []check.Finding {
	short = slices.SortedStableFunc(slices.Values(short), func(a, b group) int { return b.pods - a.pods })
	var out []check.Finding
	for _, g := range short[:min(len(short), findingsMax)] {
		w := g.workload
		pods := text.Counted(w.Desired, "pod", "pods")
		if n := l.summed[w]; n > 0 {
			pods += fmt.Sprintf(" of this and %s of its size", text.Counted(n-1, "more workload", "more workloads"))
		}
		find := "find"
		if g.pods == 1 {
			find = "finds"
		}
		out = append(out, check.Finding{
			Object: kube.Ref(w), Message: text.Whole(fmt.Sprintf("%d of %s %s no node with %s free", g.pods, pods, find, kube.FormatRequests(w))),
		})
	}
	return out
}

// passReason says that all pods fit, and which share of the nodes is requested.
func (l load) passReason(nodes []*facts.Node) string {
	var cpu, memory, allCPU, allMemory int64
	for _, n := range nodes {
		allCPU += n.AllocatableCPU
		allMemory += n.AllocatableMemory
		for _, d := range l.daemons {
			if selects(d, n) {
				cpu += d.RequestedCPU
				memory += d.RequestedMemory
			}
		}
	}
	for _, w := range l.groups {
		placed := int64(w.Desired - l.pending[w])
		cpu += placed * w.RequestedCPU
		memory += placed * w.RequestedMemory
	}
	lost := "the largest node"
	if len(zones(nodes)) > 1 {
		lost = "the largest node or any zone"
	}
	return fmt.Sprintf("all pods fit without %s: %d %% of CPU and %d %% of memory on %s are requested%s", lost,
		100*cpu/allCPU, 100*memory/allMemory, text.Counted(len(nodes), "node", "nodes"), l.notes())
}

// notes are on what was not counted.
func (l load) notes() string {
	var notes []string
	if l.withoutRequests > 0 {
		notes = append(notes, fmt.Sprintf("%s nothing and %s not counted", text.Counted(l.withoutRequests, "pod requests", "pods request"), text.Are(l.withoutRequests)))
	}
	waiting := 0
	for _, pods := range l.pending {
		waiting += pods
	}
	if waiting > 0 {
		notes = append(notes, text.Counted(waiting, "pod has", "pods have")+" no place even now")
	}
	if l.closed != "" {
		notes = append(notes, l.closed)
	}
	if len(notes) == 0 {
		return ""
	}
	return " (" + strings.Join(notes, "; ") + ")"
}

// autoscalers are those that bring nodes for certain, and those that may: a provider's
// own works for the node pools that ask for it, which cannot be seen.
func autoscalers(in *facts.Input) (certain, possible []string) {
	always := slices.Contains(in.Distribution.Features, "Auto Mode") || slices.Contains(in.Distribution.Features, "Autopilot")
	for _, impl := range in.Running("scaling/nodes") {
		if impl.State == facts.StateRunning || always {
			certain = append(certain, impl.Title)
			continue
		}
		possible = append(possible, impl.Title)
	}
	return certain, possible
}
