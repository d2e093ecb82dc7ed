package kready.cluster["operators-there_test"]

import data.kready.cluster["operators-there"] as check
import data.kready.lib
import data.kready.mocks

empty := {
	"deliveries": [], "secretStores": [], "syncedSecrets": [], "certificates": [], "backupSchedules": [], "declared": [], "candidates": [],
	"productResources": [{"name": resource, "read": true, "served": false, "objects": []} | some resource, _ in resources],
}

# resources are those that the check asks for.
resources := data.kready.internal.operated.resources

cluster(changes) := mocks.cluster(object.union(empty, changes))

crd(name, message) := lib.finding("CustomResourceDefinition", "", name, message)

collector := {"group": "opentelemetry.io", "kind": "OpenTelemetryCollector", "namespace": "tracing", "name": "gateway"}

gone := "1 OpenTelemetryCollector is there (tracing/gateway), and the OpenTelemetry Operator is not seen here: what is new or changed in them does nothing"

test_declared if {
	check.gap == {crd("opentelemetrycollectors.opentelemetry.io", gone)} with input as cluster({"declared": [collector]})
	there := cluster({"declared": [collector], "inventory": [mocks.running("opentelemetry-operator", ["tracing/operator"], [])]})
	check.gap == set() with input as there
	check.summary.pass == {"of 1 kind with objects, each has what acts on it"} with input as there
	hidden := cluster({"declared": [collector], "inventory": [mocks.hidden("opentelemetry-operator", ["tracing/operator"])]})
	check.gap == set() with input as hidden
}

# What was made of the objects goes on.
test_meanwhile if {
	made := mocks.daemon("gateway", {"kind": "Deployment", "ownerKind": "OpenTelemetryCollector", "ownerName": "gateway", "desired": 1, "ready": 1})
	told := concat("", [gone, "; 1 Deployment that was made of them goes on with the configuration that it had"])
	check.gap == {crd("opentelemetrycollectors.opentelemetry.io", told)} with input as cluster({"declared": [collector], "workloads": [made]})
}

# The CRD's plural is its own.
test_crd_of_the_kind if {
	agent := {"group": "monitoring.grafana.com", "kind": "GrafanaAgent", "namespace": "a", "name": "b"}
	named := cluster({"declared": [agent], "crds": [{"name": "grafanaagents.monitoring.grafana.com", "group": "monitoring.grafana.com", "kind": "GrafanaAgent"}]})
	{f.object.name | some f in check.gap} == {"grafanaagents.monitoring.grafana.com"} with input as named
}

# istioctl leaves an IstioOperator behind, which nobody has to act on.
test_pass_istioctl if {
	check.gap == set() with input as cluster({"declared": [{"group": "install.istio.io", "kind": "IstioOperator", "namespace": "istio-system", "name": "installed-state"}]})
}

delivery(kind) := {"kind": kind, "namespace": "apps", "name": "shop"}

test_deliveries if {
	argo := [mocks.running("argo-cd", ["delivery/gitops"], [])]
	left := cluster({"deliveries": [delivery("HelmRelease"), delivery("Application")], "inventory": argo})
	{f.object.name | some f in check.gap} == {"helmreleases.helm.toolkit.fluxcd.io"} with input as left

	# Where nothing delivers at all, delivery/tool says so.
	check.gap == set() with input as cluster({"deliveries": [delivery("HelmRelease")]})

	# EKS runs Argo CD where nobody sees it.
	flux := [mocks.running("flux2", ["delivery/gitops"], [])]
	on_eks := cluster({"deliveries": [delivery("Application")], "inventory": flux, "distribution": {"name": "eks", "managed": true}})
	check.gap == set() with input as on_eks
	check.unknown == {crd("applications.argoproj.io", "EKS may run Argo CD for it, outside of this cluster")} with input as on_eks
}

pools := {"name": "nodepools.karpenter.sh", "read": true, "served": true, "objects": [{"kind": "NodePool", "namespace": "", "name": "default"}]}

test_product_resources if {
	scaler := [mocks.running("cluster-autoscaler", ["scaling/nodes"], [])]
	others := [r | some r in empty.productResources; r.name != pools.name]
	left := cluster({"productResources": array.concat(others, [pools]), "inventory": scaler})
	check.gap == {crd("nodepools.karpenter.sh", "1 NodePool is there (default), and Karpenter is not seen here: what is new or changed in them does nothing")} with input as left
	unread := cluster({"productResources": others, "inventory": scaler, "crds": [{"name": pools.name, "group": "karpenter.sh", "kind": "NodePool"}]})
	check.unknown == {{"message": "nodepools.karpenter.sh could not be read (not-collected)"}} with input as unread
}

test_unknown if {
	stranger := mocks.candidate("tracing/operator", "otel")
	check.gap == set() with input as cluster({"declared": [collector], "candidates": [stranger]})
	check.unknown == {mocks.stranger("otel")} with input as cluster({"declared": [collector], "candidates": [stranger]})
	count(check.unknown) == 1 with input as cluster({"declared": [collector], "distribution": {"name": "vcluster", "managed": false}})
	check.gap == set() with input as cluster({"declared": [collector], "distribution": {"name": "vcluster", "managed": false}})
}

test_skip if {
	check.skip == {"there is no object of a kind of which kready knows what acts on it"} with input as cluster({})
	sealed := {"kind": "SealedSecret", "namespace": "shop", "name": "db"}
	told := {"nothing at all does what SealedSecrets are there for, which the checks of their batteries say"}
	check.skip == told with input as cluster({"syncedSecrets": [sealed]})
	check.skip == {"the manifests are not applied"} with input as cluster({"declared": [collector], "target": {"kind": "manifests"}, "applications": {"workloads": 0}})
}
