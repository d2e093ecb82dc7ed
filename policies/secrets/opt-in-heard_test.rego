package kready.secrets["opt-in-heard_test"]

import data.kready.mocks
import data.kready.secrets["opt-in-heard"] as heard

land(annotations, changes) := object.union(
	{"service": {"pods": [mocks.service_pods("web", {"templateLine": 6, "annotations": annotations})]}},
	changes,
)

test_absent if {
	message := "operator.1password.io/inject: web asks for secrets of 1Password, and 1Password's injector does not run"
	heard.gap == {mocks.on("Deployment", "web", 6, "platform", message)} with input as land({"operator.1password.io/inject": "web"}, {})
}

# Another injector does not hear it.
test_another_injector if {
	count(heard.gap) == 1 with input as land({"vault.hashicorp.com/agent-inject": "true"}, {"inventory": [mocks.running("bank-vaults-webhook", ["secrets/injector"], [])]})
}

test_off if count(heard.skip) == 1 with input as land({"reloader.stakater.com/auto": "false"}, {})

test_stranger if {
	judged := land({"reloader.stakater.com/auto": "true"}, {"candidates": [mocks.candidate("secrets/reload", "maybe")]})
	count(heard.gap) == 0 with input as judged
	count(heard.unknown) == 1 with input as judged
}
