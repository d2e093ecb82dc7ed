package cluster

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// NodesReady asks whether every node is Ready, under no pressure, and whether one of
// them takes pods.
func NodesReady() check.Check {
	return check.Check{
		ID:    "cluster/nodes-ready",
		Title: "All nodes are Ready and under no pressure",
		Doc: `A node that is not Ready runs nothing new, and five minutes later its pods are moved to
the others, which may have no room for them. Memory, disk and PID pressure come before
that: the kubelet evicts pods and refuses new ones.

Every node's conditions are read: Ready must be True; MemoryPressure, DiskPressure,
PIDPressure and NetworkUnavailable must not be. Left out are nodes younger than five
minutes, virtual nodes, and nodes that an autoscaler or the provider is removing, unless
that has been stuck for an hour (` + "`terminatingMinutes`" + `). A cordoned node is mentioned and no
gap, unless no Ready node is left that takes ordinary pods.

Conditions are what the kubelet said last, until the controller manager marks a node that has
fallen silent. Where that does not renew its own lease, a node's lease counts: one that is older
than four times its duration is a fault, whatever the condition says. A node that is slow or
throttled looks fine here.`,
		Level:    check.LevelHealthy,
		Tier:     check.TierMust,
		Reads:    facts.Fields{facts.KindNodes},
		Requires: []string{"network/cni-present"},

		OptionalReads: facts.Fields{facts.KindLeases, facts.KindLeaders},
		Remediation: `Read what the node says, then its kubelet's log:

    kubectl describe node NODE
    journalctl -u kubelet        # on the node

Where nodes are disposable, draining and replacing the node is the shortest way. To let a
cordoned node take pods again: ` + "`kubectl uncordon NODE`.",
		Links: []string{"https://kubernetes.io/docs/tasks/debug/debug-cluster/"},
		Since: "0.1.0",
		Run:   runNodesReady,
	}
}

func runNodesReady(_ context.Context, in *facts.Input) (check.Outcome, error) {
	thresholds := in.Thresholds.OrDefault()
	t := tally{startup: thresholds.SettlingMinutes, removal: thresholds.TerminatingMinutes}
	kubelets := newSilence(in)
	for i := range in.Nodes {
		t.add(&in.Nodes[i], in.CollectedAt, kubelets)
	}
	judged := text.Counted(t.judged, "node", "nodes")
	switch {
	case len(in.Nodes) == 0:
		return check.Unknown("the cluster has no node now, and nothing shows whether one would come"), nil
	case t.judged == 0 && t.young == 0:
		return check.Skip("all nodes are virtual: the provider runs them"), nil
	case t.judged == 0:
		return check.Unknown(fmt.Sprintf("all nodes are younger than %s or about to go", t.startupText())), nil
	case len(t.findings) > 0:
		return check.Gap(fmt.Sprintf("%d of %s %s not Ready or under pressure", len(t.findings), judged, text.Are(len(t.findings))),
			t.findings...), nil
	case len(t.withoutStatus) > 0:
		return check.Unknown(fmt.Sprintf("%d of %s %s no status", len(t.withoutStatus), judged, has(len(t.withoutStatus))), t.withoutStatus...), nil
	case len(t.doubtful) > 0:
		return check.Unknown(fmt.Sprintf("%d of %s %s Ready, and may have fallen silent", len(t.doubtful), judged, text.Are(len(t.doubtful))), t.doubtful...), nil
	case t.open == 0 && t.young > 0:
		return check.Unknown(kube.TooYoung(t.young, t.startup)), nil
	case t.open == 0:
		return check.Gap("no node takes ordinary pods: all are "+t.whyClosed(), t.closed...), nil
	}
	return check.Pass(fmt.Sprintf("%s %s Ready and under no pressure%s", judged, text.Are(t.judged), t.notes())), nil
}

// tally is what the nodes amount to.
type tally struct {
	// startup is how long a new node may be faulty, removal one that is being removed.
	startup, removal                       facts.Minutes
	judged, young, leaving, cordoned, open int
	findings, withoutStatus, closed        []check.Finding
	// doubtful say that they are Ready, and their leases may not.
	doubtful []check.Finding
	// removed is whether one of the closed is about to be removed.
	removed bool
}

