# METADATA
# title: The stores that the service takes secrets from are there, and work
# description: |
#   An ExternalSecret that names a store which is not there, or which is refused by its backend, makes no
#   Secret: the pods that mount it wait in ContainerCreating.
#
#   kready looks for each store of the External Secrets Operator that the service names, in its namespace or
#   for the whole cluster, whether it says that it is Ready, and whether the conditions of a ClusterSecretStore
#   admit the namespace. A store that the service brings itself counts as there, where the operator runs. What the store's credential
#   opens is not seen.
# related_resources:
# - ref: https://external-secrets.io/latest/api/externalsecret/
# - ref: https://external-secrets.io/latest/api/clustersecretstore/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: absent
#     text: |
#       Have the platform install the External Secrets Operator and make the store, or get the Secret another way that is there.
#   - state: stopped
#     text: |
#       Have the platform bring the pods of the External Secrets Operator back.
#   - state: not-admitted
#     text: |
#       Name a store that admits the namespace, or have the platform add the namespace to the `conditions` of this one.
#   remediation: |
#     Name a store that is there and Ready, or have the platform make it:
#
#         kubectl get secretstores,clustersecretstores -A
package kready.secrets["store-there"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.selectors
import data.kready.internal.workloads
import data.kready.lib

# asked are the stores that ExternalSecrets name, with where they do.
asked := [{"object": e, "kind": kind, "name": name, "line": landing.line(e, "spec.secretStoreRef.name")} |
	some e in landing.objects_of("external-secrets.io", "ExternalSecret")
	name := landing.value(e, "spec.secretStoreRef.name")
	name != ""
	kind := kind_of(e)
]

kind_of(e) := "SecretStore" if landing.value(e, "spec.secretStoreRef.kind") == ""

kind_of(e) := landing.value(e, "spec.secretStoreRef.kind") if landing.value(e, "spec.secretStoreRef.kind") != ""

# namespace is that of the store: none for one of the whole cluster.
namespace(a) := a.object.namespace if a.kind == "SecretStore"

namespace(a) := "" if a.kind != "SecretStore"

store(a) := s if {
	some s in input.secretStores
	s.kind == a.kind
	s.name == a.name
	s.namespace == namespace(a)
}

brought(a) if landing.brought("external-secrets.io", a.kind, namespace(a), a.name)

skip contains "the service has no ExternalSecret that names a store" if count(asked) == 0

gap contains landing.finding(a.object, a.line, "service", sprintf("the %s %s does not exist", [a.kind, a.name])) if {
	not without_operator
	some a in missing
}

gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "absent"}) if {
	without_operator
	some a in missing
	message := sprintf("the %s %s does not exist, and there is no External Secrets Operator that is known to run", [a.kind, a.name])
}

gap contains object.union(landing.finding(a.object, a.line, "platform", left_alone(a)), {"state": "absent"}) if {
	count(absence.possible("secrets/operator")) == 0
	some a in alone
}

# One that comes with the service is never made ready then.
gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "stopped"}) if {
	count(stopped) > 0
	some a in asked
	brought(a)
	not store(a)
	message := sprintf("the %s %s comes with the service, and the operator does not run: %s", [a.kind, a.name, concat("; ", stopped)])
}

gap contains landing.finding(a.object, a.line, "platform", sprintf("the %s %s is not ready: %s", [a.kind, a.name, why(store(a))])) if {
	some a in asked
	store(a).ready == "False"
}

# A store says that it is ready long after the operator has stopped.
gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "stopped"}) if {
	count(stopped) > 0
	some a in asked
	store(a).ready == "True"
	message := sprintf("the %s %s says that it is ready, and the operator does not run: %s", [a.kind, a.name, concat("; ", stopped)])
}

gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "not-admitted"}) if {
	some a in asked
	restricts(store(a))
	known_labels(a)
	not admits(store(a), a.object.namespace)
	message := sprintf("the ClusterSecretStore %s does not admit the namespace %s: it admits %s", [a.name, a.object.namespace, admitted(store(a))])
}

missing contains a if {
	some a in asked
	not store(a)
	not brought(a)
	a.kind in {"SecretStore", "ClusterSecretStore"}
}

# alone are the stores that come with the service, where nothing makes them ready.
alone contains a if {
	without_operator
	some a in asked
	brought(a)
}

