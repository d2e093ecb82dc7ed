# METADATA
# title: No two products compete for a metrics API
# description: |
#   The resource, custom and external metrics APIs are each registered once, by one APIService
#   that points to one Service. A second product that could serve the same API gets no
#   request: autoscalers that wait for its metrics read the other's, or an error. Whichever
#   is installed or upgraded last takes the registration over.
#
#   kready looks for two running products, or two instances of one, that can serve
#   `metrics.k8s.io`, `custom.metrics.k8s.io` or `external.metrics.k8s.io` (metrics-server,
#   prometheus-adapter, KEDA, the adapters of clouds and monitoring vendors), and says where
#   the APIService points.
#   An agent that serves external metrics only when it is told to, such as Datadog's, is not
#   counted. It does not see for which of the APIs an adapter that is not registered was
#   configured.
# related_resources:
# - ref: https://keda.sh/docs/latest/operate/cluster/
# - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes, apiServices]
#     gap: [workloads]
#   remediation: |
#     Keep one product for each API. KEDA's scalers read from Prometheus, CloudWatch, Azure
#     Monitor and others, so it can take the place of an adapter for external metrics. Take
#     the other's role away by its own values (for prometheus-adapter, `rules.external` or
#     `rules.resource`), or uninstall it, and see that the APIService points to the one that
#     stays.
package kready.metrics["one-owner"]

import data.kready.lib

apis := {
	"metrics.k8s.io": "metrics/resource-api",
	"custom.metrics.k8s.io": "metrics/custom-api",
	"external.metrics.k8s.io": "metrics/external-api",
}

# owners are the instances that can serve an API.
owners[group] := found if {
	some group, role in apis
	found := [impl |
		some impl in lib.running(role)
		impl.state == "running"
	]
}

shared contains group if {
	some group, found in owners
	count(found) > 1
}

# registered_targets are the Services that the APIServices of an API point to.
registered_targets(group) := {sprintf("%s/%s", [a.serviceNamespace, a.serviceName]) |
	some a in input.apiServices
	a.group == group
	not a.local
}

registration_text(group) := sprintf("the APIService points to %s", [concat(" and ", registered_targets(group))]) if {
	count(registered_targets(group)) > 0
} else := "no APIService is registered"

gap contains finding if {
	some group in shared
	some impl in owners[group]
	w := impl.workloads[0]
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s can serve %s; %s", [impl.title, group, registration_text(group)]))
}

all_owners contains impl if {
	some found in owners
	some impl in found
}

skip contains "no workload here can serve a metrics API" if count(all_owners) == 0

summary contains sprintf("no two products compete for a metrics API: %s", [concat("; ", each)]) if {
	count(shared) == 0
	each := sort([sprintf("%s by %s", [group, lib.names({impl | some impl in found})]) | some group, found in owners; count(found) == 1])
}

summary contains sprintf("%s has one APIService, and can be served by %s", [group, owners_text(group)]) if some group in shared

owners_text(group) := concat(" and ", names) if {
	names := {impl.title | some impl in owners[group]}
	count(names) > 1
} else := sprintf("%d instances of %s", [count(owners[group]), owners[group][0].title])
