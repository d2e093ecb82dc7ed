package engine

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
)

// fewUnjudged is how many checks of the healthy cluster one failed list may leave unjudged.
const fewUnjudged = 14

// unjudgedWithout are the lists on which more rests, with how many.
func unjudgedWithout() map[string]int {
	return map[string]int{
		"deployments.apps":                    155, // products are Deployments first of all
		"daemonsets.apps":                     145,
		"statefulsets.apps":                   145,
		"nodes":                               66,
		"static and bare pods in kube-system": 36, // the control plane, and what may be one of these
		"mutatingwebhookconfigurations.admissionregistration.k8s.io":   36,
		"validatingwebhookconfigurations.admissionregistration.k8s.io": 36,
		"cronjobs.batch":                     28,
		"apiservices.apiregistration.k8s.io": 28,
		"endpointslices.discovery.k8s.io":    28,
		"namespaces":                         28,
		"services in kube-system":            28,
		"pods":                               24, // those of the platform outside of kube-system
		"DaemonSets' and StatefulSets' pods in kube-system": 24,
		"Deployments' pods in kube-system":                  24,
	}
}

// TestOneFailedList fails each list of a collection in turn, and bounds how many checks are not judged for that.
func TestOneFailedList(t *testing.T) {
	healthy, err := fixtures(t).Healthy()
	if err != nil {
		t.Fatal(err)
	}
	before := statuses(t, healthy)
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	all := lists()
	for _, request := range slices.Sorted(maps.Keys(all)) {
		unjudged := []string{}
		for id, status := range statuses(t, all[request](healthy)) {
			switch status {
			case before[id]:
			case check.StatusUnknown:
				unjudged = append(unjudged, id)
			default:
				t.Errorf("without %s, %s is a %s, and a %s with it", request, id, status, before[id])
			}
		}
		slices.Sort(unjudged)
		most, listed := unjudgedWithout()[request]
		if !listed {
			most = fewUnjudged
		}
		if len(unjudged) > most {
			t.Errorf("without %s, %d checks are not judged, want at most %d", request, len(unjudged), most)
		}
		fmt.Fprintf(table, "%s\t%d\t%s\n", request, len(unjudged), strings.Join(unjudged, " "))
	}
	_ = table.Flush()
	t.Log("\n" + out.String())
}

// statuses judges a snapshot by all checks of clusters.
func statuses(t *testing.T, s *facts.Snapshot) map[string]check.Status {
	t.Helper()
	checks := slices.DeleteFunc(slices.Clone(builtinChecks(t)), check.Check.IsRequirement)
	results, err := evaluate.Run(context.Background(), shippedRecogniser(t).Input(s, s.CollectedAt), checks, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]check.Status{}
	for _, r := range results {
		out[r.Check.ID] = r.Outcome.Status
	}
	return out
}

// lists are the lists that a collection asks for, with what is left of a snapshot where one fails.
func lists() map[string]func(*facts.Snapshot) *facts.Snapshot {
	out := map[string]func(*facts.Snapshot) *facts.Snapshot{
		"static and bare pods in kube-system": withoutStatic,
	}
	for _, of := range []facts.BlindSpot{
		{Resource: "pods"},
		{Resource: "pods", Namespace: "kube-system", Only: "Deployments'"},
		{Resource: "pods", Namespace: "kube-system", Only: "DaemonSets' and StatefulSets'"},
	} {
		out[of.What()] = func(s *facts.Snapshot) *facts.Snapshot { return withoutPods(s, of) }
	}
	for _, c := range collect.All() {
		for _, read := range c.Reads {
			if !slices.Contains(read.Verbs, "list") || read.Resource == "" || read.Resource == "pods" {
				continue
			}
			out[spotOf("", read).What()] = func(s *facts.Snapshot) *facts.Snapshot { return withoutList(s, read) }
		}
	}
	return out
}

// spotOf is the blind spot of a kind of fact when a read of it failed.
func spotOf(kind facts.Kind, r collect.Read) facts.BlindSpot {
	name := r.Resource
	if r.Group != "" {
		name += "." + r.Group
	}
	return facts.BlindSpot{Facts: kind, Verb: "list", Resource: name, Namespace: r.Namespace, Reason: facts.ReasonTimeout}
}

// withoutList returns what is left of a snapshot where a list failed.
func withoutList(s *facts.Snapshot, failed collect.Read) *facts.Snapshot {
	view := *s
	view.BlindSpots = slices.Clone(s.BlindSpots)
	for _, c := range collect.All() {
		for _, read := range c.Reads {
			if spotOf("", read) != spotOf("", failed) || !slices.Contains(read.Verbs, "list") {
				continue
			}
			for _, kind := range basedOn(c.Facts) {
				view.BlindSpots = append(view.BlindSpots, spotOf(kind, read))
			}
			empty(&view, c.Facts, read.Resource)
		}
	}
	return &view
}

// withoutPods returns what is left of a snapshot where a list of pods of workloads failed.
func withoutPods(s *facts.Snapshot, of facts.BlindSpot) *facts.Snapshot {
	view := *s
	of.Facts, of.Verb, of.Reason = facts.KindPods, "list", facts.ReasonTimeout
	view.BlindSpots = append(slices.Clone(s.BlindSpots), of)
	view.Pods = slices.DeleteFunc(slices.Clone(s.Pods), func(p facts.Pods) bool {
		return (p.Namespace == "kube-system") == (of.Namespace == "kube-system") && (of.Only == "" || strings.HasPrefix(of.Only, p.Kind+"s'"))
	})
	return &view
}

// empty takes the objects of a kind of fact away; of workloads those of one resource.
func empty(s *facts.Snapshot, kind facts.Kind, resource string) {
	if kind == facts.KindWorkloads {
		s.Workloads = slices.DeleteFunc(slices.Clone(s.Workloads), func(w facts.Workload) bool {
			return strings.HasPrefix(resourceOf(w.Kind), resource+".")
		})
		return
	}
	if list := fieldOf(s, kind); list.Kind() == reflect.Slice {
		list.SetZero()
	}
	facts.FillEmpty(s)
}

// basedOn are a kind of fact and those whose collectors inherit its blind spots.
func basedOn(kind facts.Kind) []facts.Kind {
	kinds := []facts.Kind{kind}
	for again := true; again; {
		again = false
		for _, c := range collect.All() {
			if !slices.Contains(kinds, c.Facts) && slices.ContainsFunc(c.BasedOn, func(on facts.Kind) bool { return slices.Contains(kinds, on) }) {
				kinds, again = append(kinds, c.Facts), true
			}
		}
	}
	return kinds
}
