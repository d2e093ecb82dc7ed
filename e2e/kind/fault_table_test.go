package kind

import "time"

// faults are planted in this order: what takes the control plane's own watchers away comes last.
func faults(c *Cluster) []fault {
	workers := c.Workers()
	const untaint = "node.cloudprovider.kubernetes.io/uninitialized-"
	return []fault{
		{
			name:  "CoreDNSScaledToZero",
			plant: kubectl("-n", "kube-system", "scale", "deployment", "coredns", "--replicas=0"),
			lift:  kubectl("-n", "kube-system", "scale", "deployment", "coredns", "--replicas=2"),
			check: "dns/present", status: "gap", says: []string{"coredns is scaled to 0 replicas"},
			compare: true, remedy: true,
		},
		{
			name:  "DNSServiceDeleted",
			plant: kubectl("-n", "kube-system", "delete", "service", "kube-dns"),
			lift:  nothing,
			check: "dns/present", status: "gap", says: []string{"no Service of cluster DNS leads to it"}, remedy: true,
		},
		brokenCorefile(),
		{
			name:  "BudgetOfZero",
			plant: budget("none-may-go", 0),
			lift:  kubectl("-n", "kube-system", "delete", "pdb", "none-may-go", "--ignore-not-found"),
			check: "scaling/pdb-blocking", status: "gap", says: []string{"none-may-go maxUnavailable is 0"}, remedy: true,
		},
		{
			name:  "TwoBudgets",
			plant: inOrder(budget("one", 1), budget("two", 1)),
			lift:  kubectl("-n", "kube-system", "delete", "pdb", "one", "two", "--ignore-not-found"),
			check: "scaling/pdb-blocking", status: "gap", says: []string{"PodDisruptionBudgets one and two select the pods of Deployment coredns"}, remedy: true,
		},
		{
			name:  "CordonedNode",
			plant: kubectl("cordon", workers[0]),
			lift:  kubectl("uncordon", workers[0]),
			check: "scaling/headroom", status: "gap", says: []string{workers[0] + " it is cordoned"}, remedy: true,
		},
		plainWebhook(),
		denyAll(),
		{
			name:  "NoSchedulerNoControllerManager",
			plant: on(c.control.String(), "cd /etc/kubernetes/manifests; mv kube-scheduler.yaml kube-controller-manager.yaml .."),
			lift:  on(c.control.String(), "cd /etc/kubernetes; for m in kube-scheduler kube-controller-manager; do if test -e $m.yaml; then mv $m.yaml manifests/; fi; done"),
			check: "cluster/control-plane-live", status: "gap", says: []string{"kube-scheduler", "kube-controller-manager"},
			hidden: 2 * time.Minute, // four durations of a lease, and a minute
		},
		// By now the nodes are older than the minutes in which such a taint is expected.
		{
			name:  "UninitializedNodes",
			plant: kubectl("taint", "node", workers[0], workers[1], "node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule"),
			lift:  ignored(kubectl("taint", "node", workers[0], workers[1], untaint)),
			check: "scaling/headroom", status: "gap", says: []string{"node.cloudprovider.kubernetes.io/uninitialized"}, remedy: true,
			also: map[string]string{"cluster/startup-taints": "gap"},
		},
		youngNodes(),
	}
}
