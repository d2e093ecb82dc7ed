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

// NodeProblems asks what detectors of faults say of the nodes.
func NodeProblems() check.Check {
	return check.Check{
		ID:    "cluster/node-problems",
		Title: "No detector of faults finds one on a node",
		Doc: `A node whose kernel hangs, whose disk turned read-only or whose runtime restarts again and again can be Ready for
as long as its kubelet answers: it goes on to take pods, and these fail. A detector writes what it found into a condition
of the node, which moves no pod and is seen by nobody who does not look for it.

The conditions of the node problem detector (` + "`KernelDeadlock`, `ReadonlyFilesystem`, `XfsShutdown`, `Frequent…Restart`" + `, …), those that AKS
adds (` + "`KubeletProblem`, `ContainerRuntimeProblem`, …" + `) and those of EKS's node monitoring agent (` + "`KernelReady`, `StorageReady`, …" + `,
which should be True) are read. Conditions of your own are not, nor what announces maintenance. A condition says what its detector found
last: one that was uninstalled leaves it behind. Left out are virtual nodes, nodes that joined less than five
minutes ago (` + "`settlingMinutes`" + `), and those that an autoscaler or the provider is about to remove. Whether a detector runs is asked by
` + "`cluster/node-problem-detection`" + `, and what kubelets say by ` + "`cluster/nodes-ready`" + `.`,
		Level: check.LevelHealthy,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.KindNodes},
		Remediation: `Read what the condition says. Most of them last until the node is started again: drain it, then restart or replace it.

    kubectl describe node NODE
    kubectl drain NODE --ignore-daemonsets --delete-emptydir-data`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/debug/debug-cluster/monitor-node-health/",
			"https://docs.aws.amazon.com/eks/latest/userguide/node-health.html",
			"https://learn.microsoft.com/en-us/azure/aks/node-problem-detector",
		},
		Since: "0.2.0",
		Run:   runNodeProblems,
	}
}

func runNodeProblems(_ context.Context, in *facts.Input) (check.Outcome, error) {
	justJoined := in.JoinedWithin(in.Thresholds.OrDefault().SettlingMinutes.Duration())
	var findings []check.Finding
	watched, tooYoung := 0, 0
	for i := range in.Nodes {
		n := &in.Nodes[i]
		if n.Virtual || kube.BeingRemoved(n) {
			continue
		}
		faults, seen := kube.DetectedFaults(n)
		if seen && justJoined(n) {
			tooYoung++
			continue
		}
		if seen {
			watched++
		}
		if len(faults) > 0 {
			findings = append(findings, check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: faultsText(faults, in.CollectedAt)})
		}
	}
	nodes := text.Counted(watched, "node", "nodes")
	switch {
	case watched == 0 && tooYoung > 0:
		return check.Unknown("all nodes that carry conditions of a detector of faults have just joined"), nil
	case watched == 0:
		return check.Skip("no node that can be judged carries conditions of a detector of faults"), nil
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("a detector finds faults on %d of %s", len(findings), nodes), findings...), nil
	}
	return check.Pass(fmt.Sprintf("detectors report no fault of %s", nodes)), nil
}

// faultsText says what a detector found, and since when.
func faultsText(faults []facts.Condition, now time.Time) string {
	var texts []string
	for _, c := range faults {
		why := strings.Join(slices.DeleteFunc([]string{c.Reason, c.Message}, func(s string) bool { return s == "" }), ": ")
		if why != "" {
			why = " (" + why + ")"
		}
		texts = append(texts, fmt.Sprintf("%s is %s%s%s", c.Type, c.Status, since(c.Since, now), why))
	}
	return strings.Join(texts, "; ")
}
