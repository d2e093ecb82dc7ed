package plan

import (
	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/report"
)

// act is one thing that people do.
type act struct {
	title string
	// closes are the checks whose gaps it closes, all of them: the first that is a gap says how.
	closes []string
	// roles are those of the catalogue to choose a product by; empty for none.
	roles []string
	kind  string
	// named is true where only those products help that the findings name by what they register, such
	// as the provisioner of a StorageClass.
	named bool
	// after are checks that are closed first, besides those that these require.
	after []string
}

// acts is the table of them. A gap that is in none is a step of its own. What comes
// first is the dependency graph of checks, the order of batteries, and after.
func acts() []act {
	return []act{
		{title: "Give the cluster a pod network", closes: []string{"network/cni-present"}, roles: []string{"network/cni"}, kind: kindNetwork},
		{title: "Get NetworkPolicies enforced", closes: []string{"network/policy-engine", "network/policies-unenforced"}, roles: []string{"network/policy"}, kind: kindPlatform},
		{title: "Hand out addresses for load balancers", closes: []string{"network/loadbalancer-provider"}, roles: []string{"network/load-balancer"}, kind: kindPlatform},
		{title: "Give the cluster its DNS", closes: []string{"dns/present"}, roles: []string{"dns/cluster"}, kind: kindSmall},
		{title: "Make cluster DNS outlive a node", closes: []string{"dns/ha"}, kind: kindConfigure},
		{title: "Answer names on every node", closes: []string{"dns/nodelocal"}, roles: []string{"dns/cache"}, kind: kindSmall},
		{
			title: "Let traffic in", closes: []string{"ingress/present"}, roles: []string{"ingress/controller", "ingress/gateway"},
			kind: kindPlatform, after: []string{"network/loadbalancer-provider"},
		},
		{title: "Move off the retired ingress-nginx", closes: []string{"ingress/ingress-nginx-retired"}, roles: []string{"ingress/controller", "ingress/gateway"}, kind: kindMigrate},
		{title: "Set up a service mesh", closes: []string{"mesh/present"}, roles: []string{"mesh/control-plane"}, kind: kindMigrate},
		{title: "Give pods an identity", closes: []string{"identity/mechanism"}, roles: []string{"identity/webhook", "identity/agent", "identity/issuer"}, kind: kindPlatform},
		{
			title: "Bring secrets in from a store", closes: []string{"secrets/mechanism"}, kind: kindPlatform,
			roles: []string{"secrets/operator", "secrets/injector"}, after: []string{"identity/mechanism"},
		},
		{title: "Issue and renew certificates", closes: []string{"certificates/issuer-present"}, roles: []string{"certificates/issuer"}, kind: kindPlatform},
		{title: "Serve over TLS", closes: []string{"ingress/tls"}, kind: kindConfigure, after: []string{"certificates/issuer-present"}},
		{title: "Give the cluster storage that works", closes: []string{"storage/provisioner-live"}, roles: []string{"storage/provisioner"}, kind: kindRepair, named: true},
		{title: "Say which storage is the default", closes: []string{"storage/default-class"}, kind: kindConfigure, after: []string{"storage/provisioner-live"}},
		{title: "Collect logs", closes: []string{"logs/collector"}, roles: []string{"logs/agent"}, kind: kindPlatform},
		{title: "Replace the log agent that is out of support", closes: []string{"logs/agent-eol"}, roles: []string{"logs/agent"}, kind: kindMigrate},
		{title: "Serve resource metrics", closes: []string{"metrics/resource-metrics"}, roles: []string{"metrics/resource-api"}, kind: kindSmall},
		{
			title: "Collect metrics", closes: []string{"metrics/pipeline"}, kind: kindPlatform, roles: []string{"metrics/pipeline"},
			after: []string{"storage/provisioner-live", "storage/default-class"},
		},
		{title: "Get alerts to people", closes: []string{"metrics/alert-routing"}, kind: kindConfigure},
		{title: "Collect traces", closes: []string{"tracing/collector"}, roles: []string{"tracing/collector"}, kind: kindPlatform},
		{title: "Take snapshots of volumes", closes: []string{"storage/snapshots"}, roles: []string{"storage/snapshots"}, kind: kindSmall},
		{title: "Let the cluster grow by itself", closes: []string{"scaling/node-autoscaler"}, roles: []string{"scaling/nodes"}, kind: kindPlatform},
		{title: "Make add-ons outlive maintenance", closes: []string{"scaling/addon-pdb"}, kind: kindConfigure},
		{title: "Guard admission", closes: []string{"policy/engine"}, roles: []string{"policy/engine"}, kind: kindPlatform},
		{
			title: "Back the cluster up", closes: []string{"backup/present"}, roles: []string{"backup/cluster"},
			kind: kindPlatform, after: []string{"storage/provisioner-live"},
		},
		{title: "Deliver from a repository", closes: []string{"delivery/tool"}, roles: []string{"delivery/gitops"}, kind: kindPlatform},
		{title: "Encrypt Secrets at rest", closes: []string{"secrets/encryption-at-rest"}, kind: kindControl},
		{title: "Write an audit log", closes: []string{"logs/audit"}, kind: kindControl},
		{title: "Make the control plane outlive a node", closes: []string{"cluster/control-plane-ha"}, kind: kindNetwork},
		{title: "Upgrade Kubernetes", closes: []string{"cluster/version-supported"}, kind: kindUpgrade},
		{title: "Upgrade the nodes", closes: []string{"cluster/kubelet-skew"}, kind: kindUpgrade},
		{title: "Replace products that nobody maintains", closes: []string{"cluster/products-maintained"}, kind: kindMigrate},
		{title: "Upgrade products that are out of support", closes: []string{"cluster/product-versions"}, kind: kindMigrate},
		{title: "Upgrade products that are not for this Kubernetes version", closes: []string{"cluster/product-compatibility"}, kind: kindMigrate},
		{title: "Leave API versions that go", closes: []string{"cluster/removed-apis"}, kind: kindUpgrade},
		{title: "Take out feature gates and flags that go", closes: []string{"cluster/removed-switches"}, kind: kindUpgrade},
		{title: "Leave one CNI", closes: []string{"network/one-cni"}, kind: kindNetwork},
		{title: "Make room for pod addresses", closes: []string{"network/pod-ip-capacity"}, kind: kindNetwork},
		{title: "Leave one mesh", closes: []string{"mesh/one-mesh"}, kind: kindMigrate},
		{title: "Upgrade the mesh", closes: []string{"mesh/version"}, kind: kindMigrate},
	}
}

// foundations are checks without which nothing of the later batteries works: pods that
// cannot talk, names that do not resolve.
func foundations() []string { return []string{"network/cni-present", "dns/present"} }

// Act is a row of the table of acts, for whoever wants to be sure of it.
type Act struct {
	// Closes and After are checks, Roles are those of the catalogue. Named is true where only the
	// products help that the findings name.
	Closes, After, Roles []string
	Named                bool
}

// Acts returns the table of acts.
func Acts() []Act {
	var all []Act
	for _, a := range acts() {
		all = append(all, Act{a.closes, a.after, a.roles, a.named})
	}
	return all
}

// Foundations returns the checks without which nothing of the later batteries works.
func Foundations() []string { return foundations() }

// Offered returns the names of the products that a step offers for roles on a distribution, all of
// them.
func Offered(entries []catalog.Entry, roles []string, distribution string) []string {
	b := builder{entries: entries}
	b.rep.Target.Distribution = distribution
	var names []string
	for _, c := range b.choices(roles, report.Result{}) {
		names = append(names, c.Name)
	}
	return names
}
