package scaling

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PodsFindNode asks whether there is a node for each pod template of a service.
func PodsFindNode() check.Check {
	return check.Check{
		ID:      "scaling/pods-find-node",
		Title:   "There is a node for each pod template of the service",
		Subject: check.SubjectService,
		Doc: `A pod that no node takes stays Pending, and the Deployment that made it reports nothing worse than
that it waits. The API server accepts any selector, any toleration and any request.

kready holds each template against each node as the scheduler does: the node that it names, its node
selector and required node affinity, the node's taints, and what one pod requests (CPU, memory, ephemeral
storage, devices, huge pages) against what the node can take, less what the DaemonSets of the platform
ask for there. What a RuntimeClass of the cluster adds to its pods counts: selector, tolerations and overhead.
It says of each node why it falls out, in the words of the scheduler's event. All replicas must have room on
these nodes together.

Whether there is room beside the pods that run already is not judged here. Where an autoscaler adds
nodes, one that fits may come: then the answer is unknown. So it is for another scheduler than
Kubernetes' own, and where only a taint that goes away by itself is in the way. A DaemonSet whose selector no node has makes no
pods, as one for Windows in a cluster of Linux, and is not judged.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/cronjobs"},
		},
		Remediation: `Let the manifest ask for what the nodes have: their labels, taints and sizes are in

    kubectl get nodes --show-labels
    kubectl describe nodes

Or have the platform add nodes like those that the service asks for.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
			"https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
			"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
		},
		Since: "0.2.0",
		Run:   runPodsFindNode,
	}
}

func runPodsFindNode(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if len(in.Service.Pods) == 0 {
		return check.Skip("the service has no pods"), nil
	}
	var found check.Found
	all := newNodes(in)
	for i := range in.Service.Pods {
		finding, known := nodeless(all, &in.Service.Pods[i])
		found.Add(finding, known)
	}
	templates := text.Counted(len(in.Service.Pods), "pod template", "pod templates")
	switch {
	case len(found.Gaps) > 0:
		return check.Gap(fmt.Sprintf("the nodes do not take all pods of %d of %s", len(found.Gaps), templates), found.Gaps...), nil
	case len(found.Unknowns) > 0:
		return check.Unknown(fmt.Sprintf("whether a node takes the pods of %d of %s is not known", len(found.Unknowns), templates), found.Unknowns...), nil
	}
	return check.Pass(fmt.Sprintf("%s, each of which a node takes", templates)), nil
}

// nodeless is a finding on a template for which no node was found, and whether that is certain. It has no
// message where a node takes its pods, or where it asks for none.
func nodeless(all *nodes, pods *facts.LandingPods) (finding check.Finding, known bool) {
	if pods.Replicas == 0 && pods.Kind != facts.DaemonSet {
		return check.Finding{}, true
	}
	if pods.ScheduledBy != "" {
		return check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform,
			fmt.Sprintf("its pods are for the scheduler %s: by which rules it places them is not known", pods.ScheduledBy)), false
	}
	places, err := all.placesOf(pods)
	if err != nil {
		return check.OfManifest(pods.Manifest, pods.Placement.SelectorLine, check.ByService, "the API server refuses its node affinity: "+text.Clean(err.Error())), true
	}
	if pods.Kind == facts.DaemonSet && len(places) > 0 && !slices.ContainsFunc(places, func(p place) bool { return p.matched }) {
		return check.Finding{}, true // it makes no pods: scaling/daemonset-nodes reports it
	}
	if len(taking(places)) > 0 {
		resource := untoldOf(places)
		if resource == "" {
			return crowded(all.in, pods, places)
		}
		return check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform, "no node that could take its pods says how much "+resource+" it has"), false
	}
	message := refusals(places)
	if by := autoscaler(all.in); by != "" {
		return check.OfManifest(pods.Manifest, lineOf(pods, places), check.ByPlatform, message+"; "+by+" may add one that does"), false
	}
	if slices.ContainsFunc(places, func(p place) bool { return p.passing }) {
		return check.OfManifest(pods.Manifest, lineOf(pods, places), check.ByPlatform, message+"; some of it goes away by itself"), false
	}
	return check.OfManifest(pods.Manifest, lineOf(pods, places), party(places), message), true
}

// crowded is a finding on a template of more replicas than the nodes that take them have resources for, even
// without all other pods. It has no message where there is room.
func crowded(in *facts.Input, pods *facts.LandingPods, places []place) (finding check.Finding, known bool) {
	room := roomOn(places)
	if pods.Kind == facts.DaemonSet || room < 0 || room >= pods.Replicas {
		return check.Finding{}, true
	}
	message := fmt.Sprintf("the nodes that take its pods have room for %d of the %d, were no others there", room, pods.Replicas)
	if by := autoscaler(in); by != "" {
		return check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByPlatform, message+"; "+by+" may add more"), false
	}
	return check.OfManifest(pods.Manifest, pods.TemplateLine, check.ByService, message), true
}

// untoldOf is the resource of which none of the nodes that could take the pods tells how much it has; "" where
// one of them takes the pods for certain.
func untoldOf(places []place) string {
	resource := ""
	for _, p := range places {
		if len(p.refusals) > 0 {
			continue
		}
		if p.untold == "" {
			return ""
		}
		resource = p.untold
	}
	return resource
}

// lineOf is where a reader has to look: at the selector where it leaves nodes out, else at the template.
func lineOf(pods *facts.LandingPods, places []place) int {
	bySelector := slices.ContainsFunc(places, func(p place) bool { return slices.Contains(p.refusals, noMatch) })
	if bySelector && pods.Placement.SelectorLine > 0 {
		return pods.Placement.SelectorLine
	}
	return pods.TemplateLine
}

// party is who can close the gap: the platform where all that is missing is a device or the like.
func party(places []place) check.Party {
	for _, p := range places {
		for _, refusal := range p.refusals {
			name, lacks := strings.CutPrefix(refusal, lacking)
			if !lacks || name == "cpu" || name == "memory" {
				return check.ByService
			}
		}
	}
	return check.ByPlatform
}

// autoscaler is the title of a product that adds nodes; "" for none.
func autoscaler(in *facts.Input) string {
	for _, i := range in.Inventory {
		if slices.Contains(i.Roles, "scaling/nodes") && (i.State == facts.StateRunning || i.State == facts.StateHidden) {
			return i.Title
		}
	}
	return ""
}
