# METADATA
# title: One service mesh runs
# description: |
#   Two meshes that enrol one namespace put two proxies into each of its pods, or one of them
#   in front of the other's: traffic is redirected twice, certificates of one mesh meet the
#   other's, and readiness probes fail in ways that neither documents. Even in namespaces of
#   their own, two meshes mean that services on both sides talk in plain text.
#
#   kready looks for two running control planes of different meshes, and says which
#   namespaces are enrolled in both: by `istio-injection`, `istio.io/rev` and
#   `istio.io/dataplane-mode`, `linkerd.io/inject`, `kuma.io/sidecar-injection` and
#   `openservicemesh.io/monitored-by`. Consul and single pods are enrolled by annotations of
#   pods, which are not read. Several revisions of one mesh are one mesh.
# related_resources:
# - ref: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
# - ref: https://linkerd.io/2/features/proxy-injection/
# custom:
#   level: configured
#   tier: should
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads, nodes, namespaces]
#   remediation: |
#     Take the label of one mesh off each namespace that has both, and restart its pods. Then
#     move the rest to the mesh that stays, and uninstall the other: its webhooks first.
package kready.mesh["one-mesh"]

import data.kready.internal.meshes
import data.kready.lib

running_meshes := [impl | some impl in meshes.control_planes; impl.state == "running"]

mesh_names contains impl.name if some impl in running_meshes

# enrolled are the namespaces whose own labels enrol them in a mesh that runs.
enrolled[name] contains ns.name if {
	some ns in input.namespaces
	some name in mesh_names
	enrols(name, ns)
}

enrols("istio", ns) if ns.labels["istio-injection"] == "enabled"

enrols("istio", ns) if {
	ns.labels["istio.io/rev"]
	object.get(ns.labels, "istio-injection", "") != "disabled"
}

enrols("istio", ns) if ns.labels["istio.io/dataplane-mode"] == "ambient"

enrols("linkerd", ns) if ns.annotations["linkerd.io/inject"] in {"enabled", "ingress"}

enrols("kuma", ns) if ns.labels["kuma.io/sidecar-injection"] in {"enabled", "true"}

enrols("open-service-mesh", ns) if ns.labels["openservicemesh.io/monitored-by"]

# claimed_twice are the namespaces that two meshes are to enrol.
claimed_twice contains ns if {
	some a, first in enrolled
	some b, second in enrolled
	a < b
	some ns in first
	ns in second
}

claims(ns) := sort([title | some name, namespaces in enrolled; ns in namespaces; title := titles[name]])

titles[name] := title if {
	some name in mesh_names
	title := [impl.title | some impl in running_meshes; impl.name == name][0]
}

several_meshes if count(mesh_names) > 1

gap contains lib.finding("Namespace", "", ns, sprintf("%s are both to enrol it", [concat(" and ", claims(ns))])) if some ns in claimed_twice

gap contains finding if {
	several_meshes
	some impl in running_meshes
	w := impl.workloads[0]
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("it runs %s%s", [impl.title, share(impl.name)]))
}

share(name) := sprintf(", which enrols %s", [lib.counted(count(enrolled[name]), "namespace", "namespaces")]) if {
	count(enrolled[name]) > 0
} else := ", which enrols no namespace by its labels" if {
	name != "consul"
} else := ""

skip contains "the provider runs the mesh" if count(running_meshes) == 0

summary contains sprintf("%s is the only known mesh", [only]) if {
	count(mesh_names) == 1
	only := [title | some title in titles][0]
}

summary contains sprintf("%s run in one cluster%s", [both, enrolment]) if {
	several_meshes
	both := concat(" and ", sort([title | some title in titles]))
}

enrolment := "" if count(claimed_twice) == 0

enrolment := sprintf(", and %s enrolled in more than one", [lib.counted(count(claimed_twice), "namespace is", "namespaces are")]) if count(claimed_twice) > 0
