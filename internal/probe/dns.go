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

// dnsInternal shows whether pods on several nodes look up the cluster's own names, over
// UDP and over TCP, and get what the API says.
func dnsInternal() Probe {
	return Probe{
		Name:    "dns/internal",
		Creates: "a client Job on each of up to 3 nodes",
		About:   15,
		Run:     runDNSInternal,
	}
}

func runDNSInternal(ctx context.Context, s *Session, out *Result) error {
	fleet, err := s.Fleet()
	if err != nil {
		return err
	}
	var addresses []string
	for _, server := range fleet.Servers {
		addresses = append(addresses, server.IP)
	}
	slices.Sort(addresses)
	at := func(name string) string { return name + "." + s.Namespace + ".svc.{domain}." }
	var tries []agent.Try
	for _, network := range []string{"udp", "tcp"} {
		tries = append(tries,
			agent.Try{Name: network + " api", Target: "kubernetes.default.svc.{domain}.", Params: map[string]string{"network": network}},
			agent.Try{Name: network + " service", Target: at(fleet.Service), Params: map[string]string{"network": network, "exactly": fleet.IP}},
			agent.Try{Name: network + " headless", Target: at(fleet.Headless), Params: map[string]string{"network": network, "exactly": strings.Join(addresses, ",")}},
		)
	}
	tries = append(tries, agent.Try{Name: "udp reverse", Target: fleet.IP, Params: map[string]string{"network": "udp", "type": "PTR", "exactly": at(fleet.Service)}})
	for i := range tries {
		tries[i].Kind, tries[i].Want, tries[i].PerAttempt = "dns", facts.Answered, 5
	}
	return s.lookUp(ctx, out, "dns-internal", tries, func(try agent.Try) facts.Trial {
		network, what, _ := strings.Cut(try.Name, " ")
		words := map[string]string{
			"api": "kubernetes.default", "service": "a Service's name", "headless": "a headless Service's name", "reverse": "a Service's address, backwards",
		}
		return facts.Trial{What: words[what] + " over " + strings.ToUpper(network)}
	})
}

// lookUp runs the same tries in a client on each node.
func (s *Session) lookUp(ctx context.Context, out *Result, name string, tries []agent.Try, describe func(agent.Try) facts.Trial) error {
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
	dones, err := s.TryAll(ctx, clients)
	if err != nil {
		return err
	}
	for _, done := range dones {
		out.Take(done, describe)
		for _, a := range done.Answers {
			out.figures(a.Values)
		}
	}
	return nil
}

// figures keeps the worst of each figure that a client read off, "p99=12".
func (r *Result) figures(values []string) {
	for _, value := range values {
		for figure := range strings.FieldsSeq(value) {
			name, number, ok := strings.Cut(figure, "=")
			n, err := strconv.Atoi(number)
			if !ok || err != nil {
				continue
			}
			i := slices.IndexFunc(r.probe.Measures, func(m facts.Measure) bool { return m.Name == name })
			if i < 0 {
				unit := ""
				if strings.HasPrefix(name, "p") {
					unit = "milliseconds"
				}
				r.Measure(name, n, unit)
				continue
			}
			r.probe.Measures[i].Value = max(r.probe.Measures[i].Value, n)
		}
	}
}

// dnsExternal shows whether pods look up a name outside of the cluster that its owner
// gave: an air-gapped cluster has none.
func dnsExternal() Probe {
	return Probe{
		Name:    "dns/external",
		Creates: "a client Job on each of up to 3 nodes",
		About:   15,
		Run: func(ctx context.Context, s *Session, out *Result) error {
			name := s.Option("externalName")
			if name == "" {
				out.NotApplicable("no name outside of the cluster is given: probes.externalName in kready.yaml names one")
				return nil
			}
			tries := []agent.Try{{Name: "external", Kind: "dns", Target: strings.TrimSuffix(name, ".") + ".", Want: facts.Answered, PerAttempt: 5}}
			return s.lookUp(ctx, out, "dns-external", tries, func(agent.Try) facts.Trial { return facts.Trial{What: "a lookup of " + name} })
		},
	}
}

// lookups is how many each client makes to see how long they take.
const lookups = 200

// dnsLatency shows how long lookups take, and how many fail.
func dnsLatency() Probe {
	return Probe{
		Name:    "dns/latency",
		Creates: "a client Job on each of up to 3 nodes",
		About:   15,
		Run: func(ctx context.Context, s *Session, out *Result) error {
			tries := []agent.Try{{
				Name: "load", Kind: "dns-load", Target: "kubernetes.default.svc.{domain}.", Want: facts.Answered,
				Params: map[string]string{"lookups": strconv.Itoa(lookups)}, Times: 1, PerAttempt: 45,
			}}
			return s.lookUp(ctx, out, "dns-latency", tries, func(agent.Try) facts.Trial {
				return facts.Trial{What: fmt.Sprintf("%d lookups of kubernetes.default", lookups)}
			})
		},
	}
}
