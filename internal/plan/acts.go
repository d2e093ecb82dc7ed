package plan

import "slices"

// act is one thing that people do, which closes several gaps at once.
type act struct {
	title string
	// leads are the checks whose gaps make the act a step. Also are those whose gaps it
	// closes as well; by themselves they are steps of their own.
	leads, also []string
	// roles are those of the catalogue to choose a product by; empty for none.
	roles []string
	kind  string
	// after are checks that are closed first, besides those that the leads require.
	after []string
}

// acts is the table of them. A gap that is in none is a step of its own. What comes
// first is the dependency graph of checks, the order of batteries, and after.
func acts() []act {
	return []act{
		{title: "Give the cluster a pod network", leads: []string{"network/cni-present"}, roles: []string{"network/cni"}, kind: kindNetwork},
		{
			title: "Get NetworkPolicies enforced", leads: []string{"network/policy-engine", "network/policies-unenforced"},
			also: []string{"network/policy-engine-on"}, roles: []string{"network/policy"}, kind: kindPlatform,
		},
		{title: "Hand out addresses for load balancers", leads: []string{"network/loadbalancer-provider"}, roles: []string{"network/load-balancer"}, kind: kindPlatform},
		{title: "Give the cluster its DNS", leads: []string{"dns/present"}, roles: []string{"dns/cluster"}, kind: kindSmall},
		{title: "Make cluster DNS outlive a node", leads: []string{"dns/ha"}, also: []string{"dns/autoscaled", "dns/priority"}, kind: kindConfigure},
		{title: "Answer names on every node", leads: []string{"dns/nodelocal"}, roles: []string{"dns/cache"}, kind: kindSmall},
		{
			title: "Let traffic in", leads: []string{"ingress/present"}, also: []string{"ingress/gateway-crds", "ingress/orphan-class"},
			roles: []string{"ingress/controller", "ingress/gateway"}, kind: kindPlatform, after: []string{"network/loadbalancer-provider"},
		},
		{
			title: "Move off the retired ingress-nginx", leads: []string{"ingress/ingress-nginx-retired"}, also: []string{"ingress/legacy-annotation"},
			roles: []string{"ingress/controller", "ingress/gateway"}, kind: kindMigrate,
		},
		{title: "Set up a service mesh", leads: []string{"mesh/present"}, roles: []string{"mesh/control-plane"}, kind: kindMigrate},
		{title: "Give pods an identity", leads: []string{"identity/mechanism"}, roles: []string{"identity/webhook", "identity/agent", "identity/issuer"}, kind: kindPlatform},
		{
			title: "Bring secrets in from a store", leads: []string{"secrets/mechanism"}, kind: kindPlatform,
			roles: []string{"secrets/operator", "secrets/csi", "secrets/injector"}, after: []string{"identity/mechanism"},
		},
		{title: "Issue and renew certificates", leads: []string{"certificates/issuer-present"}, roles: []string{"certificates/issuer"}, kind: kindPlatform},
		{title: "Serve over TLS", leads: []string{"ingress/tls"}, kind: kindConfigure, after: []string{"certificates/issuer-present"}},
		{
			title: "Give the cluster storage that works", leads: []string{"storage/provisioner-live", "storage/default-class"},
			also:  []string{"storage/node-local-default", "storage/expansion", "storage/binding-mode", "storage/pending", "storage/csinode"},
			roles: []string{"storage/provisioner"}, kind: kindPlatform,
		},
		{
			title: "Collect logs", leads: []string{"logs/collector"}, also: []string{"logs/events", "logs/agent-resources"},
			roles: []string{"logs/agent"}, kind: kindPlatform,
		},
		{title: "Make log agents reach every node", leads: []string{"logs/coverage", "logs/tolerations", "logs/agent-admission"}, kind: kindConfigure},
		{title: "Replace the log agent that is out of support", leads: []string{"logs/agent-eol"}, roles: []string{"logs/agent"}, kind: kindMigrate},
		{title: "Serve resource metrics", leads: []string{"metrics/resource-metrics"}, roles: []string{"metrics/resource-api"}, kind: kindSmall},
		{
			title: "Collect metrics and send alerts", leads: []string{"metrics/pipeline"}, kind: kindPlatform, roles: []string{"metrics/pipeline"},
			also:  []string{"metrics/ksm-node-exporter", "metrics/alert-routing", "metrics/retention", "metrics/rules-loaded", "metrics/monitors-selected"},
			after: []string{"storage/provisioner-live", "storage/default-class"},
		},
		{title: "Get alerts to people", leads: []string{"metrics/alert-routing"}, also: []string{"metrics/rules-loaded"}, kind: kindConfigure},
		{title: "Collect traces", leads: []string{"tracing/collector"}, roles: []string{"tracing/collector"}, kind: kindPlatform},
		{title: "Take snapshots of volumes", leads: []string{"storage/snapshots"}, roles: []string{"storage/snapshots"}, kind: kindSmall},
		{title: "Let the cluster grow by itself", leads: []string{"scaling/node-autoscaler"}, also: []string{"scaling/unschedulable"}, roles: []string{"scaling/nodes"}, kind: kindPlatform},
		{title: "Make add-ons outlive maintenance", leads: []string{"scaling/addon-pdb", "scaling/priority"}, kind: kindConfigure},
		{title: "Guard admission", leads: []string{"policy/engine"}, roles: []string{"policy/engine"}, kind: kindPlatform},
		{
			title: "Back the cluster up", leads: []string{"backup/present"}, also: []string{"backup/location", "backup/schedules", "backup/recent"},
			roles: []string{"backup/cluster"}, kind: kindPlatform, after: []string{"storage/provisioner-live"},
		},
		{title: "Deliver from a repository", leads: []string{"delivery/tool"}, roles: []string{"delivery/gitops"}, kind: kindPlatform},
		{title: "Encrypt Secrets at rest", leads: []string{"secrets/encryption-at-rest"}, kind: kindControl},
		{title: "Write an audit log", leads: []string{"logs/audit"}, kind: kindControl},
		{title: "Make the control plane outlive a node", leads: []string{"cluster/control-plane-ha"}, kind: kindNetwork},
		{title: "Upgrade Kubernetes", leads: []string{"cluster/version-supported"}, also: []string{"cluster/kubelet-skew"}, kind: kindUpgrade},
		{title: "Upgrade the nodes", leads: []string{"cluster/kubelet-skew"}, kind: kindUpgrade},
		{title: "Replace products that nobody maintains", leads: []string{"cluster/products-maintained"}, kind: kindMigrate},
		{title: "Upgrade products that are out of support", leads: []string{"cluster/product-versions"}, kind: kindMigrate},
		{title: "Leave one CNI", leads: []string{"network/one-cni"}, kind: kindNetwork},
		{title: "Make room for pod addresses", leads: []string{"network/pod-ip-capacity"}, kind: kindNetwork},
		{title: "Leave one mesh", leads: []string{"mesh/one-mesh"}, kind: kindMigrate},
		{title: "Upgrade the mesh", leads: []string{"mesh/version"}, kind: kindMigrate},
	}
}

// foundations are checks without which nothing of the later batteries works: pods that
// cannot talk, names that do not resolve.
func foundations() []string { return []string{"network/cni-present", "dns/present"} }

// Named returns the checks and the roles of the catalogue that the table of acts names,
// for whoever wants to be sure that they exist.
func Named() (checks, roles []string) {
	checks = foundations()
	for _, a := range acts() {
		checks = slices.Concat(checks, a.leads, a.also, a.after)
		roles = append(roles, a.roles...)
	}
	return checks, roles
}
