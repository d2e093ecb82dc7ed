package probe

import (
	"context"
	"slices"
	"sync"
	"time"

	"k8s.io/client-go/dynamic"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Settings say how probes are run, whatever they try.
type Settings struct {
	// Image is the probe agent's: kready's own image. PullSecrets are names of Secrets
	// with which it is pulled; they must be in Namespace, so they need it.
	Image       string
	PullSecrets []string
	// Namespace, when set, is one that exists: nothing is created outside of it, and
	// probes that need a namespace of their own are not run.
	Namespace string
	// Timeout bounds the whole run, cleaning up left out.
	Timeout time.Duration
	// Consents are the flags that were given: what costs money or keeps data.
	Consents []string
	// Options are what kready.yaml says of single probes, by name: "external-name".
	Options map[string]string
	// Parallel is how many probes run side by side; zero means 4.
	Parallel int
	// Now is the clock; Progress, when set, is told what goes on, a line at a time.
	Now      func() time.Time
	Progress func(line string)
}

// Session is one run of probes in one cluster. Its methods may be called side by side.
type Session struct {
	Client dynamic.Interface
	// Input is what is known of the cluster; of the kinds of fact that the probe needs.
	Input    *facts.Input
	Settings Settings
	// RunID is the run's id, which is on everything that it creates.
	RunID string
	// Namespace is where pods go.
	Namespace string

	mu          sync.Mutex
	namespaces  []string // those that this run made, or tried to
	podCaches   map[string]*podCache
	echoServers func() (*EchoServers, error)
}

// ObstacleError is why a probe came to no answer, in words for people.
type ObstacleError struct{ Reason string }

func (e *ObstacleError) Error() string { return e.Reason }

// newSession is a session that has created nothing yet.
func newSession(ctx context.Context, client dynamic.Interface, in *facts.Input, settings Settings) *Session {
	s := &Session{
		Client: client, Input: in, Settings: settings,
		RunID: newRunID(), podCaches: map[string]*podCache{},
	}
	s.Namespace = settings.Namespace
	if s.Namespace == "" {
		s.Namespace = namespacePrefix + s.RunID
	}
	s.echoServers = sync.OnceValues(func() (*EchoServers, error) { return s.startEchoServers(ctx) })
	return s
}

// Option is what kready.yaml says under probes.
func (s *Session) Option(name string) string { return s.Settings.Options[name] }

// Slow reports whether nodes may have to be made before pods start: all waiting is
// three times as patient then.
func (s *Session) Slow() bool {
	for _, feature := range s.Input.Distribution.Features {
		if feature == "Autopilot" || feature == "Auto Mode" || feature == "Fargate" {
			return true
		}
	}
	for _, impl := range s.Input.Inventory {
		if impl.Name == "karpenter" && impl.State == facts.StateRunning {
			return true
		}
	}
	return false
}

// extendLimit is how long to wait for something that takes d on a cluster in order.
func (s *Session) extendLimit(d time.Duration) time.Duration {
	if s.Slow() {
		return 3 * d
	}
	return d
}

// Nodes returns the nodes that probes run on: ready Linux nodes that take ordinary
// pods, from as many zones as there are, at most three of them. Failures are mostly one
// bad node, and more than three cost more than they tell.
func (s *Session) Nodes() []string {
	const most = 3
	var names []string
	seen := map[string]bool{}
	pick := func(newZone bool) {
		for i := range s.Input.Nodes {
			n := &s.Input.Nodes[i]
			zone := n.Labels["topology.kubernetes.io/zone"]
			if len(names) == most || !takesPods(n) || seen["node "+n.Name] || newZone && seen["zone "+zone] {
				continue
			}
			seen["node "+n.Name], seen["zone "+zone] = true, true
			names = append(names, n.Name)
		}
	}
	pick(true)
	pick(false)
	return names
}

// takesPods reports whether a pod of a probe can be put on a node: it is a ready Linux
// node for ordinary pods, and no transient taint keeps pods away right now.
func takesPods(n *facts.Node) bool {
	return kube.TakesPods(n, false) && n.Ready() && (n.OS == "" || n.OS == "linux") && !slices.ContainsFunc(n.Taints, kube.Repels)
}
