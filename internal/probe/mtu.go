package probe

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// packetBytes is enough for dozens of full packets.
const packetBytes = 64 << 10

// mtu shows whether full packets get through between nodes: 64 KiB each way, and one
// datagram as large as the interface takes, in one piece.
func mtu() Probe {
	return Probe{
		Name:    "network/mtu",
		Creates: "a client Job on each of up to 3 nodes",
		About:   15,
		Run:     runMTU,
	}
}

func runMTU(ctx context.Context, s *Session, out *Result) error {
	if len(s.Nodes()) < 2 {
		out.NotApplicable("one schedulable node")
		return nil
	}
	fleet, err := s.Fleet()
	if err != nil {
		return err
	}
	var clients []Client
	for i, from := range fleet.Servers {
		clients = append(clients, Client{
			Name: fmt.Sprintf("mtu-%d", i), Pod: Pod{Node: from.Node},
			Script: agent.Script{Steps: []agent.Step{
				{Phase: facts.PhaseBaseline, Trials: smallTo(fleet.Servers, from)},
				{Phase: facts.PhaseProof, Trials: largeTo(fleet.Servers, from)},
			}},
		})
	}
	dones, err := s.TryAll(ctx, clients)
	if err != nil {
		return err
	}
	for _, done := range dones {
		out.Take(done, func(try agent.Try) facts.Trial {
			what, at, _ := strings.Cut(try.Name, " ")
			to, _ := strconv.Atoi(at) // written by smallTo and largeTo
			words := map[string]string{
				"small": "a small datagram", "down": "64 KiB to the client", "up": "64 KiB to the server", "whole": "the largest datagram in one piece",
			}
			return trialFrom(fmt.Sprintf("%s, pod %s", words[what], fleet.Servers[to].IP), done.Node, fleet.Servers[to].Node)
		})
	}
	return nil
}

// smallTo is the baseline: where nothing gets through, size is not the question.
func smallTo(servers []Server, from Server) []agent.Try {
	var tries []agent.Try
	for i, to := range servers {
		if to.Node != from.Node {
			tries = append(tries, agent.Try{Name: fmt.Sprintf("small %d", i), Kind: "udp", Target: hostPort(to.IP, agent.PortUDP), Want: facts.Answered})
		}
	}
	return tries
}

func largeTo(servers []Server, from Server) []agent.Try {
	var tries []agent.Try
	for i, to := range servers {
		if to.Node == from.Node {
			continue
		}
		at, size := strconv.Itoa(i), strconv.Itoa(packetBytes)
		tries = append(tries,
			agent.Try{Name: "down " + at, Kind: "http", Target: URL(to.IP, "/bytes?n="+size), Params: map[string]string{"bytes": size}, Want: facts.Answered, PerAttempt: 5},
			agent.Try{Name: "up " + at, Kind: "upload", Target: URL(to.IP, "/count?n="+size), Params: map[string]string{"size": size}, Want: facts.Answered, PerAttempt: 5},
			agent.Try{Name: "whole " + at, Kind: "mtu", Target: hostPort(to.IP, agent.PortUDP), Want: facts.Answered},
		)
	}
	return tries
}
