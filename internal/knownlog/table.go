package knownlog

import (
	"regexp"
	"sync"
)

// table returns the messages, those of one product before those that any program may write.
var table = sync.OnceValue(func() []Message {
	return []Message{
		{ // what it says of itself is explained where causes of cluster DNS are
			Images: []string{"coredns"}, mark: "plugin/loop: Loop",
			Says:   regexp.MustCompile(`plugin/loop: Loop \([^)]{1,60}\) detected for zone "[^"]{1,60}"`),
			Source: "https://coredns.io/plugins/loop/#troubleshooting",
		},
		{
			Images: []string{"coredns"}, mark: "Corefile:",
			Says:   regexp.MustCompile(`Corefile:\d+ - Error during parsing: [^\r\n]{1,120}`),
			Source: "https://coredns.io/manual/configuration/",
		},
		{
			Images: []string{"metrics-server", "metrics-server-amd64"}, mark: "x509: ",
			Says: regexp.MustCompile(`x509: cannot validate certificate for \S{1,60} because it doesn't contain any IP SANs`),
			Remedy: "Kubelets serve certificates that they signed themselves. Have them ask for proper ones (`serverTLSBootstrap: true` in the kubelets' " +
				"configuration), and approve what they ask for. On a cluster to try things on, `--kubelet-insecure-tls` of metrics-server does as well.",
			Source: "https://github.com/kubernetes-sigs/metrics-server#requirements",
		},
		{
			Images: []string{"metrics-server", "metrics-server-amd64"}, mark: ":10250: ",
			Says: regexp.MustCompile(`dial tcp \S{1,60}:10250: (?:i/o timeout|connect: no route to host|connect: connection refused)`),
			Remedy: "metrics-server does not reach the kubelets: let port 10250 of the nodes through from its pods, and see that pods' addresses do not " +
				"overlap with those of the nodes.",
			Source: "https://github.com/kubernetes-sigs/metrics-server/blob/master/KNOWN_ISSUES.md#network-problem-when-connecting-with-kubelet",
		},
		{
			Images: []string{"flannel", "mirrored-flannel-flannel", "hardened-flannel"}, mark: "pod cidr not assigned",
			Says: regexp.MustCompile(`pod cidr not assigned`),
			Remedy: "No address range was given to the node. Have the controller manager allot one to each, by its flags `allocate-node-cidrs` and `cluster-cidr` " +
				"(kubeadm: `networking.podSubnet`), as flannel's own configuration names it.",
			Source: "https://github.com/flannel-io/flannel/blob/master/Documentation/troubleshooting.md",
		},
		{
			Images: []string{"calico/node", "mirrored-calico-node"}, mark: "autodetect an IPv4 address",
			Says: regexp.MustCompile(`Couldn't autodetect an IPv4 address`),
			Remedy: "Calico finds no address of the node that it may use: name the interface or a range of addresses by its method of autodetection " +
				"(`IP_AUTODETECTION_METHOD` of calico-node, or `nodeAddressAutodetectionV4` of the operator's Installation).",
			Source: "https://docs.tigera.io/calico/latest/networking/ipam/ip-autodetection",
		},
		{
			Images: []string{"aws-load-balancer-controller", "aws-alb-ingress-controller"}, mark: "failed to ",
			Says: regexp.MustCompile(`failed to (?:introspect (?:vpcID|region) from EC2Metadata|get VPC ID: failed to fetch VPC ID from instance metadata)`),
			Remedy: "Its pods do not reach the metadata of their instance: give the controller `--aws-vpc-id` and `--aws-region` (the chart's `vpcId` and `region`), or " +
				"allow two hops (`HttpPutResponseHopLimit`) in the instances' metadata options.",
			Source: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/",
		},
		{
			Images: []string{"external-dns"}, mark: "failed to sync *v",
			Says: regexp.MustCompile(`failed to sync \*v[0-9a-z]{1,20}\.[A-Za-z]{1,60}: context deadline exceeded`),
			Remedy: "ExternalDNS cannot list that kind, which one of its `--source` flags asks for: install its CRDs and let its ClusterRole list them, or take the " +
				"source away.",
			Source: "https://kubernetes-sigs.github.io/external-dns/latest/docs/faq/",
		},
		{
			mark: "no matches for kind",
			Says: regexp.MustCompile(`no matches for kind \\?"[A-Za-z0-9]{1,80}\\?" in version \\?"[a-z0-9./-]{1,120}\\?"`),
			Remedy: "The cluster does not serve that kind in that version: install the CRDs of the release that runs, which many charts leave out unless told " +
				"otherwise, or update them.",
			Source: "https://helm.sh/docs/chart_best_practices/custom_resource_definitions/",
		},
		{
			mark: "too many open files",
			Says: regexp.MustCompile(`(?:[a-z .]{0,30}(?:inotify|fsnotify|watcher|file target manager)[^":\r\n]{0,30}: )too many open files`),
			Remedy: "The node is out of inotify instances. Raise the sysctl `fs.inotify.max_user_instances` on the nodes (512 or more), where their image or " +
				"configuration sets it.",
			Source: "https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files",
		},
	}
})
