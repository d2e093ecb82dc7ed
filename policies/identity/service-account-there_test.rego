package kready.identity["service-account-there_test"]

import data.kready.identity["service-account-there"] as accounts
import data.kready.mocks

land(looked_up) := {
	"namespaces": [{"name": "shop"}], "namedServiceAccounts": looked_up,
	"service": {"pods": [mocks.service_pods("web", {"serviceAccount": "web", "serviceAccountLine": 8})]},
}

test_there if {
	judged := land([{"namespace": "shop", "name": "web", "exists": true}])
	count(accounts.gap) == 0 with input as judged
	count(accounts.unknown) == 0 with input as judged
}

test_absent if {
	accounts.gap == {
		mocks.on("Deployment", "web", 8, "service", "its ServiceAccount web does not exist: its pods are not made"),
	} with input as land([{"namespace": "shop", "name": "web", "exists": false}])
}

# One of the same name in another namespace is another one.
test_not_looked_up if {
	judged := land([{"namespace": "other", "name": "web", "exists": true}])
	count(accounts.gap) == 0 with input as judged
	count(accounts.unknown) == 1 with input as judged
}

test_skip if count(accounts.skip) == 1 with input as {"service": {"pods": [mocks.service_pods("web", {})]}}
