package probe

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// targetsPerClient is how many targets one client tries: its answers must fit in a pod's termination
// message.
const targetsPerClient = 20

// egressTargets tests whether pods reach the targets outside of the cluster that kready.yaml names.
func egressTargets() Probe {
	return Probe{
		Name:            "network/egress-targets",
		Creates:         "a client Job on each of up to 3 nodes, for every 20 targets",
		ExpectedSeconds: 15,
		Skip: func(s *Session) (string, error) {
			if len(s.Input.Intent.Egress) == 0 {
				return "no target outside of the cluster is given: intents.egress in kready.yaml names them", nil
			}
			return "", nil
		},
		Run: runEgressTargets,
	}
}

func runEgressTargets(ctx context.Context, s *Session, out *Result) error {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	var clients []Client
	for i, node := range nodes {
		part := 0
		for targets := range slices.Chunk(s.Input.Intent.Egress, targetsPerClient) {
			clients = append(clients, Client{
				Name: fmt.Sprintf("egress-%d-%d", i, part), Pod: Pod{Node: node},
				Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: targetTrials(targets)}}},
			})
			part++
		}
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, func(try agent.Trial) facts.Trial { return facts.Trial{What: "a TCP connection to " + try.Target} })
	}
	return nil
}

// targetTrials open connections, and nothing more: what answers there, and whether it speaks TLS, is not
// looked at.
func targetTrials(targets []string) []agent.Trial {
	var tries []agent.Trial
	for i, target := range targets {
		tries = append(tries, agent.Trial{Name: fmt.Sprint(i), Kind: "tcp", Target: target, Expected: facts.Answered, PerAttempt: 5})
	}
	return tries
}
