package kready.identity["addons-own-identity_test"]

import data.kready.identity["addons-own-identity"] as addons
import data.kready.lib

ref := {"kind": "Deployment", "namespace": "kube-system", "name": "controller"}

impl(name, role) := {"name": name, "title": name, "state": "running", "roles": [role], "workloads": [ref]}

agent := {"name": "eks-pod-identity-agent", "title": "agent", "state": "running", "roles": ["identity/agent"], "workloads": []}

cluster(name, args, accounts) := {
	"distribution": {"name": "eks"}, "inventory": [impl(name, "x/y")], "roleAccounts": accounts,
	"workloads": [object.union(ref, {"serviceAccount": "sa", "containers": [{"args": args}]})],
}

own := [{"kind": "ServiceAccount", "namespace": "kube-system", "name": "sa"}]

test_pass if count(((addons.gap | addons.unknown) | addons.skip)) == 0 with input as cluster("aws-ebs-csi-driver", [], own)

test_gap if {
	found := {lib.finding("Deployment", "kube-system", "controller", "ServiceAccount sa of karpenter names no role")}
	addons.gap == found with input as cluster("karpenter", [], [])
}

test_account_of_another_namespace if {
	count(addons.gap) == 1 with input as cluster("karpenter", [], [{"kind": "ServiceAccount", "namespace": "shop", "name": "sa"}])
}

test_unknown_with_pod_identity if {
	changed := object.union(cluster("karpenter", [], []), {"inventory": [impl("karpenter", "x/y"), agent]})
	count(addons.unknown) == 1 with input as changed
	count(addons.gap) == 0 with input as changed
}

test_external_dns_elsewhere if count(addons.skip) == 1 with input as cluster("external-dns", [{"name": "provider", "value": "cloudflare"}], [])

test_external_dns_of_aws if count(addons.gap) == 1 with input as cluster("external-dns", [{"name": "provider", "value": "aws"}], [])

test_skip_elsewhere if {
	count(addons.skip) == 1 with input as object.union(cluster("karpenter", [], []), {"distribution": {"name": "kops"}})
}
