# METADATA
# title: The resource metrics API is available
# description: |
#   The CPU and memory figures of pods and nodes come from `metrics.k8s.io`, an API that
#   Kubernetes defines and leaves to others to serve. Without it, HorizontalPodAutoscalers do
#   not scale, `kubectl top` fails, and an overloaded service stays at the size it started
#   with.
#
#   kready reads the registration of the API, in version v1 or v1beta1, and its condition
#   Available: the API server reaches the Service behind it. It does not matter who serves it:
#   metrics-server, prometheus-adapter and the providers' own all count. One that is registered
#   and not available is the matter of `cluster/apiservices-available`. Whether there are figures,
#   and of every node, is not seen: `metrics/node-coverage` tries it.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/
# - ref: https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix
# - ref: https://github.com/kubernetes-sigs/metrics-server/blob/master/charts/metrics-server/CHANGELOG.md
# - ref: https://github.com/kubernetes-sigs/metrics-server/blob/master/KNOWN_ISSUES.md
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads, nodes, backends]
#     pass: [apiServices]
#   remediation: |
#     Install metrics-server, 0.9 for Kubernetes 1.34 and newer:
#
#         helm upgrade --install metrics-server metrics-server --repo https://kubernetes-sigs.github.io/metrics-server/ -n kube-system
#
#     Its pods must be able to verify the kubelets' certificates and to reach port 10250 of the nodes.
#   remedies:
#   - distributions: [vcluster]
#     text: |
#       Let vCluster pass on what the metrics-server of the cluster that runs it knows: set `integrations.metricsServer.enabled: true`
#       in vcluster.yaml.
#   - before: "1.34"
#     text: |
#       Install metrics-server 0.8.1 with its chart 3.13.1, the newest that is for this version of Kubernetes:
#
#           helm upgrade --install metrics-server metrics-server --repo https://kubernetes-sigs.github.io/metrics-server/ --version 3.13.1 -n kube-system
#
#       Its pods must be able to verify the kubelets' certificates and to reach port 10250 of the nodes.
#   - before: "1.31"
#     text: |
#       Install metrics-server 0.7.2 with its chart 3.12.2, the newest that is for this version of Kubernetes:
#
#           helm upgrade --install metrics-server metrics-server --repo https://kubernetes-sigs.github.io/metrics-server/ --version 3.12.2 -n kube-system
#
#       Its pods must be able to verify the kubelets' certificates and to reach port 10250 of the nodes.
#   - before: "1.27"
#     text: |
#       Install metrics-server 0.6.4 with its chart 3.11.0, the newest that is for this version of Kubernetes:
#
#           helm upgrade --install metrics-server metrics-server --repo https://kubernetes-sigs.github.io/metrics-server/ --version 3.11.0 -n kube-system
#
#       Its pods must be able to verify the kubelets' certificates and to reach port 10250 of the nodes.
#   - before: "1.25"
#     text: |
#       Install metrics-server 0.5.2 with its chart 3.7.0, the newest that is for this version of Kubernetes:
#
#           helm upgrade --install metrics-server metrics-server --repo https://kubernetes-sigs.github.io/metrics-server/ --version 3.7.0 -n kube-system
#
#       Its pods must be able to verify the kubelets' certificates and to reach port 10250 of the nodes.
#   - distributions: [eks]
#     text: |
#       Install the add-on:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name metrics-server
#   - distributions: [k3s]
#     text: |
#       k3s brings metrics-server unless its servers are started with `--disable=metrics-server`
#       (or `disable:` in /etc/rancher/k3s/config.yaml): take that away and restart them.
#   - distributions: [rke2]
#     text: |
#       RKE2 brings metrics-server unless `disable:` in /etc/rancher/rke2/config.yaml names
#       `rke2-metrics-server`: take that away and restart the servers.
#   - distributions: [openshift]
#     text: |
#       The cluster's own monitoring serves the API. See why it does not:
#
#           oc describe clusteroperator monitoring
#   - distributions: [gke, aks]
#     text: |
#       The provider brings metrics-server and puts it back. Where the APIService stays away, ask
#       the provider's support.
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
skip contains sprintf("%s is registered and not available: cluster/apiservices-available is a gap", [s.name]) if {
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

# services are the Services that the available registrations point to.
services contains {"namespace": s.serviceNamespace, "name": s.serviceName} if {
	some s in available
	s.serviceName != ""
}

# servers are the products whose pods one of these Services selects.
servers contains impl if {
	some service in services
	some b in input.backends
	b.namespace == service.namespace
	b.name == service.name
	some impl in lib.running("metrics/resource-api")
	some w in lib.workloads_of(impl)
	w.namespace == b.namespace
	lib.selected(b.selector, w.podLabels)
}

# bystanders could serve it, and are behind none of these Services.
bystanders := {impl |
	some impl in lib.running("metrics/resource-api")
	impl.state == "running"
} - servers

behind := sprintf(" (%s)", [lib.names(servers)]) if count(servers) > 0

behind := sprintf(" (Service %s)", [concat(" and ", {sprintf("%s/%s", [s.namespace, s.name]) | some s in services})]) if {
	count(servers) == 0
	count(services) > 0
}

behind := "" if {
	count(servers) == 0
	count(services) == 0
}

besides := "" if count(bystanders) == 0

besides := sprintf("; %s runs and is not behind it", [lib.names(bystanders)]) if count(bystanders) > 0

summary.pass contains sprintf("%s is available%s%s", [concat(" and ", {s.name | some s in available}), behind, besides])

summary.gap contains "there is no metrics API"

summary.unknown contains "whether the metrics API is available is not known"
