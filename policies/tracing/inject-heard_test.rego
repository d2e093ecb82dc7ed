package kready.tracing["inject-heard_test"]

import data.kready.mocks
import data.kready.tracing["inject-heard"] as inject

land(value, there) := {
	"inventory": [{"name": "opentelemetry-operator", "roles": ["tracing/operator"], "state": "running"}],
	"productResources": [{"name": "instrumentations.opentelemetry.io", "read": true, "served": true, "objects": [{"namespace": ns, "name": name} | some [ns, name] in there]}],
	"service": {"pods": [mocks.service_pods("web", {"annotations": {"instrumentation.opentelemetry.io/inject-java": value}, "templateLine": 9})]},
}

test_any if {
	count(inject.gap) == 0 with input as land("true", [["shop", "a"]])
	count(inject.gap) == 1 with input as land("true", [["till", "a"]])
	count(inject.gap) == 1 with input as land("true", [["shop", "a"], ["shop", "b"]])
}

test_named if {
	count(inject.gap) == 0 with input as land("b", [["shop", "a"], ["shop", "b"]])
	count(inject.gap) == 1 with input as land("b", [["till", "b"]])
	count(inject.gap) == 0 with input as land("till/b", [["till", "b"]])
}

test_no_operator if {
	judged := object.union(land("true", [["shop", "a"]]), {"inventory": []})
	count(inject.gap) == 1 with input as judged
	inject.state == {"operator"} with input as judged
}
