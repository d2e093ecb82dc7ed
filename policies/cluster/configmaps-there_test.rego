package kready.cluster["configmaps-there_test"]

import data.kready.cluster["configmaps-there"] as configs
import data.kready.mocks

reference(changes) := object.union({"kind": "ConfigMap", "name": "web", "key": "host", "use": "the volume config", "optional": false, "line": 12}, changes)

land(ref, looked_up) := {
	"namespaces": [{"name": "shop"}], "namedConfigMaps": looked_up,
	"service": {"pods": [mocks.service_pods("web", {"references": [reference(ref)]})]},
}

test_there if {
	judged := land({}, [{"namespace": "shop", "name": "web", "exists": true, "keys": ["host"]}])
	count(configs.gap) == 0 with input as judged
	count(configs.unknown) == 0 with input as judged
}

test_key if {
	configs.gap == {
		mocks.on("Deployment", "web", 12, "service", "the ConfigMap web in the cluster has no key host, and the volume config takes it"),
	} with input as land({}, [{"namespace": "shop", "name": "web", "exists": true, "keys": []}])
}

test_not_looked_up if count(configs.unknown) == 1 with input as land({}, [])

# What is optional, and what is a Secret, is not asked for.
test_skip if {
	count(configs.skip) == 1 with input as land({"optional": true}, [])
	count(configs.skip) == 1 with input as land({"kind": "Secret"}, [])
}
