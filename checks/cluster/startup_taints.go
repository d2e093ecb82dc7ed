package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// States in which the one that should take a taint away is not known to run.
const (
	stateNoCloudController = "no-cloud-controller"
	stateNoOwner           = "no-owner"
)

// StartupTaints asks whether nodes are rid of the taints that they start with.
func StartupTaints() check.Check {
	return check.Check{
		ID:    "cluster/startup-taints",
		Title: "No node keeps a taint that it should have lost when it had started",
		Doc: `Nodes can start with a taint that keeps pods away until something has prepared them: a cloud
controller manager, the CNI plugin's agent, a CSI driver, Karpenter. Where that never happens
the node is Ready and takes no pods, and cluster DNS, which tolerates few taints, is the first
that finds no place.

Judged are the nodes that are older than five minutes (` + "`settlingMinutes`" + `) and carry such a taint
with the effect NoSchedule or NoExecute: those that Kubernetes, Cluster API, Karpenter and the
autoscaler document, and keys that end in /not-ready or /agent-not-ready. For each kready says
who takes it away, as far as that is known, and whether it runs. Taints that repeat a condition,
and those of nodes that are about to go, are the matter of ` + "`cluster/nodes-ready`" + `.`,
		Level: check.LevelHealthy,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.KindNodes},

		OptionalReads: facts.Fields{facts.PartInventory, facts.KindWorkloads},
		Requires:      []string{"network/cni-present"},
		Remediation: `See why the one that the finding names does not take the taint away: whether its pods are
ready on the node, and what they say.`,
		Remedies: []check.Remedy{
			{State: stateNoCloudController, Text: `Install the cloud controller manager of your cloud: kubelets that run with
` + "`--cloud-provider=external`" + ` wait for it. If the cluster is to do without one, take that flag from
the kubelets, and the taint from the nodes:

    kubectl taint node NODE node.cloudprovider.kubernetes.io/uninitialized-`},
			{State: stateNoOwner, Text: `Install what the finding names, or let nodes start without the taint: the node group or the
kubelet's ` + "`--register-with-taints`" + ` sets it.`},
		},
		Links: []string{
			"https://kubernetes.io/docs/tasks/administer-cluster/running-cloud-controller/",
			"https://kubernetes.io/docs/reference/labels-annotations-taints/",
		},
		Since: "0.1.0",
		Run:   runStartupTaints,
	}
}

func runStartupTaints(_ context.Context, in *facts.Input) (check.Outcome, error) {
	settling := in.Thresholds.OrDefault().SettlingMinutes
	var findings []check.Finding
	nodes, young := 0, 0
	var states []string
	owners := startupOwners{in: in, known: map[string][2]string{}}
	for i := range in.Nodes {
		n := &in.Nodes[i]
		if n.Virtual {
			continue
		}
		taints := kube.StartupTaints(n)
		if len(taints) > 0 && n.YoungerThan(in.CollectedAt, settling.Duration()) {
			young++
			continue
		}
		nodes++
		for _, t := range taints {
			owner, state := owners.textOf(t)
			if state != "" && !slices.Contains(states, state) {
				states = append(states, state)
			}
			findings = append(findings, check.Finding{
				Object:  facts.ObjectRef{Kind: "Node", Name: n.Name},
				Message: fmt.Sprintf("it keeps ordinary pods off by %s%s; %s", kube.FormatTaint(t), joined(n, in.CollectedAt), owner),
			})
		}
	}
	switch n := tainted(findings); {
	case n > 0:
		return check.Gap(fmt.Sprintf("a taint from its start keeps ordinary pods off %d of %s", n, text.Counted(nodes, "node", "nodes")),
			findings...).In(states...), nil
	case nodes == 0 && young > 0:
		return check.Unknown(kube.TooYoung(young, settling)), nil
	case nodes == 0:
		return check.Skip("there is no node here that could have such a taint"), nil
	case young > 0:
		return check.Pass(fmt.Sprintf("no startup taint is left on %s; %s still starting", text.Counted(nodes, "node", "nodes"),
			text.Counted(young, "more is", "more are"))), nil
	}
	return check.Pass("no startup taint is left on " + text.Counted(nodes, "node", "nodes")), nil
}

// tainted is how many nodes the findings are on.
func tainted(findings []check.Finding) int {
	names := map[string]bool{}
	for _, f := range findings {
		names[f.Object.Name] = true
	}
	return len(names)
}

// joined says how long ago a node joined.
func joined(n *facts.Node, now time.Time) string {
	if n.CreatedAt.IsZero() || !now.After(n.CreatedAt) {
		return ""
	}
	return ", " + text.Duration(now.Sub(n.CreatedAt)) + " after it joined"
}

// startupOwners says who takes taints away, once for each kind of taint.
type startupOwners struct {
	in    *facts.Input
	known map[string][2]string
}

func (o startupOwners) textOf(t facts.Taint) (says, state string) {
	key := fmt.Sprintf("%q", t)
	if known, ok := o.known[key]; ok {
		return known[0], known[1]
	}
	says, state = ownerText(o.in, t)
	o.known[key] = [2]string{says, state}
	return says, state
}

// ownerText says who takes a taint away and whether it runs, and the state when it is not known to.
func ownerText(in *facts.Input, t facts.Taint) (says, state string) {
	owner := kube.StartupOwnerOf(t)
	if owner.Name == "" {
		return "who should take it away is not known", ""
	}
	says = owner.Name + " should take it away"
	switch found := running(in, owner); {
	case found != "":
		return says + ": " + found, ""
	case owner.Product == "" && owner.Role == "" || len(in.Blind([]facts.Kind{facts.KindWorkloads})) > 0:
		return says, ""
	case t.Key == kube.CloudUninitialized:
		return says + ", and none is known to run here", stateNoCloudController
	}
	return says + ", and is not known to run here", stateNoOwner
}

// running describes the owner's workloads, or those that are named as one; "" when there is none.
func running(in *facts.Input, owner kube.StartupOwner) string {
	var all []string
	for _, impl := range in.Inventory {
		if impl.Name != owner.Product && !slices.Contains(impl.Roles, owner.Role) {
			continue
		}
		if impl.State == facts.StateHidden {
			all = append(all, impl.Title+" runs out of sight")
		}
		for _, ref := range impl.Workloads {
			all = append(all, readiness(in, func(w *facts.Workload) bool { return kube.Ref(w) == ref })...)
		}
	}
	if owner.Role == "cluster/cloud-controller" && len(all) == 0 {
		all = readiness(in, func(w *facts.Workload) bool { return strings.Contains(w.Name, "cloud-controller-manager") })
	}
	return strings.Join(all, ", ")
}

// readiness says of workloads how many of their pods are ready.
func readiness(in *facts.Input, of func(*facts.Workload) bool) []string {
	var all []string
	for i := range in.Workloads {
		if w := &in.Workloads[i]; of(w) {
			all = append(all, fmt.Sprintf("%s %s/%s has %d of %s ready", w.Kind, w.Namespace, w.Name, w.Ready, text.Counted(w.Desired, "pod", "pods")))
		}
	}
	return all
}
