package kready.metrics["monitor-kinds-read_test"]

import data.kready.metrics["monitor-kinds-read"] as check
import data.kready.mocks

of_kind(group, kind) := mocks.service_object(group, "v1", kind, "web", {"line": 3, "builtin": false})

reader(name, state) := {"name": name, "title": name, "state": state, "roles": ["metrics/pipeline"]}

land(monitor, products) := {"service": {"objects": [monitor]}, "inventory": products}

test_pass if {
	every state in ["running", "hidden"] {
		count(check.gap | check.unknown) == 0 with input as land(of_kind("monitoring.googleapis.com", "PodMonitoring"), [reader("gke-managed-prometheus", state)])
	}
}

test_gap_remnant if {
	check.gap == {
		mocks.on("PodMonitor", "web", 3, "platform", "Azure Monitor managed Prometheus reads it, and does not run"),
	} with input as land(of_kind("azmonitoring.coreos.com", "PodMonitor"), [reader("azure-monitor-metrics", "remnant")])
}

test_gap_another_product if {
	count(check.gap) == 1 with input as land(of_kind("operator.victoriametrics.com", "VMRule"), [reader("prometheus", "running")])
}

test_unknown_not_recognised if {
	stranger := {"role": "metrics/operator", "object": {"kind": "Deployment", "namespace": "ops", "name": "watch"}, "why": "it may read metrics"}
	judged := object.union(land(of_kind("operator.victoriametrics.com", "VMRule"), []), {"candidates": [stranger]})
	count(check.unknown) == 1 with input as judged
}

# What the product itself is made of is no monitor.
test_skip if {
	every other in [of_kind("operator.victoriametrics.com", "VMAgent"), of_kind("monitoring.coreos.com", "PodMonitor")] {
		count(check.skip) == 1 with input as land(other, [])
	}
}
