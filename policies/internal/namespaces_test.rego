package kready.internal.namespaces_test

import data.kready.internal.namespaces
import data.kready.mocks

test_namespaces_of_probes_are_not_for_services if {
	names := ["shop", "kready-probe-0a1b2c3d", "kready-probe-0a1b2c3d-bare", "kready-probe-shop"]
	apps := [ns.name | some ns in namespaces.apps] with input as mocks.cluster({"namespaces": [{"name": name, "phase": "Active"} | some name in names]})
	apps == ["shop", "kready-probe-shop"]
}

test_namespaces_of_summed_applications_are_used if {
	cluster := {
		"namespaces": [{"name": name, "phase": "Active"} | some name in ["default", "shop", "tools"]],
		"applications": {"namespaces": [{"name": "default", "workloads": 1}, {"name": "tools", "workloads": 2}]},
	}
	used := {ns.name | some ns in namespaces.apps} with input as mocks.cluster(cluster)
	used == {"default", "shop", "tools"}
	namespaces.with_workloads == {"default", "tools"} with input as mocks.cluster(cluster)
}

test_a_namespace_with_more_applications_than_products_is_not_the_platforms if {
	agent := {"kind": "DaemonSet", "namespace": "tools", "name": "agent"}
	cluster := {"inventory": [{"name": "agent", "workloads": [agent]}], "workloads": [agent]}
	few := object.union(cluster, {"applications": {"namespaces": [{"name": "tools", "workloads": 1}]}})
	namespaces.platform == {"tools"} with input as mocks.cluster(few)
	many := object.union(cluster, {"applications": {"namespaces": [{"name": "tools", "workloads": 2}]}})
	namespaces.platform == set() with input as mocks.cluster(many)
}

test_a_namespace_that_a_product_keeps_is_the_platforms if {
	cluster := {
		"inventory": [{"name": "cilium", "workloads": []}],
		"namespaces": [labelled_part_of("cilium-secrets", "cilium"), labelled_part_of("web", "shop"), labelled_part_of("tools", "cilium")],
		"workloads": [{"kind": "Deployment", "namespace": "tools", "name": "web"}],
	}
	for_services := {ns.name | some ns in namespaces.apps} with input as mocks.cluster(cluster)
	for_services == {"web", "tools"}
}

labelled_part_of(name, of) := {"name": name, "phase": "Active", "labels": {"app.kubernetes.io/part-of": of}}
