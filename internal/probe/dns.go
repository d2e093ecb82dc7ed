package probe

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// dnsInternal tests whether pods on several nodes resolve the cluster's names to the addresses
// that the API has, over UDP and over TCP.
func dnsInternal() Probe {
	return Probe{
		Name:            "dns/internal",
		Creates:         "a client Job on each of up to 3 nodes",
		ExpectedSeconds: 15,
		Run:             runDNSInternal,
	}
}

func runDNSInternal(ctx context.Context, s *Session, out *Result) error {
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	var addresses []string
	for _, server := range echo.Servers {
		addresses = append(addresses, server.IP)
	}
	slices.Sort(addresses)
	at := func(name string) string { return name + "." + s.Namespace + ".svc.{domain}." }
	var tries []agent.Trial
	for _, network := range []string{"udp", "tcp"} {
		tries = append(tries,
			agent.Trial{Name: network + " api", Target: "kubernetes.default.svc.{domain}.", Params: map[string]string{"network": network}},
			agent.Trial{Name: network + " service", Target: at(echo.Service), Params: map[string]string{"network": network, "exactly": echo.IP}},
			agent.Trial{Name: network + " headless", Target: at(echo.Headless), Params: map[string]string{"network": network, "exactly": strings.Join(addresses, ",")}},
		)
	}
	tries = append(tries, agent.Trial{Name: "udp reverse", Target: echo.IP, Params: map[string]string{"network": "udp", "type": "PTR", "exactly": at(echo.Service)}})
	for i := range tries {
		tries[i].Kind, tries[i].Expected, tries[i].PerAttempt = "dns", facts.Answered, 5
	}
	return s.lookUp(ctx, out, "dns-internal", tries, func(try agent.Trial) facts.Trial {
		network, what, _ := strings.Cut(try.Name, " ")
		descriptions := map[string]string{
			"api": "kubernetes.default", "service": "a Service's name", "headless": "a headless Service's name", "reverse": "the name of a Service's address",
		}
		return facts.Trial{What: "a lookup of " + descriptions[what] + " over " + strings.ToUpper(network)}
	})
}

// lookUp makes the same trials in a client on each node.
func (s *Session) lookUp(ctx context.Context, out *Result, name string, tries []agent.Trial, describe func(agent.Trial) facts.Trial) error {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	var clients []Client
	for i, node := range nodes {
		clients = append(clients, Client{
			Name: name + "-" + strconv.Itoa(i), Pod: Pod{Node: node},
			Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}},
		})
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	for _, result := range results {
		out.AddAnswers(result, describe)
		for _, a := range result.Answers {
			out.addMeasures(a.Values)
		}
	}
	return nil
}

// addMeasures keeps the highest of each value that clients measured, "p99=12".
func (r *Result) addMeasures(values []string) {
	for _, value := range values {
		for figure := range strings.FieldsSeq(value) {
			name, number, ok := strings.Cut(figure, "=")
			n, err := strconv.Atoi(number)
			if !ok || err != nil {
				continue
			}
			unit := ""
			if strings.HasPrefix(name, "p") {
				unit = "milliseconds"
			}
			r.addMax(name, n, unit)
		}
	}
}

// dnsExternal tests whether pods resolve a name outside of the cluster, if the user configured
// one: an air-gapped cluster has none.
func dnsExternal() Probe {
	return Probe{
		Name:            "dns/external",
		Creates:         "a client Job on each of up to 3 nodes",
		ExpectedSeconds: 15,
		Skip: func(s *Session) (string, error) {
			if s.Option("externalName") == "" {
				return "no name outside of the cluster is given: probes.externalName in kready.yaml names one", nil
			}
			return "", nil
		},
		Run: func(ctx context.Context, s *Session, out *Result) error {
			name := s.Option("externalName")
			tries := []agent.Trial{{Name: "external", Kind: "dns", Target: strings.TrimSuffix(name, ".") + ".", Expected: facts.Answered, PerAttempt: 5}}
			return s.lookUp(ctx, out, "dns-external", tries, func(agent.Trial) facts.Trial { return facts.Trial{What: "a lookup of " + name} })
		},
	}
}

// lookups is how many lookups each client measures.
const lookups = 200

// dnsLatency measures how long lookups take and how many fail.
func dnsLatency() Probe {
	return Probe{
		Name:            "dns/latency",
		Creates:         "a client Job on each of up to 3 nodes",
		ExpectedSeconds: 15,
		Run: func(ctx context.Context, s *Session, out *Result) error {
			tries := []agent.Trial{{
				Name: "load", Kind: "dns-load", Target: "kubernetes.default.svc.{domain}.", Expected: facts.Answered,
				Params: map[string]string{"lookups": strconv.Itoa(lookups)}, Times: 1, PerAttempt: 45,
			}}
			return s.lookUp(ctx, out, "dns-latency", tries, func(agent.Trial) facts.Trial {
				return facts.Trial{What: fmt.Sprintf("%d lookups of kubernetes.default", lookups)}
			})
		},
	}
}
