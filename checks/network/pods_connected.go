package network

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PodsConnected asks whether pods that have a node get a network there.
func PodsConnected() check.Check {
	return check.Check{
		ID:    "network/pods-connected",
		Title: "Pods get their network when they start",
		Doc: `The kubelet has the CNI plugin connect each pod before it starts a container. Where the plugin fails, the pod stays in
ContainerCreating for ever: nodes are Ready and the plugin's agents too, since what fails is a program that the runtime
calls, with files and a token that it finds on the node. The pods that run already keep their network, so that it shows
with the next rollout.

kready looks at the pods of the whole cluster that have waited on their node for five minutes, and at the newest event FailedCreatePodSandBox of
each workload among them, where that speaks of the network. Events are kept for an hour as a rule, and the kubelet repeats them while it fails. Why else a pod
is not started (its volumes, its runtime) is not judged.`,
		Level:    check.LevelHealthy,
		Tier:     check.TierMust,
		Reads:    facts.Fields{facts.KindPendingPods, facts.KindStartFailures},
		Requires: []string{"network/cni-present", "network/cni-coverage"},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/pods"},
			Gap: []facts.Portion{"pendingPods", "startFailures"},
		},
		Remediation: `The finding says what the plugin said. Read what its agent on the nodes of these pods says besides; where that reports nothing, delete
its pods there: when they start again, they write the plugin's files on the node anew. The nodes are:

    kubectl -n NAMESPACE get pods -o wide`,
		Remedies: []check.Remedy{
			{State: "no-token", Text: `The plugin's token for the API server, in a file on the node, is no longer accepted, and its agent has not renewed it. Restart the
plugin's DaemonSet, and see in the log of its pods why they did not renew it:

    kubectl get daemonsets -A`},
			{State: "no-address", Text: `The plugin has no address left to give. Enlarge its range: a further IPPool or larger pod range for the nodes, or, where pods take addresses
of the cloud's subnets, larger or further ones. Addresses of pods that are gone are given back
by the plugin's own clean-up: see that it runs. ` + "`network/pod-ip-capacity`" + ` counts.`},
			{State: "no-program", Text: `The program of a plugin is not on the node, in the folder that the runtime looks in. The agent that installs it copies its own alone: the
reference plugins (portmap, bridge, loopback, …) come with the node's image or the package containernetworking-plugins. Put them there on
each node, or correct the runtime's folder (` + "`bin_dir`" + ` of containerd).`},
			{State: "not-written", Text: `What the plugin needs on the node is not there: its agent writes it (or answers on a socket) once it is up. See why the agent is not up on
these nodes, or writes elsewhere than the plugin reads.`},
		},
		Links: []string{
			"https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
			"https://kubernetes.io/docs/tasks/administer-cluster/migrating-from-dockershim/troubleshooting-cni-plugin-related-errors/",
		},
		Since: "0.2.0",
		Run:   runPodsConnected,
	}
}

// ofNetwork matches the failures of a sandbox that are its network's, as containerd, CRI-O and the kubelet write them.
var ofNetwork = regexp.MustCompile(`(?i)network for (?:sandbox|pod)|network for the pod|pod network|networkPlugin|plugin type=|\bCNI\b|/etc/cni`)

// begins is what stands before that which the plugin itself says.
var begins = regexp.MustCompile(`(?i)^.*?(?:setup network for (?:sandbox|pod)[^:]*|create pod network sandbox[^:]*|set ?up pod[^:]*network)\s*: `)

// states are what the plugin's message tells of why it fails, the first that fits.
var states = []struct {
	name string
	says *regexp.Regexp
}{
	{"no-token", regexp.MustCompile(`(?i)unauthorized|token has (?:expired|been invalidated)`)},
	{"no-address", regexp.MustCompile(`(?i)failed to assign an ip address|no (?:more )?(?:ip )?addresses? (?:are )?(?:available|left)|no available ip|insufficient ?(?:free )?ips?|(?:ipam|ip pool|range)\w* (?:is |are )?(?:exhausted|full)|no ip addresses available`)},
	{"no-program", regexp.MustCompile(`(?i)failed to find plugin|executable file not found|exec format error`)},
	{"not-written", regexp.MustCompile(`(?i)no such file or directory|connection refused|cni (?:config|plugin) (?:not|un)\s?initialized|no networks found`)},
}

func runPodsConnected(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found []check.Finding
	var seen []string
	pods := 0
	for _, f := range in.StartFailures {
		waiting := waitingPods(in, f)
		if in.Stale(f) || f.Reason != "FailedCreatePodSandBox" || waiting == 0 || !ofNetwork.MatchString(f.Message) {
			continue
		}
		said := begins.ReplaceAllString(f.Message, "")
		finding := check.Finding{
			Object:  facts.ObjectRef{Kind: f.Kind, Namespace: f.Namespace, Name: f.Name},
			Message: text.Counted(waiting, "pod waits", "pods wait") + " for its network: " + said,
		}
		if waiting > 1 {
			finding.Message = strings.Replace(finding.Message, "for its network", "for their network", 1)
		}
		for _, s := range states {
			if s.says.MatchString(said) {
				finding.State = s.name
				seen = append(seen, s.name)
				break
			}
		}
		pods += waiting
		found = append(found, finding)
	}
	if len(found) == 0 {
		return check.Pass("no pod waits for its network"), nil
	}
	slices.Sort(seen)
	return check.Gap(text.Counted(pods, "pod gets", "pods get")+" no network", found...).In(slices.Compact(seen)...), nil
}

// waitingPods counts the pods of a workload that have waited on their node for long.
func waitingPods(in *facts.Input, f facts.StartFailure) int {
	n := 0
	for _, p := range in.PendingPods {
		if p.Kind != f.Kind || p.Namespace != f.Namespace || p.Name != f.Name || !slices.Contains([]string{"", "ContainerCreating", "PodInitializing"}, p.Reason) {
			continue
		}
		if p.Since.IsZero() || in.CollectedAt.Sub(p.Since) > in.Thresholds.OrDefault().PodPendingMinutes.Duration() {
			n += p.Count
		}
	}
	return n
}