// add counts one node.
func (t *tally) add(n *facts.Node, now time.Time, kubelets silence) {
	faults, known := faultsOf(n, now)
	silent, doubt := kubelets.of(n)
	if silent != "" {
		faults = append(faults, silent)
	}
	faulty := len(faults) > 0 || !known
	switch {
	case n.Virtual:
		return
	case faulty && n.YoungerThan(now, t.startup.Duration()):
		t.young++
		return
	case faulty && kube.BeingRemoved(n) && !faultySince(n, now.Add(-t.removal.Duration())):
		t.leaving++
		return
	}
	t.judged++
	finding := func(message string) check.Finding {
		return check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: message}
	}
	switch {
	case len(faults) > 0:
		t.findings = append(t.findings, finding(strings.Join(faults, "; ")))
	case !known:
		t.withoutStatus = append(t.withoutStatus, finding("it has no Ready condition"))
	case doubt != "":
		t.doubtful = append(t.doubtful, finding(doubt))
	case n.Unschedulable:
		t.cordoned++
		t.closed = append(t.closed, finding("cordoned"))
	case kube.KeptForControlPlane(n):
		t.closed = append(t.closed, finding("reserved for the control plane by its taint"))
	case kube.BeingRemoved(n):
		t.removed = true
		t.closed = append(t.closed, finding("about to be removed"))
	default: // a pool with a taint takes the pods that tolerate it
		t.open++
	}
}

// whyClosed says what keeps ordinary pods off all nodes.
func (t *tally) whyClosed() string {
	if t.removed {
		return "cordoned, about to be removed or reserved for the control plane"
	}
	return "cordoned or reserved for the control plane"
}

func (t *tally) startupText() string { return text.Counted(int(t.startup), "minute", "minutes") }

// notes are what is mentioned although it is no gap.
func (t *tally) notes() string {
	var notes []string
	for _, note := range []struct {
		n    int
		what string
	}{{t.cordoned, "cordoned"}, {t.young, "younger than " + t.startupText()}, {t.leaving, "about to be removed"}} {
		if note.n > 0 {
			notes = append(notes, fmt.Sprintf("%d %s", note.n, note.what))
		}
	}
	if len(notes) == 0 {
		return ""
	}
	return " (" + strings.Join(notes, ", ") + ")"
}

// faultsOf lists what is wrong with a node, and reports whether it says anything.
func faultsOf(n *facts.Node, now time.Time) ([]string, bool) {
	ready, known := n.Condition("Ready")
	var faults []string
	if known && ready.Status != "True" {
		faults = append(faults, notReady(ready, now))
	}
	for _, f := range faultConditions() {
		if c, _ := n.Condition(f.kind); c.Status == "True" {
			faults = append(faults, f.text+since(c.Since, now))
		}
	}
	return faults, known
}

// faultConditions are the conditions that are a fault when they are True.
func faultConditions() []struct{ kind, text string } {
	return []struct{ kind, text string }{
		{"MemoryPressure", "under memory pressure"},
		{"DiskPressure", "under disk pressure"},
		{"PIDPressure", "short of process ids"},
		{"NetworkUnavailable", "without a network for pods"},
	}
}

// faultySince reports whether one of the node's faults is known to be older than a moment.
func faultySince(n *facts.Node, moment time.Time) bool {
	older := func(c facts.Condition) bool { return !c.Since.IsZero() && c.Since.Before(moment) }
	if ready, known := n.Condition("Ready"); known && ready.Status != "True" && older(ready) {
		return true
	}
	for _, f := range faultConditions() {
		if c, _ := n.Condition(f.kind); c.Status == "True" && older(c) {
			return true
		}
	}
	return false
}

// notReady describes a Ready condition that is not True.
func notReady(c facts.Condition, now time.Time) string {
	if c.Status == "Unknown" {
		return "the kubelet has stopped reporting" + since(c.Since, now)
	}
	why := c.Message
	if why == "" {
		why = c.Reason
	}
	if why == "" {
		return "not Ready" + since(c.Since, now)
	}
	return fmt.Sprintf("not Ready%s: %s", since(c.Since, now), why)
}

// since is the text on how long something has been so; "" when that is not known.
func since(t, now time.Time) string {
	if t.IsZero() || !now.After(t) {
		return ""
	}
	return " for " + text.Duration(now.Sub(t))
}

func has(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}
