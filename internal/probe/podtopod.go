package probe

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// mebibyte is large enough that a wrong MTU shows.
const mebibyte = 1 << 20

// podToPod lets pods of each node reach a server on each other node: HTTP, datagrams,
// and a body of 1 MiB, by the pods' own addresses.
func podToPod() Probe {
	return Probe{
		Name:    "network/pod-to-pod",
		Creates: "a server and a client Job on each of up to 3 nodes",
		About:   15,
		Run:     runPodToPod,
	}
}

func runPodToPod(ctx context.Context, s *Session, out *Result) error {
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
			Name: fmt.Sprintf("pod-to-pod-%d", i), Pod: Pod{Node: from.Node},
			Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: toOthers(s.Run, fleet.Servers, from)}}},
		})
	}
	all, err := s.TryAll(ctx, clients)
	if err != nil {
		return err
	}
	for _, done := range all {
		out.Take(done, func(try agent.Try) facts.Trial { return toServer(fleet.Servers, try, done.Node) })
	}
	return nil
}

// toOthers are the tries from one server's node to all others.
func toOthers(run string, servers []Server, from Server) []agent.Try {
	var tries []agent.Try
	for i, to := range servers {
		if to.Node == from.Node {
			continue
		}
		at := strconv.Itoa(i)
		tries = append(tries,
			agent.Try{Name: "http " + at, Kind: "http", Target: URL(to.IP, "/"), Params: map[string]string{"contains": run}, Want: facts.Answered},
			agent.Try{Name: "udp " + at, Kind: "udp", Target: hostPort(to.IP, agent.PortUDP), Want: facts.Answered},
			agent.Try{
				Name: "large " + at, Kind: "http", Target: URL(to.IP, fmt.Sprintf("/bytes?n=%d", mebibyte)), PerAttempt: 10, Seconds: 30,
				Params: map[string]string{"bytes": strconv.Itoa(mebibyte)}, Want: facts.Answered,
			},
		)
	}
	return tries
}

// toServer words a try that names its kind and the server's place in the list.
func toServer(servers []Server, try agent.Try, from string) facts.Trial {
	kind, at, _ := strings.Cut(try.Name, " ")
	i, err := strconv.Atoi(at)
	if err != nil || i >= len(servers) {
		return trialFrom(try.Name, from, "")
	}
	words := map[string]string{"http": "HTTP", "udp": "UDP", "large": "1 MiB over HTTP"}
	return trialFrom(fmt.Sprintf("%s to pod %s", words[kind], servers[i].IP), from, servers[i].Node)
}
