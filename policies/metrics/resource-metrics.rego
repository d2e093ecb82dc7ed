# METADATA
# title: The resource metrics API answers
# description: |
#   The CPU and memory figures of pods and nodes come from `metrics.k8s.io`, an API that
#   Kubernetes defines and leaves to others to serve. Without it, HorizontalPodAutoscalers do
#   not scale, `kubectl top` fails, and an overloaded service stays at the size it started
#   with.
#
#   kready reads the registration of the API, in version v1 or v1beta1, and its condition
#   Available. It does not matter who serves it: metrics-server, prometheus-adapter and the
#   providers' own all count. One that is registered and does not answer is the matter of
#   `cluster/apiservices-available`. kready does not see whether every node reports.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/
# - ref: https://github.com/kubernetes-sigs/metrics-server
# - ref: https://github.com/kubernetes-sigs/metrics-server/blob/master/KNOWN_ISSUES.md
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Install metrics-server (0.9 for Kubernetes 1.34 and newer). If it is there and not
#     available, `kubectl describe apiservice v1beta1.metrics.k8s.io` says why: most often its
#     pods cannot verify the kubelets' certificates, or port 10250 is closed.
package kready.metrics["resource-metrics"]

import data.kready.lib

apis contains s if {
	some s in input.apiServices
	s.name in {"v1.metrics.k8s.io", "v1beta1.metrics.k8s.io"}
}

available contains s if {
	some s in apis
	s.available == "True"
}

gap contains {"message": "no APIService serves metrics.k8s.io"} if count(apis) == 0

# A registered API that does not answer is one gap, and another check's. That check is
# not required: some other dead API must not hide that there is no metrics API.
skip contains sprintf("%s is registered and does not answer: cluster/apiservices-available is a gap", [s.name]) if {
	count(available) == 0
	some s in apis
	s.available == "False"
}

unknown contains finding if {
	count(available) == 0
	some s in apis
	not s.available in {"True", "False"}
	finding := lib.finding("APIService", "", s.name, "it says nothing about being available")
}

servers := lib.running("metrics/resource-api")

summary contains sprintf("%s answers (%s)", [concat(" and ", {s.name | some s in available}), lib.names(servers)]) if {
	count(available) > 0
	count(servers) > 0
}

summary contains sprintf("%s answers", [concat(" and ", {s.name | some s in available})]) if {
	count(available) > 0
	count(servers) == 0
}

summary contains "there is no metrics API" if count(apis) == 0
