package engine

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// reportTarget describes the target that was judged.
func reportTarget(in *facts.Input) report.Target {
	return report.Target{
		Kind: in.Target.Kind, Name: in.Target.Name, Server: in.Target.Server, About: in.Target.About,
		VersionFrom: in.Version.From, VersionGuess: in.Version.Guess, ForVersion: in.ForVersion.Name,
		Version: in.Version.GitVersion, Distribution: in.Distribution.Name, DistributionTitle: in.Distribution.Label(),
		Nodes: len(in.Nodes), CollectedAt: in.CollectedAt, AsOf: in.AsOf,
	}
}

// implementationsByBattery puts each implementation under the batteries that it
// provides, the running ones first.
func implementationsByBattery(in *facts.Input) map[string][]report.Implementation {
	found := map[string][]report.Implementation{}
	for _, impl := range in.Inventory {
		for _, battery := range impl.Batteries {
			found[battery] = append(found[battery], report.Implementation{
				Name: impl.Name, Title: impl.Title, Version: impl.Version, State: impl.State, Namespace: impl.Namespace,
			})
		}
	}
	states := []string{facts.StateRunning, facts.StateHidden, facts.StateDeclared, facts.StateRemnant}
	for _, impls := range found {
		slices.SortStableFunc(impls, func(a, b report.Implementation) int {
			if d := slices.Index(states, a.State) - slices.Index(states, b.State); d != 0 {
				return d
			}
			return strings.Compare(a.Name+a.Namespace, b.Name+b.Namespace)
		})
	}
	return found
}

// blindSpots are those of the kinds of fact that the checks need.
func blindSpots(in *facts.Input, checks []check.Check) []report.BlindSpot {
	var out []report.BlindSpot
	for _, b := range in.Blind(Needs(checks)) {
		out = append(out, report.BlindSpot{
			Facts: string(b.Facts), Verb: b.Verb, Resource: b.Resource, Namespace: b.Namespace, Only: b.Only, Reason: b.Reason, Message: b.Message,
		})
	}
	return out
}

// reportWaivers are the waivers as the report shows them.
func reportWaivers(waivers []check.Waiver, states []check.WaiverState) []report.Waiver {
	out := make([]report.Waiver, 0, len(waivers))
	for i, w := range waivers {
		out = append(out, report.NewWaiver(w, states[i]))
	}
	return out
}
