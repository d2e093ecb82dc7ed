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
			Images: []string{"cilium/cilium", "mirrored-cilium-cilium", "hardened-cilium"}, mark: "Unable to contact k8s api-server",
			Says: regexp.MustCompile(`Unable to contact k8s api-server[^\r\n]{0,150}`),
			Remedy: "Cilium's agent calls the API server by the address of Service default/kubernetes, which nothing serves on the node before Cilium does. In its values, " +
				"set `k8sServiceHost` and `k8sServicePort` to an address of the API server that needs no Service; where kube-proxy is to stay, see why it does not run.",
			Source: "https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/",
		},
		{
			Images: []string{"kube-proxy", "kube-proxy-amd64", "hardened-kubernetes"}, mark: "nf_conntrack_",
			Says: regexp.MustCompile(`open /proc/sys/net/netfilter/nf_conntrack_[a-z_]{1,60}: permission denied`),
			Remedy: "kube-proxy may not set the limits of connection tracking here, as on nodes that are containers themselves. Have it leave them as they are, in its " +
				"configuration (ConfigMap kube-proxy): `conntrack: {maxPerCore: 0, min: 0}`.",
			Source: "https://github.com/kubernetes-sigs/kind/issues/2240",
		},
		{
			Images: []string{"eks-pod-identity-agent"}, mark: "[fd00:ec2::23]:80",
			Says: regexp.MustCompile(`listen tcp \[fd00:ec2::23\]:80: bind: cannot assign requested address`),
			Remedy: "The node has no IPv6. Have the agent listen on its IPv4 address alone, in the configuration values of its add-on: " +
				"`{\"agent\": {\"additionalArgs\": {\"-b\": \"169.254.170.23\"}}}`.",
			Source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-config-ipv6.html",
		},
		{
			Images: []string{"spire-agent"}, mark: "attest",
			Says: regexp.MustCompile(`failed to attest: [^\r\n]{1,150}`),
			Remedy: "SPIRE's server does not take the node's proof. Its node attestor (`NodeAttestor` in both configurations) must be the same on either side, name the same " +
				"`cluster`, and on the server allow the agent's ServiceAccount.",
			Source: "https://github.com/spiffe/spire/blob/main/doc/plugin_server_nodeattestor_k8s_psat.md",
		},
		{
			Images: []string{"linkerd/controller"}, mark: "failed to verify issuer credentials",
			Says: regexp.MustCompile(`failed to verify issuer credentials[^\r\n]{0,60}: x509: certificate has expired[^\r\n:]{0,80}`),
			Remedy: "The certificate by which Linkerd issues those of its proxies has expired: replace it by one of the same trust anchor (Secret linkerd-identity-issuer), have " +
				"the control plane restarted, then the workloads. cert-manager renews it by itself.",
			Source: "https://linkerd.io/2/tasks/replacing_expired_certificates/",
		},
		{
			mark: "bind: address already in use",
			Says: regexp.MustCompile(`listen (?:tcp|udp)[46]? \S{1,60}: bind: address already in use`),
			Remedy: "Another process has that port already: one of the node's, where the pod has the node's network, or another container of the pod. Find it on the node (`ss -lntup`), " +
				"and give one of the two another port.",
			Source: "https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking",
		},
		{
			mark:   " cannot ",
			Says:   regexp.MustCompile(`User \\?"system:serviceaccount:[a-z0-9.:-]{1,120}\\?" cannot (?:get|list|watch|create|update|patch|delete) resource \\?"[a-z0-9/.-]{1,80}\\?" in API group \\?"[a-z0-9.-]{0,80}\\?"`),
			Remedy: "Its ServiceAccount lacks that right. Bring its roles and bindings to the release that runs: upgrade the whole chart or manifest, and not its image alone.",
			Source: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
		},
		{
			mark: "is not authorized to perform: ",
			Says: regexp.MustCompile(`is not authorized to perform: [a-z0-9-]{1,40}:[A-Za-z0-9]{1,60}`),
			Remedy: "AWS refuses the call. Where the message names the role of a node, its pods were given none of their own: see the annotation of its ServiceAccount or its Pod Identity " +
				"association, and have the pods made again. Else allow the action to the role that it names.",
			Source: "https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html",
		},
		{
			mark: ":443: ",
			Says: regexp.MustCompile(`https://[0-9a-f.:\[\]]{3,45}/apis?[^"\s]{0,60}": dial tcp \S{3,50}:443: (?:i/o timeout|connect: no route to host|connect: connection refused)`),
			Remedy: "Its pods do not reach the API server by the address of Service default/kubernetes. See that kube-proxy, or what takes its place, and the CNI plugin are ready on their " +
				"nodes, that no NetworkPolicy closes the way, and that the pods' addresses do not overlap with those of nodes or Services.",
			Source: "https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
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
