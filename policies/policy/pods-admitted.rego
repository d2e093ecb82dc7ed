# METADATA
# title: Pod Security of their namespace lets the service's pods in
# description: |
#   A namespace with `pod-security.kubernetes.io/enforce` refuses pods that its level forbids. A Deployment of
#   such pods is accepted, with a warning at most: its pods are never made, and only an event of the
#   ReplicaSet says why.
#
#   kready holds each pod template to the level of the namespace that it lands in, with the code by which the API server
#   does, in the version of the rules that the namespace names and the cluster has. Labels of a Namespace that the
#   service brings count. Pods of a namespace that is nowhere are left to `cluster/namespaces-there`.
#
#   Where the level is not known (a default may be set in the API server's admission configuration), and where
#   something may change the pods before they are judged (a policy engine, OpenShift, the init container by
#   which a mesh without its CNI plugin redirects traffic), the answer is unknown. Exemptions are not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
# - ref: https://github.com/kubernetes/pod-security-admission/tree/master/policy
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Set what the finding names in the securityContext of the pods and their containers, or leave out what is forbidden. For
#     pods that need it for their work, have the platform give them a namespace of another level.
package kready.policy["pods-admitted"]

import data.kready.internal.admission
import data.kready.internal.landing
import data.kready.internal.podsecurity
import data.kready.internal.upgrade
import data.kready.lib

skip contains "the service has no pods" if count(input.service.pods) == 0

# namespaces are those of the templates, as far as they are there, or brought.
namespaces contains p.namespace if {
	some p in input.service.pods
	known_namespace(p)
}

# labels_of are the labels of each, once the service is applied.
labels_of := {name: object.union(object.get(labels_there, name, {}), object.get(labels_brought, name, {})) | some name in namespaces}

labels_there := object.union_n([{ns.name: ns.labels} | some ns in input.namespaces; ns.name in namespaces])

labels_brought := object.union_n([{o.name: o.labels} | some o in landing.objects_of("", "Namespace")])

known_namespace(p) if landing.namespace_there(p.namespace)

known_namespace(p) if landing.brought("", "Namespace", "", p.namespace)

# level_of is the level that each enforces: what is no level counts as restricted.
level_of := {name: as_level(object.get(labels, "pod-security.kubernetes.io/enforce", "")) | some name, labels in labels_of}

as_level(value) := value if value in {"", "privileged", "baseline"}

as_level(value) := "restricted" if not value in {"", "privileged", "baseline"}

# rules_of is the minor version of the rules: that of the cluster, or an older one that the namespace names.
rules_of := {name: min({upgrade.minor, pinned(labels)}) | some name, labels in labels_of}

pinned(labels) := to_number(trim_prefix(version, "v1.")) if {
	version := object.get(labels, "pod-security.kubernetes.io/enforce-version", "latest")
	regex.match(`^v1\.[0-9]+$`, version)
} else := upgrade.minor

# forbidden(p, at) is what a level forbids of a template.
forbidden(p, at) := [f.what |
	some f in p.forbidden
	f.level == at
	f.from <= rules_of[p.namespace]
	before_end(f, rules_of[p.namespace])
]

before_end(f, _) if f.until == 0

before_end(f, minor) if f.until >= minor

refused := [p |
	count(podsecurity.switched_off) == 0
	some p in input.service.pods
	is_refused(p)
]

is_refused(p) if {
	count(podsecurity.unlooked) == 0
	count(forbidden(p, level_of[p.namespace])) > 0
}

text(p) := sprintf("its pods are refused: level %s of the namespace %s forbids %s", [level_of[p.namespace], p.namespace, concat("; ", forbidden(p, level_of[p.namespace]))])

gap contains landing.finding(p, p.templateLine, "service", text(p)) if {
	some p in refused
	count(changers(p)) == 0
}

# changers(p) may set what the level demands of a template.
changers(p) := {"OpenShift's SecurityContextConstraints set what pods leave out" | input.distribution.name == "openshift"} | {message |
	level_of[p.namespace] == "restricted"
	count(forbidden(p, "baseline")) == 0
	some impl in admission.running
	some h in admission.hooks(impl)
	h.kind == "MutatingWebhookConfiguration"
	some resource in h.hook.resources
	resource in {"/pods", "/*", "*/*", "*/pods"}
	message := sprintf("the API server asks %s what to change", [impl.title])
}

unknown contains landing.finding(p, p.templateLine, "service", sprintf("%s, unless they are changed before: %s", [text(p), concat(", ", changers(p))])) if {
	some p in refused
	count(changers(p)) > 0
}

unknown contains landing.finding(p, p.templateLine, "platform", why) if {
	some why in podsecurity.unlooked
	some p in input.service.pods
	count(forbidden(p, level_of[p.namespace])) > 0
}

# Without a label, a default of the API server's may hold.
unknown contains landing.finding(p, p.templateLine, "service", message) if {
	count(podsecurity.switched_off) == 0
	some p in input.service.pods
	level_of[p.namespace] == ""
	some why in podsecurity.defaults
	count(forbidden(p, "restricted")) > 0
	message := sprintf("the namespace %s has no Pod Security level, and %s; restricted forbids %s", [p.namespace, why, concat("; ", forbidden(p, "restricted"))])
}

# A mesh without its CNI plugin adds an init container that may administer the pod's network.
unknown contains landing.finding(p, p.templateLine, "platform", message) if {
	count(podsecurity.switched_off) == 0
	count(lib.running("mesh/control-plane")) > 0
	not cni_plugin
	some p in input.service.pods
	level_of[p.namespace] in {"baseline", "restricted"}
	not is_refused(p)
	some by in enrolled(p)
	message := sprintf("%s puts its pods into the mesh by an init container, which level %s forbids, unless a CNI plugin does it: none was found", [by, level_of[p.namespace]])
}

enrolled(p) := by_labels | by_annotation if {
	by_labels := {sprintf("the label %s", [key]) | some key, value in object.union(labels_of[p.namespace], p.labels); enrols(key, value)}
	by_annotation := {"the annotation linkerd.io/inject" | p.annotations["linkerd.io/inject"] in {"enabled", "ingress"}}
}

enrols("istio-injection", "enabled")

enrols("sidecar.istio.io/inject", "true")

enrols("istio.io/rev", value) if value != ""

# cni_plugin holds where the plugin of Istio or of Linkerd is installed on nodes: both call their container so.
cni_plugin if {
	some w in input.workloads
	w.kind == "DaemonSet"
	some c in w.containers
	c.name == "install-cni"
	regex.match(`istio|linkerd|install-cni|cni-plugin`, c.image.repository)
}

summary.pass contains "Pod Security is switched off in the API server" if count(podsecurity.switched_off) > 0

summary.pass contains sprintf("%s, none of which its namespace forbids%s", [lib.counted(count(input.service.pods), "pod template", "pod templates"), homeless]) if count(podsecurity.switched_off) == 0

# homeless says of how many templates the namespace does not exist: cluster/namespaces-there reports it.
default homeless := ""

homeless := sprintf("; of %d the namespace does not exist", [n]) if {
	n := count([p | some p in input.service.pods; not known_namespace(p)])
	n > 0
}

summary.gap contains sprintf("the pods of %d of %s are refused", [count(gap), lib.counted(count(input.service.pods), "pod template", "pod templates")])

summary.unknown contains "whether the service's pods are let in is not known"
