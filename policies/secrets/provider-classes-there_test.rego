package kready.secrets["provider-classes-there_test"]

import data.kready.mocks
import data.kready.secrets["provider-classes-there"] as classes

land(driver, there, more) := object.union(
	{
		"namedObjects": [{
			"resource": "secretproviderclasses.secrets-store.csi.x-k8s.io", "namespace": "shop", "name": "web", "served": true,
			"exists": there, "fields": [{"name": "spec.provider", "values": ["gcp"]}],
		}],
		"service": {"pods": [mocks.service_pods("web", {"volumes": [{"volume": "data", "type": "csi", "driver": driver, "secretClass": "web", "line": 9}]})]},
	},
	more,
)

test_not_there if {
	want := mocks.on("Deployment", "web", 9, "service", "its volume data names the SecretProviderClass web, which does not exist: its pods do not start")
	classes.gap == {want} with input as land("secrets-store.csi.k8s.io", false, {})
}

test_provider if {
	count(classes.gap) == 1 with input as land("secrets-store.csi.k8s.io", true, {})
	count(classes.gap | classes.unknown) == 0 with input as land("secrets-store.csi.k8s.io", true, {"inventory": [{"name": "secrets-store-csi-provider-gcp", "state": "running"}]})
}

# A provider that the cloud runs out of sight is not taken for absent, and GKE's own driver has its provider with it.
test_managed if {
	gke := {"distribution": {"name": "gke", "managed": true}}
	count(classes.gap) == 0 with input as land("secrets-store.csi.k8s.io", true, gke)
	count(classes.unknown) == 1 with input as land("secrets-store.csi.k8s.io", true, gke)
	count(classes.gap | classes.unknown) == 0 with input as land("secrets-store-gke.csi.k8s.io", true, gke)
}
