package logs

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// AgentUser asks whether the log agents run as a user who may read the logs of pods.
func AgentUser() check.Check {
	return check.Check{
		ID:    "logs/agent-user",
		Title: "Log agents run as a user who may read the nodes' logs",
		Doc: `Container runtimes write the logs of pods for root and its group alone. An agent that runs as another user and
group, as a hardened chart or a policy asks for, starts, is ready on every node, and collects nothing: its own log says that
permission is denied.

kready looks at ` + "`runAsUser`, `runAsGroup`, `fsGroup` and `supplementalGroups`" + ` of the agents' containers that mount the node's log
folders. Root, and root's group, may read. With a user alone, the group is what the image says, which is not known. One that is
privileged or has the capability DAC_READ_SEARCH or DAC_OVERRIDE is left out, and so is one whose user the image decides.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindWorkloads},
		Requires:      []string{"logs/collector"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: "Let the container that reads the logs run as root, with all capabilities dropped but what it needs, or give it root's group:\n\n" +
			"    securityContext: {runAsUser: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL], add: [DAC_READ_SEARCH]}}",
		Links: []string{
			"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
			"https://github.com/fluent/fluentd-kubernetes-daemonset/issues/548",
			"https://github.com/siderolabs/talos/issues/9630",
		},
		Since: "0.2.0",
		Run:   agentUser,
	}
}

func agentUser(_ context.Context, in *facts.Input) (check.Outcome, error) {
	all := agents(in)
	if len(all) == 0 {
		return check.Skip("the agents run where kready cannot see them"), nil
	}
	var gaps, unknown []check.Finding
	for _, a := range all {
		for i := range a.Containers {
			c := &a.Containers[i]
			if !slices.ContainsFunc(c.HostMounts, holdsLogs) {
				continue
			}
			switch c.RootFiles {
			case "no":
				gaps = append(gaps, check.Finding{Object: a.ref(), Message: fmt.Sprintf("its container %s runs as another user and group than root's, for whom the logs of pods are", c.Name)})
			case "perhaps":
				unknown = append(unknown, check.Finding{Object: a.ref(), Message: fmt.Sprintf("its container %s runs as another user than root, in a group that its image decides", c.Name)})
			}
		}
	}
	switch {
	case len(gaps) > 0:
		return check.Gap(fmt.Sprintf("%s may not read the logs of pods", titles(all)), gaps...), nil
	case len(unknown) > 0:
		return check.Unknown(fmt.Sprintf("whether %s may read the logs of pods is not known", titles(all)), unknown...), nil
	}
	return check.Pass(fmt.Sprintf("nothing keeps the user of %s from the logs of pods", titles(all))), nil
}
