package cluster

import (
	"context"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// ControlPlaneLive asks whether scheduler and controller managers give signs of life.
func ControlPlaneLive() check.Check {
	return check.Check{
		ID:    "cluster/control-plane-live",
		Title: "The scheduler and the controller managers renew their leases",
		Doc: `The API server answers as before when the scheduler or the controller manager is away, and
what runs goes on running. Yet no new pod finds a node, or no pod is made at all; no node that
dies is noticed, nothing scales or is cleaned up, and no condition says so, since those who
write the conditions are the ones that are missing.

Each of them renews a lease in kube-system every few seconds. kready compares its time with the
API server's, and with the lease of the node that the holder runs on, so that a clock that is
off is not taken for a dead process. A lease that is older than four times its duration, and a
minute, is a gap; where only the clock's tolerance (` + "`controlPlaneLeaseMinutes`" + `) speaks against
it, the answer is unknown. The cloud controller manager counts where it runs as a pod, where the
provider runs the control plane, or where nodes wait for it. In a dump, the newest lease of all
stands for the time of the dump.

Where no lease is there, the pods of a control plane that elects no leader count, if they can
be seen. K3s on SQLite elects none: both run in the API server's process. A process that renews
its lease can still be stuck in its work: that is not seen.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindLeaders, facts.PartDistribution, facts.KindNodes, facts.KindWorkloads},
		OptionalReads: facts.Fields{facts.KindLeases, facts.KindPlatformLeaders, facts.KindVersion},
		// Pods count where a lease is missing, and show that an old one is only left over.
		StandsWithout: check.StandsWithout{Pass: []facts.Portion{"workloads"}, Skip: []facts.Portion{"workloads"}},
		Remediation: `See whether its process runs on the control plane's nodes, and what it says: most often it cannot
reach the API server, or its certificate or kubeconfig has expired.`,
		Remedies: controlPlaneRemedies(),
		Links: []string{
			"https://kubernetes.io/docs/concepts/architecture/leases/#leader-election",
			"https://kubernetes.io/docs/concepts/overview/components/#control-plane-components",
		},
		Since: "0.1.0",
		Run:   runControlPlaneLive,
	}
}

func controlPlaneRemedies() []check.Remedy {
	return []check.Remedy{
		{Distributions: []string{facts.Managed}, Text: `The provider runs it: look at the state of the control plane in the provider's console, and open
a support case that names the lease and the time of its last renewal.`},
		{Distributions: []string{"kubeadm", "kind", "minikube"}, Text: `It is a static pod, which the kubelet makes from a file in /etc/kubernetes/manifests. See whether
the file is there and what the pod says; most often its certificate or kubeconfig has expired
(` + "`kubeadm certs check-expiration`" + `):

    kubectl -n kube-system get pods -l tier=control-plane
    kubectl -n kube-system logs -l tier=control-plane --prefix --tail=20`},
		{Distributions: []string{"rke2"}, Text: `It is a static pod that rke2-server writes to /var/lib/rancher/rke2/agent/pod-manifests:

    kubectl -n kube-system get pods -l tier=control-plane
    journalctl -u rke2-server        # on the server`},
		{Distributions: []string{"k3s"}, Text: `It runs inside k3s on the servers:

    journalctl -u k3s                # on the server`},
		{Distributions: []string{"openshift"}, Text: `Its operator says what is wrong:

    oc get clusteroperator kube-scheduler kube-controller-manager
    oc -n openshift-kube-scheduler get pods
    oc -n openshift-kube-controller-manager get pods`},
	}
}

func runControlPlaneLive(_ context.Context, in *facts.Input) (check.Outcome, error) {
	j := newLeaderJudge(in)
	var findings, untold []check.Finding
	var alive, hidden []string
	for _, part := range controlPlaneParts() {
		life := j.part(part)
		finding := check.Finding{Object: facts.ObjectRef{Kind: "Lease", Namespace: "kube-system", Name: part.name}, Message: life.text}
		if life.lease != nil {
			finding.Object.Namespace = life.lease.Namespace
		}
		switch life.verdict {
		case partAlive:
			alive = append(alive, life.text)
		case partGone:
			findings = append(findings, finding)
		case partUntold:
			untold = append(untold, finding)
		case partHidden:
			hidden = append(hidden, life.text)
		case partNone:
		}
	}
	switch {
	case len(findings) > 0:
		return check.Gap(text.Counted(len(findings), "part of the control plane gives", "parts of the control plane give")+" no sign of life", findings...), nil
	case len(untold) > 0:
		return check.Unknown("whether "+names(untold)+" is at work cannot be told", untold...), nil
	case len(alive) > 0:
		return check.Pass(strings.Join(alive, "; ")), nil
	}
	return check.Skip(hidden[0]), nil
}

// names are those of the findings' leases, in one text.
func names(findings []check.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Object.Name)
	}
	return strings.Join(all, " or ")
}

// controlPlanePart is a process of the control plane that elects a leader.
type controlPlanePart struct {
	// name is that of its lease, and what the names of its pods begin with.
	name string
	// optional is true for what not every cluster has.
	optional bool
}

// controlPlaneParts: kubernetes.io/docs/concepts/overview/components. Each lease has the name of
// the program: k8s.io/component-base/config, LeaderElectionConfiguration.ResourceName.
func controlPlaneParts() []controlPlanePart {
	return []controlPlanePart{{name: "kube-scheduler"}, {name: "kube-controller-manager"}, {name: "cloud-controller-manager", optional: true}}
}
