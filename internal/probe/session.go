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

// Settings are what all probes of a run share.
type Settings struct {
	// Image is the probe agent's: kready's own image. PullSecrets are names of Secrets
	// with which it is pulled; they must be in Namespace, so they need it.
	Image       string
	PullSecrets []string
	// Unpublished is set when no registry has the image unless somebody put it there.
	Unpublished bool
	// Namespace, when set, is an existing namespace: nothing is created outside of it, and
	// probes that need their own namespace are not run.
	Namespace string
	// Timeout limits the whole run, without cleaning up.
	Timeout time.Duration
	// Consents are the flags that the user set for probes that cost money or keep data.
	Consents []string
	// Options are the settings of single probes in kready.yaml, by name: "externalName".
	Options map[string]string
	// Known are the gaps among the checks that the probes consult.
	Known []KnownGap
	// Parallel is how many probes run in parallel; zero means 4.
	Parallel int
	// Now is the clock. Progress, when set, is called with what is done besides the probes.
	Now      func() time.Time
	Progress func(line string)
	// Begun, when set, is called with the name of each probe that begins, and Ended with each that
	// ended, by several at once.
	Begun func(name string)
	Ended func(facts.Probe)
}

// Session is one run of probes in one cluster. It is safe for concurrent use.
type Session struct {
	Client dynamic.Interface
	// Input is what is known of the cluster; of the kinds of fact that the probe needs.
	Input    *facts.Input
	Settings Settings
	// RunID is the run's id, which is on everything that it creates.
	RunID string
	// Namespace is where pods are created.
	Namespace string

	mu          sync.Mutex
	namespaces  []string // those that this run created, or tried to
	noImage     string   // why the agent's image cannot be pulled
	podCaches   map[string]*podCache
	oneServer   bool // one server is enough
	echoServers func() (*EchoServers, error)
}

// ObstacleError is why a probe has no result, for people.
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

// Option returns a setting of probes in kready.yaml.
func (s *Session) Option(name string) string { return s.Settings.Options[name] }

// Slow reports whether nodes may have to be created before pods start. All limits are three
// times as long then.
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

// extendLimit returns the limit for something that takes d on a healthy cluster.
func (s *Session) extendLimit(d time.Duration) time.Duration {
	if s.Slow() {
		return 3 * d
	}
	return d
}

// Nodes returns the nodes that probes run on: ready Linux nodes for ordinary pods, from as many
// zones as possible, at most three.
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
