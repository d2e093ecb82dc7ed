package probe

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// mebibyte is large enough to reveal a wrong MTU.
const mebibyte = 1 << 20

// podToPod tests whether pods on each node reach a server on each other node by the pods'
// addresses: HTTP, UDP, and a body of 1 MiB.
func podToPod() Probe {
	return Probe{
		Name:            "network/pod-to-pod",
		Creates:         "a server and a client Job on each of up to 3 nodes",
		ExpectedSeconds: 15,
		Skip:            skipOneNode,
		Run:             runPodToPod,
	}
}

func runPodToPod(ctx context.Context, s *Session, out *Result) error {
	descriptions := map[string]string{"http": "HTTP to pod", "udp": "UDP to pod", "large": "1 MiB over HTTP to pod"}
	return s.betweenNodes(ctx, out, "pod-to-pod", descriptions, func(servers []Server, from Server) agent.Script {
		return agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: trialsToOthers(s.RunID, servers, from)}}}
	})
}

// skipOneNode is the Skip of probes of the paths between nodes.
func skipOneNode(s *Session) (string, error) {
	if len(s.Nodes()) > 1 {
		return "", nil
	}
	if len(s.Nodes()) == 0 {
		return "no node takes ordinary pods", s.checkReadable(facts.KindNodes)
	}
	return "one schedulable node", s.checkReadable(facts.KindNodes)
}

// betweenNodes runs a client beside each echo server, with a script for the paths to the other
// servers, and adds the answers. A trial's name is a key of descriptions and the index of
// its server, "udp 2".
func (s *Session) betweenNodes(ctx context.Context, out *Result, name string, descriptions map[string]string, script func(servers []Server, from Server) agent.Script) error {
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	var clients []Client
	for i, from := range echo.Servers {
		clients = append(clients, Client{Name: fmt.Sprintf("%s-%d", name, i), Pod: Pod{Node: from.Node}, Script: script(echo.Servers, from)})
	}
	all, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range all {
		out.AddAnswers(result, func(try agent.Trial) facts.Trial {
			what, at, _ := strings.Cut(try.Name, " ")
			i, err := strconv.Atoi(at)
			if err != nil || i >= len(echo.Servers) {
				return facts.Trial{What: try.Name}
			}
			to := echo.Servers[i]
			return facts.Trial{What: descriptions[what] + " " + to.IP, ToNode: to.Node}
		})
	}
	return nil
}

// trialsToOthers are the trials from one server's node to all others.
func trialsToOthers(run string, servers []Server, from Server) []agent.Trial {
	var tries []agent.Trial
	for i, to := range servers {
		if to.Node == from.Node {
			continue
		}
		at := strconv.Itoa(i)
		tries = append(tries,
			agent.Trial{Name: "http " + at, Kind: "http", Target: URL(to.IP, "/"), Params: map[string]string{"contains": run}, Expected: facts.Answered},
			agent.Trial{Name: "udp " + at, Kind: "udp", Target: hostPort(to.IP, agent.PortUDP), Expected: facts.Answered},
			agent.Trial{
				Name: "large " + at, Kind: "http", Target: URL(to.IP, fmt.Sprintf("/bytes?n=%d", mebibyte)), PerAttempt: 10, Seconds: 30,
				Params: map[string]string{"bytes": strconv.Itoa(mebibyte)}, Expected: facts.Answered,
			},
		)
	}
	return tries
}
