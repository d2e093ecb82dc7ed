package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

const (
	metricsGroup = "metrics.k8s.io"
	// minNodeAge is the age from which a node must have metrics.
	minNodeAge = 2 * time.Minute
	// nodeMetricsLimit is how long all nodes, podsPatience how long new pods, may take to
	// appear: a few rounds of the metrics server, which are 15 to 60 seconds apart.
	nodeMetricsLimit = 60 * time.Second
	podMetricsLimit  = 90 * time.Second
	// areMissing is what becomes of figures that do not come.
	areMissing = "are missing"
)

// nodeCoverage tests whether the metrics API has every node, and pods that have just started.
func nodeCoverage() Probe {
	return Probe{
		Name:            "metrics/node-coverage",
		Creates:         "nothing of its own: it asks for the figures of the servers",
		ExpectedSeconds: 45,
		Reads:           facts.Fields{facts.KindNodes, facts.KindAPIs},
		Skip:            skipUnserved(metricsGroup, "nodes", metricsVersions()...),
		Rights: slices.Concat(
			kube.Rights(metricsGroup, "nodes", "list"),
			kube.Rights(metricsGroup, "pods", "list"),
		),
		Run: runNodeCoverage,
	}
}

func metricsVersions() []string { return []string{"v1beta1", "v1"} }

func runNodeCoverage(ctx context.Context, s *Session, out *Result) error {
	if err := s.checkReadable(facts.KindNodes); err != nil {
		return err
	}
	nodes, _ := s.served(metricsGroup, "nodes", metricsVersions()...)
	if err := s.nodeMetrics(ctx, out, s.Client.Resource(nodes), s.measuredNodes(), nodeMetricsLimit); err != nil {
		return err
	}
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	pods := schema.GroupVersionResource{Group: metricsGroup, Version: nodes.Version, Resource: "pods"}
	return s.podMetrics(ctx, out, s.Client.Resource(pods).Namespace(s.Namespace), echo.Servers)
}

// measuredNodes are the nodes that must have metrics by now.
func (s *Session) measuredNodes() []string {
	var names []string
	for i := range s.Input.Nodes {
		n := &s.Input.Nodes[i]
		if !n.Virtual && n.Ready() && s.Input.CollectedAt.Sub(n.CreatedAt) > minNodeAge {
			names = append(names, n.Name)
		}
	}
	return names
}

// nodeMetrics writes down one trial for all nodes that there are figures of, and one for
// each other.
func (s *Session) nodeMetrics(ctx context.Context, out *Result, api dynamic.ResourceInterface, expected []string, limit time.Duration) error {
	if len(expected) == 0 {
		return &ObstacleError{"no node has been ready for two minutes yet"}
	}
	missing := expected
	out.Measure("nodes", len(expected), "")
	whole, err := s.tryUntil(ctx, facts.Trial{Phase: facts.PhaseProof, Expected: facts.Answered, Failure: areMissing}, limit, 1, func(ctx context.Context) (observation, error) {
		got, items, err := listMetrics(ctx, api)
		if items == nil {
			return got, err
		}
		missing = slices.DeleteFunc(slices.Clone(expected), func(n string) bool { return hasMetrics(items, n, "usage") })
		if len(missing) > 0 {
			return observation{facts.Blocked, "there are no figures of it"}, nil
		}
		return observation{facts.Answered, ""}, nil
	})
	if err != nil {
		return err
	}
	if len(missing) == len(expected) {
		whole.What = fmt.Sprintf("figures of %s in %s", text.Counted(len(expected), "node", "nodes"), metricsGroup)
		out.Add(whole)
		missing = nil
	} else if n := len(expected) - len(missing); n > 0 {
		t := whole
		t.What, t.Got, t.Detail = fmt.Sprintf("figures of %d of %d nodes in %s", n, len(expected), metricsGroup), facts.Answered, ""
		t.Answers = t.Attempts
		out.Add(t)
	}
	for _, name := range missing {
		t := whole
		t.What, t.FromNode = "figures in "+metricsGroup, name
		out.Add(t)
	}
	return nil
}

// podMetrics waits for metrics of the servers, which have just started.
func (s *Session) podMetrics(ctx context.Context, out *Result, api dynamic.ResourceInterface, servers []Server) error {
	for _, server := range servers {
		t := facts.Trial{Phase: facts.PhaseProof, What: fmt.Sprintf("figures of the new pod %s in %s", server.Pod, metricsGroup), FromNode: server.Node, Expected: facts.Answered, Failure: areMissing}
		t, err := s.tryUntil(ctx, t, podMetricsLimit, 1, func(ctx context.Context) (observation, error) {
			got, items, err := listMetrics(ctx, api)
			if items == nil {
				return got, err
			}
			if !hasMetrics(items, server.Pod, "containers") {
				return observation{facts.Blocked, "there are no figures of it"}, nil
			}
			return observation{facts.Answered, ""}, nil
		})
		if err != nil {
			return err
		}
		out.Add(t)
		if t.Got != facts.Answered {
			return nil // the others would take as long
		}
		out.Measure("figures of the pod on node "+server.Node, t.Milliseconds, "milliseconds")
	}
	return nil
}

// listMetrics lists a kind of metrics. Items are nil when the list failed: then the observation
// says why, or the error is an obstacle.
func listMetrics(ctx context.Context, api dynamic.ResourceInterface) (observation, []unstructured.Unstructured, error) {
	list, err := api.List(ctx, metav1.ListOptions{})
	switch {
	case err == nil:
		return observation{}, append([]unstructured.Unstructured{}, list.Items...), nil
	case apierrors.IsNotFound(err) || temporary(err):
		return observation{facts.Blocked, reasonOf(err)}, nil, nil
	}
	return observation{}, nil, fmt.Errorf("listing %s: %w", metricsGroup, err)
}

// hasMetrics reports whether the item of a name has a value in the field.
func hasMetrics(items []unstructured.Unstructured, name, field string) bool {
	for _, item := range items {
		if item.GetName() != name {
			continue
		}
		switch value := item.Object[field].(type) {
		case map[string]any:
			return len(value) > 0
		case []any:
			return len(value) > 0
		}
	}
	return false
}
