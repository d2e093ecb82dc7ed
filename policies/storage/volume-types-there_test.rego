package kready.storage["volume-types-there_test"]

import data.kready.mocks
import data.kready.storage["volume-types-there"] as types

land(type, minor, drivers) := {
	"version": {"minor": minor}, "csiDrivers": [{"name": name} | some name in drivers],
	"service": {"pods": [mocks.service_pods("web", {"volumes": [{"volume": "data", "type": type, "line": 9}]})]},
}

test_gone if {
	message := "its volume data is of the type cephfs, which Kubernetes does not have since 1.31: its pods do not start"
	types.gap == {mocks.on("Deployment", "web", 9, "service", message)} with input as land("cephfs", 36, [])
	count(types.gap | types.unknown) == 0 with input as land("cephfs", 30, [])
}

test_handed if {
	count(types.gap) == 1 with input as land("azureDisk", 36, ["file.csi.azure.com"])
	count(types.gap | types.unknown) == 0 with input as land("azureDisk", 36, ["disk.csi.azure.com"])
}

test_git if {
	count(types.gap) == 1 with input as land("gitRepo", 37, [])
	count(types.unknown) == 1 with input as land("gitRepo", 35, [])
	count(types.gap | types.unknown) == 0 with input as land("gitRepo", 32, [])
}

test_version_unknown if {
	count(types.gap) == 0 with input as land("rbd", 0, [])
	count(types.unknown) == 1 with input as land("rbd", 0, [])
}
