package probe

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// deliveryLimit is how long a line may take from the pod to the backend. Pods print it again
// every printEvery: log agents that start at the end of a new file miss the first one.
const (
	deliveryLimit = 2 * time.Minute
	printEvery    = 5 * time.Second
)

// logsDelivery tests whether a line that pods print arrives in the log backend.
func logsDelivery() Probe {
	return Probe{
		Name:            "logs/delivery",
		Creates:         "a Job that prints a line on each of up to 2 nodes, and one that asks the log backend for it",
		ExpectedSeconds: 40,
		Limit:           4 * time.Minute,
		Reads:           facts.Fields{facts.PartInventory, facts.KindNodes},
		Skip: func(s *Session) (string, error) {
			if s.Option("logsURL") != "" || len(s.logStores()) > 0 {
				return "", nil
			}
			return "", s.noLogStore()
		},
		Run: runLogsDelivery,
	}
}

func runLogsDelivery(ctx context.Context, s *Session, out *Result) error {
	nodes := s.Nodes()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	base, err := s.logsURL(ctx)
	if err != nil {
		return err
	}
	nodes = nodes[:min(len(nodes), 2)]
	for i, node := range nodes {
		if err := s.startPrinter(ctx, i, node); err != nil {
			return err
		}
	}
	began := s.Settings.Now()
	result, err := s.RunClient(ctx, Client{Name: "logs-ask", Limit: deliveryLimit + time.Minute, Script: s.queryScript(base, nodes)})
	if err != nil {
		return err
	}
	out.AddAnswers(result, func(try agent.Trial) facts.Trial {
		if try.Name == "backend" {
			return facts.Trial{What: "a query to " + base}
		}
		i := slices.IndexFunc(nodes, func(n string) bool { return try.Name == "line "+n })
		return facts.Trial{What: "a line that a pod printed", FromNode: nodes[i], Failure: "did not arrive at " + base}
	})
	if out.PhaseSucceeded(facts.PhaseProof) {
		out.Measure("time to delivery", int(s.Settings.Now().Sub(began).Milliseconds()), "milliseconds")
	}
	return nil
}

// startPrinter starts a pod on a node, and waits until it has printed its line.
func (s *Session) startPrinter(ctx context.Context, i int, node string) error {
	seed := s.seed(node)
	times := int(deliveryLimit / printEvery)
	started, err := s.StartClient(ctx, Client{
		Name: fmt.Sprintf("logs-print-%d", i), Pod: Pod{Node: node}, Limit: deliveryLimit + time.Minute,
		Script: agent.Script{Steps: []agent.Step{
			{Phase: facts.PhaseBaseline, Signal: true, Trials: []agent.Trial{{Name: "print", Kind: "print", Target: seed, Expected: facts.Answered}}},
			{Phase: facts.PhaseProof, Trials: []agent.Trial{{
				Name: "again", Kind: "print", Target: seed, Expected: facts.Answered, Times: times, Pause: int(printEvery.Seconds()),
			}}},
		}},
	})
	if err != nil {
		return err
	}
	printed, err := started.WaitReady(ctx)
	if err == nil && !printed {
		return &ObstacleError{fmt.Sprintf("the pod logs-print-%d%s ended before it had printed its line", i, onNode(node))}
	}
	return err
}

// seed is what both the printing and the querying pod derive a node's line from.
func (s *Session) seed(node string) string { return s.RunID + " " + node }

// queryScript first tests whether the backend accepts queries: a refused query proves nothing
// about lines.
func (s *Session) queryScript(base string, nodes []string) agent.Script {
	tenant := s.Option("logsTenant")
	var lines []agent.Trial
	for _, node := range nodes {
		lines = append(lines, agent.Trial{
			Name: "line " + node, Kind: "logs", Target: base, Expected: facts.Answered, Seconds: int(deliveryLimit.Seconds()), PerAttempt: 20, Pause: 3,
			Params: map[string]string{"seed": s.seed(node), "tenant": tenant},
		})
	}
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Trials: []agent.Trial{
			{Name: "backend", Kind: "logs", Target: base, Expected: facts.Answered, PerAttempt: 10, Params: map[string]string{"tenant": tenant}},
		}},
		{Phase: facts.PhaseProof, Trials: lines},
	}}
}

// queryPorts are the products that the agent can query, with the ports of their query API.
func queryPorts() map[string][]int32 {
	return map[string][]int32{
		"loki": {80, 8080, 3100}, "elasticsearch": {9200}, "opensearch": {9200}, "victoria-logs-single": {9428, 9471},
	}
}

// logsURL returns the URL of the log backend: the configured one, or else the Service of a
// store that runs in the cluster.
func (s *Session) logsURL(ctx context.Context) (string, error) {
	if configured := s.Option("logsURL"); configured != "" {
		return configured, nil
	}
	for _, store := range s.logStores() {
		list, err := s.services(store.Namespace).list(ctx, metav1.ListOptions{})
		if err != nil {
			return "", &ObstacleError{fmt.Sprintf("%s runs in namespace %s, and its Services could not be read: %s; probes.logsURL says where to ask",
				store.Title, store.Namespace, shorten(err.Error()))}
		}
		if found := serviceURL(list, store.Name); found != "" {
			return found, nil
		}
	}
	return "", s.noLogStore()
}

// logStores are the stores that run in the cluster and that the agent can query, the likeliest first.
func (s *Session) logStores() []facts.Implementation {
	var stores []facts.Implementation
	for _, name := range []string{"loki", "victoria-logs-single", "elasticsearch", "opensearch"} {
		if store, ok := s.running(name); ok && store.Namespace != "" {
			stores = append(stores, store)
		}
	}
	return stores
}

// noLogStore is the obstacle where no backend was found.
func (s *Session) noLogStore() error {
	if err := s.checkReadable(facts.PartInventory); err != nil {
		return err
	}
	return &ObstacleError{"no log backend that kready knows how to ask was found in this cluster: probes.logsURL in kready.yaml says where the logs go"}
}

// serviceURL returns the URL of a store's query API: of the Services with its port, that whose
// name is most like a gateway's.
func serviceURL(services []corev1.Service, store string) string {
	rank := func(name string) int {
		for i, part := range []string{"gateway", "query-frontend", "read", "coordinating", "vlselect"} {
			if strings.Contains(name, part) {
				return i
			}
		}
		for _, part := range []string{"headless", "memberlist", "canary", "write", "backend", "ingester", "distributor", "index", "cache", "compactor", "ruler", "grpc", "transport"} {
			if strings.Contains(name, part) {
				return 100
			}
		}
		return 50
	}
	services = slices.DeleteFunc(slices.Clone(services), func(svc corev1.Service) bool {
		return rank(svc.Name) == 100 || queryPort(svc, store) == nil
	})
	if len(services) == 0 {
		return ""
	}
	best := slices.MinFunc(services, func(a, b corev1.Service) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	port := queryPort(best, store)
	scheme := "http"
	if port.Name == "https" || strings.HasPrefix(port.Name, "https-") {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: hostPort(best.Name+"."+best.Namespace+".svc", int(port.Port))}).String()
}

// queryPort is the port of a Service that serves the store's query API; nil when it has none.
// Ports that other products use too count only if the Service is named after the store.
func queryPort(svc corev1.Service, store string) *corev1.ServicePort {
	for _, known := range queryPorts()[store] {
		for i := range svc.Spec.Ports {
			p := &svc.Spec.Ports[i]
			if p.Port == known && (known != 80 && known != 8080 || strings.Contains(svc.Name, store)) {
				return p
			}
		}
	}
	return nil
}
