package probe

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// imdsBlocked tests whether the cloud's metadata service would give ordinary pods the node's
// credentials. It never requests them.
func imdsBlocked() Probe {
	return Probe{
		Name:            "identity/imds-blocked",
		Creates:         "a Job on each of up to 3 nodes, beside the servers",
		ExpectedSeconds: 20,
		Reads:           facts.Fields{facts.KindNodes},
		Skip:            skipIMDS,
		Run:             runIMDS,
	}
}

// clouds are the providers whose metadata service has the node's credentials.
func clouds() []string { return []string{"aws", "gce", "azure"} }

func skipIMDS(s *Session) (string, error) {
	if len(s.cloudNodes()) > 0 {
		return "", nil
	}
	if len(s.Input.Nodes) == 0 {
		return "", s.checkReadable(facts.KindNodes)
	}
	return "no node that takes ordinary pods is of AWS, Google Cloud or Azure", s.checkReadable(facts.KindNodes)
}

// cloudNodes are the probes' nodes that are machines of such a provider.
func (s *Session) cloudNodes() []facts.Node {
	var nodes []facts.Node
	for _, name := range s.Nodes() {
		for _, n := range s.Input.Nodes {
			if n.Name == name && slices.Contains(clouds(), n.Provider) {
				nodes = append(nodes, n)
			}
		}
	}
	return nodes
}

func runIMDS(ctx context.Context, s *Session, out *Result) error {
	nodes := s.cloudNodes()
	if nodes[0].Provider == "gce" && s.Settings.Namespace != "" {
		return &ObstacleError{"the default ServiceAccount of a namespace may have an identity of its own: it takes a new one, and --namespace allows none"}
	}
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	var clients []Client
	for i, n := range nodes {
		clients = append(clients, Client{
			Name: fmt.Sprintf("imds-%d", i), Pod: Pod{Node: n.Name}, Script: imdsScript(s.RunID, n.Provider, echo.Servers[i%len(echo.Servers)].IP),
		})
	}
	all, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range all {
		out.AddAnswers(result, func(try agent.Trial) facts.Trial {
			if try.Kind == "http" {
				return facts.Trial{What: "HTTP to a server of the probe, so that there is a network"}
			}
			return facts.Trial{What: "asking the metadata service at 169.254.169.254 for the node's role"}
		})
	}
	return nil
}

// imdsScript expects no answer from the metadata service, after one from a server: a pod
// without a network would prove nothing.
func imdsScript(run, provider, server string) agent.Script {
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Trials: []agent.Trial{
			{Name: "network", Kind: "http", Target: URL(server, "/"), Params: map[string]string{"contains": run}, Expected: facts.Answered},
		}},
		{Phase: facts.PhaseProof, Trials: []agent.Trial{
			{Name: "metadata", Kind: "imds", Target: provider, Expected: facts.Blocked, Seconds: 12, PerAttempt: 5},
		}},
	}}
}
