package probe

import (
	"context"
	"fmt"
	"strconv"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// packetBytes fills dozens of packets.
const packetBytes = 64 << 10

// mtu tests whether full packets get through between nodes: 64 KiB each way, and the largest
// datagram that the interface can send unfragmented.
func mtu() Probe {
	return Probe{
		Name:            "network/mtu",
		Creates:         "a client Job on each of up to 3 nodes",
		ExpectedSeconds: 15,
		Skip:            skipOneNode,
		Run:             runMTU,
	}
}

func runMTU(ctx context.Context, s *Session, out *Result) error {
	descriptions := map[string]string{
		"small": "a small datagram to pod", "down": "64 KiB to the client from pod", "up": "64 KiB from the client to pod",
		"whole": "the largest datagram in one piece to pod",
	}
	return s.betweenNodes(ctx, out, "mtu", descriptions, func(servers []Server, from Server) agent.Script {
		return agent.Script{Steps: []agent.Step{
			{Phase: facts.PhaseBaseline, Trials: smallTrials(servers, from)},
			{Phase: facts.PhaseProof, Trials: largeTrials(servers, from)},
		}}
	})
}

// smallTrials are the baseline: if small packets are lost, the size is not the cause.
func smallTrials(servers []Server, from Server) []agent.Trial {
	var tries []agent.Trial
	for i, to := range servers {
		if to.Node != from.Node {
			tries = append(tries, agent.Trial{Name: fmt.Sprintf("small %d", i), Kind: "udp", Target: hostPort(to.IP, agent.PortUDP), Expected: facts.Answered})
		}
	}
	return tries
}

func largeTrials(servers []Server, from Server) []agent.Trial {
	var tries []agent.Trial
	for i, to := range servers {
		if to.Node == from.Node {
			continue
		}
		at, size := strconv.Itoa(i), strconv.Itoa(packetBytes)
		tries = append(tries,
			agent.Trial{Name: "down " + at, Kind: "http", Target: URL(to.IP, "/bytes?n="+size), Params: map[string]string{"bytes": size}, Expected: facts.Answered, PerAttempt: 5},
			agent.Trial{Name: "up " + at, Kind: "upload", Target: URL(to.IP, "/count?n="+size), Params: map[string]string{"size": size}, Expected: facts.Answered, PerAttempt: 5},
			agent.Trial{Name: "whole " + at, Kind: "mtu", Target: hostPort(to.IP, agent.PortUDP), Expected: facts.Answered},
		)
	}
	return tries
}
