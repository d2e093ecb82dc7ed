package scaling

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// HostPortsFree asks whether the ports of nodes that pods of a service take are free.
func HostPortsFree() check.Check {
	return check.Check{
		ID:      "scaling/host-ports-free",
		Title:   "The host ports of the service's pods are free on nodes enough",
		Subject: check.SubjectService,
		Doc: `A pod with a ` + "`hostPort`" + `, or in the network of its node, takes that port of the node for itself. The scheduler puts no other
pod there that asks for the same port: it stays Pending. So each replica needs a node of its own, and a DaemonSet of the
platform that has the port, such as an ingress controller or the load balancer of k3s on 80 and 443, leaves no node at all.

kready holds the ports against those of the workloads that are there and of the service's other pods, as the scheduler does: by
port, protocol and address. A DaemonSet has its ports on each node that it runs on; of others the nodes of their pods count, and
where these are not known, the answer is unknown when it depends on them. A workload of the service that runs already is
not in its own way. Ports that Jobs and pods without a controller take, and those of programs of the node itself, are not seen. Where
an autoscaler adds nodes, the answer is unknown in place of a gap, but for DaemonSets.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindPods, facts.KindRuntimeClasses},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/cronjobs"},
		},
		Remediation: `Do without the host port: a Service, an Ingress or a route brings requests to pods on any node. Where the node's own port is
needed, take another one, or ask for no more replicas than there are nodes where it is free.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/configuration/overview/#services",
			"https://docs.k3s.io/networking/networking-services#service-load-balancer",
		},
		Since: "0.2.0",
		Run:   runHostPortsFree,
	}
}

func runHostPortsFree(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	asking, all := 0, newPortHolders(in)
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		all.add(i - 1)
		if len(p.Placement.HostPorts) == 0 || p.ScheduledBy != "" || p.Replicas == 0 && p.Kind != facts.DaemonSet {
			continue
		}
		asking++
		h := hostPorts{in: in, all: all, pods: p}
		switch message, line, known := h.judge(); {
		case message == "":
		case known:
			gaps = append(gaps, check.OfManifest(p.Manifest, line, check.ByService, message))
		default:
			unknowns = append(unknowns, check.OfManifest(p.Manifest, line, check.ByPlatform, message))
		}
	}
	if asking == 0 {
		return check.Skip("no pod of the service takes a port of its node"), nil
	}
	return check.ByFindings(gaps, unknowns,
		"the host ports of "+text.Counted(len(gaps), "pod template are", "pod templates are")+" not free on nodes enough",
		"whether the host ports of "+text.Counted(len(unknowns), "pod template are", "pod templates are")+" free is not known",
		fmt.Sprintf("%s, free on nodes enough", text.Counted(asking, "pod template with host ports", "pod templates with host ports"))), nil
}
