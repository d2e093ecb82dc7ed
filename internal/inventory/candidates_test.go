package inventory

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// stranger is a workload that no entry of the catalogue explains.
func stranger(kind, name, account string) facts.Workload {
	w := deployment("edge", name, "", "example.com/"+name, "v1")
	w.Kind, w.ServiceAccount = kind, account
	w.HostNetwork, w.HostPaths = false, nil
	for i := range w.Containers {
		w.Containers[i].NetworkAdmin = "no"
	}
	return w
}

// candidateFor returns the candidate for a role, "" when there is none.
func candidateFor(t *testing.T, role string, s *facts.Snapshot) string {
	t.Helper()
	for _, c := range shipped(t).Input(s, time.Time{}).Candidates {
		if c.Role == role {
			return strings.TrimSpace(c.Object.Kind+" "+c.Object.Name) + ": " + c.Why
		}
	}
	return ""
}

func TestCandidatesBySign(t *testing.T) {
	agent := func(hostNetwork bool, admin string, paths ...string) facts.Snapshot {
		w := stranger(facts.DaemonSet, "guard", "")
		w.HostNetwork, w.HostPaths, w.Containers[0].NetworkAdmin = hostNetwork, paths, admin
		return facts.Snapshot{Workloads: []facts.Workload{w}}
	}
	// called is a cluster whose API server calls the workload hook.
	called := func(config, resource, api string) facts.Snapshot {
		s := facts.Snapshot{
			Workloads: []facts.Workload{stranger(facts.Deployment, "hook", "")},
			Backends:  []facts.Backend{{Namespace: "edge", Name: "hook", Exists: true, Selector: map[string]string{"app": "hook"}}},
		}
		if config != "" {
			s.Webhooks = []facts.WebhookConfig{{Kind: config, Name: "hook", Webhooks: []facts.Webhook{
				{Name: "hook.example.com", ServiceNamespace: "edge", ServiceName: "hook", Resources: []string{resource}},
			}}}
		}
		if api != "" {
			s.APIServices = []facts.APIService{{Name: api, ServiceNamespace: "edge", ServiceName: "hook"}}
		}
		return s
	}
	const mutating, validating = "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"
	for name, c := range map[string]struct {
		s    facts.Snapshot
		role string
		want string // "" for no candidate
	}{
		"agent with the node's network":   {agent(true, "yes"), "network/policy", "DaemonSet guard: it has the network of its nodes"},
		"which could be the proxy too":    {agent(true, "yes"), "network/service-proxy", "DaemonSet guard"},
		"host network alone":              {agent(true, "no"), "network/policy", ""},
		"capability in a pod's own":       {agent(false, "yes"), "network/policy", ""},
		"namespaces of pods":              {agent(false, "yes", "/var/run/netns"), "network/policy", "DaemonSet guard: it reaches the network"},
		"plugin":                          {agent(false, "no", "/opt/cni/bin"), "network/policy", "DaemonSet guard: it installs a CNI plugin"},
		"older snapshot":                  {agent(true, ""), "network/policy", "DaemonSet guard"},
		"folders of logs":                 {agent(false, "no", "/var/log/pods/"), "logs/agent", "DaemonSet guard: it mounts /var/log/pods/"},
		"another folder":                  {agent(false, "no", "/var/log/audit"), "logs/agent", ""},
		"provider of the CSI driver":      {agent(false, "no", "/etc/kubernetes/secrets-store-csi-providers"), "secrets/csi-provider", "DaemonSet guard"},
		"webhook that admits pods":        {called(validating, "/pods", ""), "policy/engine", "Deployment hook: it answers the webhook hook.example.com"},
		"webhook for kinds of its own":    {called(validating, "example.com/things", ""), "policy/engine", ""},
		"webhook that changes pods":       {called(mutating, "/pods", ""), "mesh/control-plane", "Deployment hook"},
		"webhook that changes Services":   {called(mutating, "/services", ""), "mesh/control-plane", ""},
		"server of resource metrics":      {called("", "", "v1beta1.metrics.k8s.io"), "metrics/resource-api", "Deployment hook: it serves the APIService v1beta1.metrics.k8s.io"},
		"which serves no metrics of apps": {called("", "", "v1beta1.metrics.k8s.io"), "metrics/custom-api", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := candidateFor(t, c.role, &c.s); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCandidatesByRight(t *testing.T) {
	with := func(w facts.Workload, rights ...facts.AccountRights) facts.Snapshot {
		return facts.Snapshot{Workloads: []facts.Workload{w}, AccountRights: rights}
	}
	unread := func(w facts.Workload) facts.Snapshot {
		return facts.Snapshot{Workloads: []facts.Workload{w}, BlindSpots: []facts.BlindSpot{{Facts: facts.KindAccountRights}}}
	}
	robot := func(rights ...string) facts.AccountRights {
		return facts.AccountRights{Namespace: "edge", Name: "robot", May: rights}
	}
	known := deployment("edge", "traefik", "", "traefik", "v3")
	known.ServiceAccount = "traefik"
	for name, c := range map[string]struct {
		s    facts.Snapshot
		role string
		want string
	}{
		"its right":               {with(stranger(facts.Deployment, "front", "robot"), robot(facts.MayWatchIngresses)), "ingress/controller", "Deployment front: its ServiceAccount robot may list or watch Ingresses"},
		"another's":               {with(stranger(facts.Deployment, "front", "other"), robot(facts.MayWatchIngresses)), "ingress/controller", ""},
		"another right":           {with(stranger(facts.Deployment, "front", "robot"), robot(facts.MayReadMetrics)), "ingress/controller", ""},
		"right of the namespace":  {with(stranger(facts.Deployment, "front", ""), facts.AccountRights{Namespace: "edge", May: []string{facts.MayWatchIngresses}}), "ingress/controller", "Deployment front"},
		"schedule, everything":    {with(stranger(facts.CronJob, "nightly", "robot"), robot(facts.MayReadEverything)), "backup/cluster", "CronJob nightly"},
		"schedule, Ingresses":     {with(stranger(facts.CronJob, "nightly", "robot"), robot(facts.MayWatchIngresses)), "ingress/controller", ""},
		"not read":                {unread(stranger(facts.Deployment, "front", "robot")), "ingress/controller", ": what ServiceAccounts may do was not read, and these workloads with one of their own are not recognised: Deployment edge/front"},
		"not read, and no own":    {unread(stranger(facts.Deployment, "front", "")), "ingress/controller", ""},
		"not read, and explained": {unread(known), "ingress/controller", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := candidateFor(t, c.role, &c.s); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
