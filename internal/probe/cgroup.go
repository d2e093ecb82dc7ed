package probe

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// maxCgroupNodes limits the nodes that are looked at.
const maxCgroupNodes = 10

// cgroupVersion looks for the version of control groups, on a node of each OS image.
func cgroupVersion() Probe {
	return Probe{
		Name:            "cluster/cgroup-v2",
		Creates:         fmt.Sprintf("a Job on one node of each OS image and kernel, on up to %d nodes", maxCgroupNodes),
		ExpectedSeconds: 10,
		Reads:           facts.Fields{facts.KindNodes},
		Run:             runCgroup,
	}
}

func runCgroup(ctx context.Context, s *Session, out *Result) error {
	nodes := s.nodesByImage()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	if left := len(nodes) - maxCgroupNodes; left > 0 {
		out.Measure("kinds of node left out", left, "")
		nodes = nodes[:maxCgroupNodes]
	}
	var clients []Client
	for i, node := range nodes {
		clients = append(clients, Client{
			Name: fmt.Sprintf("cgroup-%d", i), Pod: Pod{Node: node},
			Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: []agent.Trial{
				{Name: "cgroup", Kind: "cgroup", Target: "/sys/fs/cgroup", Expected: facts.Answered, Times: 1},
			}}}},
		})
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	hidden := ""
	for _, result := range results {
		if a, ok := result.Answer("cgroup"); !ok || a.Got == facts.Blocked {
			hidden = result.Node
			continue
		}
		out.AddAnswers(result, func(agent.Trial) facts.Trial {
			return facts.Trial{What: "a look at the version of control groups", Failure: "found version 1"}
		})
	}
	if hidden != "" && out.PhaseSucceeded(facts.PhaseProof) {
		return &ObstacleError{"a pod on node " + hidden + " sees no control groups"}
	}
	return nil
}

// nodesByImage returns the first node for ordinary pods of each pair of OS image and kernel: those decide
// which version of control groups is mounted, unless somebody changed the boot options of single nodes.
func (s *Session) nodesByImage() []string {
	var names []string
	seen := map[[2]string]bool{}
	for i := range s.Input.Nodes {
		n := &s.Input.Nodes[i]
		kind := [2]string{n.OSImage, n.KernelVersion}
		if !takesPods(n) || seen[kind] {
			continue
		}
		seen[kind] = true
		names = append(names, n.Name)
	}
	return names
}
