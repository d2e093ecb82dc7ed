package kready.cluster["fields-known_test"]

import data.kready.cluster["fields-known"] as fields
import data.kready.mocks

sidecar := {
	"path": "Pod.spec.initContainers[].restartPolicy", "value": "", "alpha": "1.28", "beta": "1.29", "ga": "1.33", "default": "1.29",
	"gate": "SidecarContainers", "firstMinor": 28, "defaultMinor": 29,
}

land(minor) := {
	"version": {"minor": minor}, "tables": {"fields": [{"name": "min-fields", "fields": [sidecar]}]},
	"service": {"versioned": [object.union(mocks.manifest("Deployment", "shop", "web"), {"path": sidecar.path, "value": "", "fieldLine": 9})]},
}

test_too_old if {
	fields.gap == {mocks.on("Deployment", "web", 9, "service", "Pod.spec.initContainers[].restartPolicy comes with Kubernetes 1.28, and this is 1.27")} with input as land(27)
}

test_gate if {
	count(fields.gap) == 0 with input as land(28)
	count(fields.unknown) == 1 with input as land(28)
}

test_known if {
	count(fields.gap) == 0 with input as land(29)
	count(fields.unknown) == 0 with input as land(29)
}

test_skip if count(fields.skip) == 1 with input as {}
