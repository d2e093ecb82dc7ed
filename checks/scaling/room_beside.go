package scaling

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// RoomBeside asks whether the pods of a service have room beside those that run already.
func RoomBeside() check.Check {
	return check.Check{
		ID:      "scaling/room-beside",
		Title:   "The service's pods have room beside those that run",
		Subject: check.SubjectService,
		Doc: `The scheduler sets aside what pods request. A service that fits on empty nodes stays Pending where others have taken the room.

kready places the pods of all workloads on the nodes for ordinary pods by what they request, CPU and memory, and then those of the service.
It counts templates without tolerations and node affinity. Pods that request nothing, those of Jobs and surges of rolling
updates take no room here, so that there may be less than it says; and the scheduler may spread pods so that large ones
do not fit. Where the namespace has workloads already, these may be the service itself, and where an autoscaler adds nodes, there may be
room soon: then the answer is unknown in place of a gap.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads, facts.PartApplications, facts.PartInventory, facts.PartThresholds, facts.PartCollectedAt},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Have the platform add nodes, or ask for less: requests that are above what pods use take room from others. This shows what is
set aside on each node:

    kubectl describe nodes`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
		},
		Since: "0.2.0",
		Run:   runRoomBeside,
	}
}

func runRoomBeside(_ context.Context, in *facts.Input) (check.Outcome, error) {
	wanted := wantedRoom(in)
	pool := poolOf(in)
	switch {
	case len(wanted) == 0:
		return check.Skip("no pod of the service that may run on any node requests CPU or memory"), nil
	case len(pool.open) == 0:
		return check.Unknown("no node takes ordinary pods now"), nil
	case slices.ContainsFunc(pool.all(), func(n *facts.Node) bool { return n.AllocatableCPU == 0 || n.AllocatableMemory == 0 }):
		return check.Unknown("some nodes do not say what they can take"), nil
	}
	all, brings := loadOf(in, pool), kube.NewBrought(&in.Service)
	all.groups = slices.DeleteFunc(all.groups, func(w *facts.Workload) bool { return replaced(brings, w) })
	of := map[*facts.Workload]*facts.LandingPods{}
	for i := range wanted {
		all.groups = append(all.groups, &wanted[i].workload)
		of[&wanted[i].workload] = wanted[i].pods
	}
	var gaps, unknowns []check.Finding
	workloads, by := in.WorkloadsIn(), autoscaler(in)
	for _, short := range all.pack(pool.open).short {
		pods := of[short.workload]
		if pods == nil {
			continue
		}
		message := fmt.Sprintf("no room beside what runs, by what is requested, for %d of its %s", short.pods, text.Counted(pods.Replicas, "pod", "pods"))
		switch {
		case by != "":
			unknowns = append(unknowns, check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform, message+"; "+by+" may add nodes"))
		case workloads[pods.Namespace] > 0:
			unknowns = append(unknowns, check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform, message+", unless workloads of the namespace are the service itself"))
		default:
			gaps = append(gaps, check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform, message))
		}
	}
	templates := text.Counted(len(wanted), "pod template", "pod templates")
	return check.ByFindings(gaps, unknowns, fmt.Sprintf("there is not room for all pods of %d of %s", len(gaps), templates),
		fmt.Sprintf("whether there is room for all pods of %d of %s is not known", len(unknowns), templates),
		"there is room for the pods of "+templates+" beside what runs"), nil
}

// wanting is a template of the service as a workload that wants room.
type wanting struct {
	pods     *facts.LandingPods
	workload facts.Workload
}

// wantedRoom are the templates of a service that request CPU or memory and may run on any node of their selector.
func wantedRoom(in *facts.Input) []wanting {
	var all []wanting
	selected := map[string]bool{}
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		place := &p.Placement
		if p.Replicas == 0 || p.ScheduledBy != "" || place.HasAffinity || len(place.Tolerations) > 0 || place.NodeName != "" || p.RuntimeClass != "" || p.Kind == "CronJob" {
			continue
		}
		one := wanting{p, facts.Workload{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name, Desired: p.Replicas, NodeSelector: place.NodeSelector}}
		for _, q := range place.Requests {
			switch q.Name {
			case "cpu":
				one.workload.RequestedCPU = q.Amount
			case "memory":
				one.workload.RequestedMemory = q.Amount
			}
		}
		if one.workload.RequestedCPU+one.workload.RequestedMemory == 0 {
			continue
		}
		by := kube.LabelsKey(place.NodeSelector)
		if _, known := selected[by]; !known {
			selected[by] = selectedAny(in, place.NodeSelector)
		}
		if selected[by] {
			all = append(all, one)
		}
	}
	return all
}

// selectedAny reports whether a node has the labels: scaling/pods-find-node reports where none has.
func selectedAny(in *facts.Input, selector map[string]string) bool {
	return slices.ContainsFunc(in.Nodes, func(n facts.Node) bool { return kube.HasLabels(n.Labels, selector) })
}

// replaced reports whether the service brings a workload of the cluster itself.
func replaced(brings *kube.Brought, w *facts.Workload) bool {
	return brings.Template(w.Kind, w.Namespace, w.Name) != nil
}
