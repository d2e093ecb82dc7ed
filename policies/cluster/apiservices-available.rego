# METADATA
# title: Every aggregated API is available
# description: |
#   An APIService hands a part of the API to a server in the cluster. When that server is
#   gone, more breaks than its own resources: discovery is slow or incomplete for every
#   client, namespaces hang in Terminating since nobody can say what is left in them, and
#   autoscalers lose their metrics.
#
#   Every APIService with a Service behind it must have the condition Available. Leftovers of
#   products that were removed are the usual cause. The condition is what the API server saw
#   on its last try; an API that answers slowly looks fine here.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     gap: [apiServices]
#   remediation: |
#     Repair what serves it: the finding names the Service, and its endpoints show whether a ready
#     pod stands behind it.
#
#         kubectl get apiservice NAME -o yaml
#   remedies:
#   - state: service-gone
#     text: |
#       Bring the product back. Where another that serves this API runs here, apply its manifests or
#       chart again: they write the registration. Only where nothing is to serve it, delete it:
#
#           kubectl delete apiservice NAME
package kready.cluster["apiservices-available"]

import data.kready.lib

aggregated := [a |
	some a in input.apiServices
	not a.local
]

gap contains lib.finding("APIService", "", a.name, sprintf("%s/%s behind it: %s", [a.serviceNamespace, a.serviceName, why(a)])) if {
	some a in aggregated
	a.available in {"False", "Unknown"}
}

unknown contains lib.finding("APIService", "", a.name, "its status says nothing about availability") if {
	some a in aggregated
	a.available == ""
}

# The API server finds no Service: the product may be gone.
state contains "service-gone" if {
	some a in aggregated
	a.available in {"False", "Unknown"}
	a.reason == "ServiceNotFound"
}

why(a) := a.message if a.message != ""

why(a) := a.reason if {
	a.message == ""
	a.reason != ""
}

why(a) := "not available" if {
	a.message == ""
	a.reason == ""
}

total_text := lib.counted(count(aggregated), "aggregated API", "aggregated APIs")

summary.pass contains "no API is aggregated: the API server serves all of them itself" if count(aggregated) == 0

summary.pass contains sprintf("the API server finds %s available", [total_text]) if count(aggregated) > 0

summary.gap contains sprintf("%d of %s %s not available", [count(gap), total_text, lib.are(count(gap))])

summary.unknown contains sprintf("%d of %s %s nothing about availability", [count(unknown), total_text, say_verb])

say_verb := "says" if count(unknown) == 1

say_verb := "say" if count(unknown) != 1
