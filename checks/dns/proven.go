package dns

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Internal asks whether pods look up the cluster's own names.
func Internal() check.Check {
	return proof.Check(check.Check{
		ID:    "dns/internal",
		Title: "Pods on every tried node look up the cluster's names",
		Doc: `Services find each other by name. A rule on one node, a policy, or a DNS server that
answers for another zone breaks that for some pods only, and the first sign is a service
that says it cannot reach its database.

The probe looks up, on up to three nodes, over UDP and over TCP (which takes over when an
answer is large, and is blocked more often): the API server's Service, a Service of its own
and one without an address, which must stand for what the API says, and an address
backwards. The cluster's domain is read off the pods, and need not be cluster.local.

It does not see nodes that it did not pick, or pods with a DNS policy of their own.`,
		Tier: check.TierMust,
		Remediation: `Follow a lookup from the node that the findings name: the pods of cluster DNS and their
Service, the ConfigMap with the Corefile, then NetworkPolicies and firewalls for port 53,
UDP and TCP.

    kubectl -n kube-system get pods,endpointslices -l k8s-app=kube-dns -o wide
    kubectl -n kube-system logs -l k8s-app=kube-dns --tail=50`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/",
			"https://github.com/kubernetes/dns/blob/master/docs/specification.md",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/pod-to-pod",
		Pass: func(p facts.Probe) string {
			return "names and addresses resolve over UDP and TCP on " + text.Counted(proof.Nodes(p), "node", "nodes")
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "cluster names do not resolve as they should on " + text.Share(proof.NodesOf(failed), proof.Nodes(p), "node tried", "nodes tried")
		},
	})
}

// External asks whether pods look up a name outside of the cluster.
func External() check.Check {
	return proof.Check(check.Check{
		ID:    "dns/external",
		Title: "Pods look up the given name outside of the cluster",
		Doc: `What a service needs outside of the cluster, it finds by names that cluster DNS passes on to
servers of your network. Those are set per node, fail on their own, and show in no object.

The probe looks up the name that kready.yaml gives as ` + "`probes.externalName`" + ` on up to three
nodes: any address will do. Without such a name it does not apply, for a cluster without a
way out has none.`,
		Tier: check.TierMust,
		Remediation: `See what cluster DNS passes such names on to, and whether that answers from the node: the
` + "`forward`" + ` line of the Corefile, and the node's own resolv.conf that it mostly points at.

    kubectl -n kube-system get configmap coredns -o yaml`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/",
			"https://coredns.io/plugins/forward/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "dns/internal",
		Pass: func(p facts.Probe) string {
			return "the name resolves on " + text.Counted(proof.Nodes(p), "node", "nodes")
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "the name does not resolve on " + text.Share(proof.NodesOf(failed), proof.Nodes(p), "node tried", "nodes tried")
		},
	})
}

// Latency asks whether lookups are quick and do not fail.
func Latency() check.Check {
	return proof.Check(check.Check{
		ID:    "dns/latency",
		Title: "Lookups of cluster names are quick, and do not get lost",
		Doc: `Every request to another service begins with a lookup. One that gets lost costs the five
seconds until it is asked again: that is what "sometimes slow" mostly is.

The probe makes 200 lookups on each of up to three nodes, four at a time. It is a gap when
more than 1 % of them fail (` + "`dnsFailedPercent`" + `), or when 1 % take longer than 100 ms
(` + "`dnsLatencyMilliseconds`" + `). The numbers are a proposal: kready.yaml sets others.

It asks for one name that is mostly cached; it says nothing about names outside.`,
		Tier: check.TierShould,
		Remediation: `Run a cache on each node (NodeLocal DNSCache), give cluster DNS more replicas and no tight
CPU limit, and let services ask for full names, or with ` + "`ndots: 2`" + `: each name that is not
full is asked for in every search domain first.`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/",
			"https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "dns/internal",
		Pass:    latencyText,
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "no lookup was answered on " + text.Share(proof.NodesOf(failed), proof.Nodes(p), "node tried", "nodes tried")
		},
		Judge: judgeLatency,
	})
}

// judgeLatency holds the worst node's figures to the thresholds.
func judgeLatency(in *facts.Input, p facts.Probe) (check.Outcome, bool) {
	limits := in.Thresholds.OrDefault()
	lookups, one := p.Measure("lookups")
	failed, two := p.Measure("failed")
	slowest, three := p.Measure("p99")
	if !one || !two || !three || lookups.Value == 0 {
		return check.Unknown("the probe's clients left no figures"), true
	}
	if failed.Value*100 > int(limits.DNSFailedPercent)*lookups.Value || slowest.Value > int(limits.DNSLatencyMilliseconds) {
		return check.Gap(latencyText(p)), true
	}
	return check.Outcome{}, false
}

func latencyText(p facts.Probe) string {
	lookups, _ := p.Measure("lookups")
	failed, _ := p.Measure("failed")
	slowest, _ := p.Measure("p99")
	return fmt.Sprintf("on the worst node, %d of %d lookups failed, and 99 %% of the others took at most %d ms", failed.Value, lookups.Value, slowest.Value)
}