left_alone(a) := sprintf("the %s %s comes with the service, and there is no External Secrets Operator that is known to run", [a.kind, a.name])

# without_operator holds where nothing of the operator is seen, and the service does not bring it.
without_operator if {
	not brings_operator
	every s in input.secretStores { not s.kind in {"SecretStore", "ClusterSecretStore"} }
	every impl in lib.running("secrets/operator") { impl.name != "external-secrets" }
}

brings_operator if landing.brought("apiextensions.k8s.io", "CustomResourceDefinition", "", "externalsecrets.external-secrets.io")

brings_operator if {
	some p in input.service.pods
	some c in p.containers
	endswith(c.image.repository, "external-secrets/external-secrets")
}

state contains "absent" if {
	some f in gap
	object.get(f, "state", "") == "absent"
}

state contains "stopped" if {
	some f in gap
	object.get(f, "state", "") == "stopped"
}

state contains "not-admitted" if {
	some f in gap
	object.get(f, "state", "") == "not-admitted"
}

stopped contains finding.message if {
	some impl in lib.running("secrets/operator")
	impl.name == "external-secrets"
	some finding in workloads.down(impl)
	not contains(finding.object.name, "cert-controller") # it syncs nothing
}

why(s) := s.message if s.message != ""

why(s) := s.reason if {
	s.message == ""
	s.reason != ""
}

why(s) := "it does not say why" if {
	s.message == ""
	s.reason == ""
}

unknown contains landing.finding(a.object, a.line, "platform", sprintf("%s, unless it is what is not recognised", [left_alone(a)])) if {
	count(absence.possible("secrets/operator")) > 0
	some a in alone
}

unknown contains landing.finding(a.object, a.line, "platform", sprintf("the %s %s does not say whether it is ready", [a.kind, a.name])) if {
	some a in asked
	not store(a).ready in {"True", "False"}
}

unknown contains landing.finding(a.object, a.line, "service", sprintf("it takes its values from a %s, which kready does not know", [a.kind])) if {
	some a in asked
	not a.kind in {"SecretStore", "ClusterSecretStore"}
}

# What is not known of labels matters where a condition asks for them.
unknown contains landing.finding(a.object, a.line, "platform", message) if {
	some a in asked
	restricts(store(a))
	not known_labels(a)
	not admits(store(a), a.object.namespace)
	message := sprintf("whether the ClusterSecretStore %s admits the namespace %s is not known: it admits %s", [a.name, a.object.namespace, admitted(store(a))])
}

unknown contains landing.finding(a.object, a.line, "platform", sprintf("the ClusterSecretStore %s may be used from some namespaces only: from which is not read", [a.name])) if {
	some a in asked
	store(a).ready == "True"
	store(a).restricted
	count(store(a).admits) == 0
}

restricts(s) if {
	s.kind == "ClusterSecretStore"
	count(s.admits) > 0
}

# One condition is enough, and of one that has several parts each.
admits(s, name) if {
	some condition in s.admits
	name in condition.namespaces
}

admits(s, name) if {
	some condition in s.admits
	some expression in condition.regexes
	regex.match(expression, name)
}

admits(s, name) if {
	some condition in s.admits
	condition.selector.set
	selectors.selects(condition.selector, landing.namespace_labels(name))
}

# known_labels holds where the labels of the namespace are known, or are not asked for.
known_labels(a) if landing.namespace_labels(a.object.namespace)

known_labels(a) if {
	every condition in store(a).admits { not condition.selector.set }
}

# admitted says whom a store admits.
admitted(s) := lib.shortened(sort({text | some c in s.admits; some text in texts(c)}))

texts(c) := ({name | some name in c.namespaces} | {sprintf("names like %s", [e]) | some e in c.regexes}) | labelled(c.selector)

labelled(selector) := {sprintf("those labelled %s", [concat(", ", [selectors.text(r) | some r in selector.requirements])])} if {
	count(selector.requirements) > 0
} else := set()

summary.pass contains sprintf("%s, from stores that are there", [lib.counted(count(asked), "ExternalSecret", "ExternalSecrets")])

summary.gap contains sprintf("%s would make no Secret", [lib.counted(count(gap), "ExternalSecret", "ExternalSecrets")])

summary.unknown contains "whether the service gets its secrets is not known"
