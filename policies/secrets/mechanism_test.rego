package kready.secrets.mechanism_test

import data.kready.secrets.mechanism

impl(title, role, workloads) := {"name": "it", "title": title, "version": "", "state": "running", "roles": [role], "workloads": workloads, "evidence": []}

cluster(inventory, workloads) := {"inventory": inventory, "workloads": workloads, "target": {"kind": "cluster"}}

driver_ref := {"kind": "DaemonSet", "namespace": "kube-system", "name": "driver"}

folder := {"hostPaths": ["/etc/kubernetes/secrets-store-csi-providers"]}

driver := impl("Secrets Store CSI driver", "secrets/csi", [driver_ref])

test_pass_with_an_operator if {
	input_ := cluster([impl("External Secrets", "secrets/operator", [])], [])
	count(mechanism.gap) == 0 with input as input_
	mechanism.summary.pass == {"External Secrets is there to bring secrets to pods"} with input as input_
}

# External Secrets brings nothing without a store.
test_gap_without_a_store if {
	operator := object.union(impl("External Secrets", "secrets/operator", []), {"name": "external-secrets"})
	mechanism.gap == {{"message": "External Secrets has no SecretStore and no ClusterSecretStore: it brings no secret"}} with input as cluster([operator], [])
	mechanism.state == {"no-store"} with input as cluster([operator], [])
	store := {"kind": "ClusterSecretStore", "namespace": "", "name": "vault", "ready": "False"}
	count(mechanism.gap) == 0 with input as object.union(cluster([operator], []), {"secretStores": [store]})
	sealed := impl("Sealed Secrets", "secrets/operator", [])
	count(mechanism.gap) == 0 with input as cluster([operator, sealed], [])
}

test_pass_with_an_injector if count(mechanism.gap) == 0 with input as cluster([impl("Vault Agent", "secrets/injector", [])], [])

test_pass_with_driver_and_provider if {
	count(mechanism.gap) == 0 with input as cluster([driver, impl("AWS provider", "secrets/csi-provider", [])], [])
}

test_pass_with_driver_and_strange_provider if {
	stranger := object.union({"kind": "DaemonSet", "namespace": "kube-system", "name": "safe"}, folder)
	count(mechanism.gap) == 0 with input as cluster([driver], [object.union(driver_ref, folder), stranger])
}

test_gap_with_the_driver_alone if {
	some f in mechanism.gap with input as cluster([driver], [object.union(driver_ref, folder)])
	f.message == "the Secrets Store CSI driver runs without a provider: it can mount nothing"
}

test_gap_with_a_store_alone if {
	some f in mechanism.gap with input as cluster([impl("Vault", "secrets/store", [])], [])
	f.message == "Vault stores secrets and delivers none to pods by itself"
}

test_unknown_with_flux_alone if {
	flux := object.union(impl("Flux", "delivery/gitops", []), {"name": "flux2"})
	mechanism.unknown == {
		{"message": "Flux may decrypt SOPS files from Git: its Kustomizations were not read"},
	} with input as object.union(cluster([flux], []), deliveries(""))
	count(mechanism.gap) == 0 with input as object.union(cluster([flux], []), deliveries(""))
}

test_gap if {
	mechanism.gap == {{"message": "no known secrets operator, CSI provider or injector runs in this cluster"}} with input as cluster([], [])
}

test_pass_with_the_driver_of_a_provider if {
	count(mechanism.gap) == 0 with input as cluster([object.union(driver, {"state": "hidden", "workloads": []})], [])
}

deliveries(decrypts) := {"deliveries": [{"kind": "Kustomization", "namespace": "flux-system", "name": "apps", "decrypts": decrypts}]}

test_flux_decrypts_or_not if {
	flux := object.union(impl("Flux", "delivery/gitops", []), {"name": "flux2"})
	decrypting := object.union(cluster([flux], []), deliveries("yes"))
	count(mechanism.gap | mechanism.unknown) == 0 with input as decrypting
	mechanism.summary.pass == {"Flux decrypts the secrets that it delivers from Git, by Kustomization flux-system/apps"} with input as decrypting
	some f in mechanism.gap with input as object.union(cluster([flux], []), deliveries("no"))
	startswith(f.message, "Flux decrypts nothing") with input as {}
}
