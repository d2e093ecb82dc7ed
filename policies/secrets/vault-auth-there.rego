# METADATA
# title: The Vault logins that the service takes secrets by are there, and let it
# description: |
#   A VaultStaticSecret, VaultDynamicSecret or VaultPKISecret names the VaultAuth by which the operator logs in. Without
#   it, or where that does not let the namespace, no Secret is made: the pods that mount it wait.
#
#   kready looks for each VaultAuth that the service names, in the namespace before the slash or the object's own, and
#   for the one called default in the operator's namespace where an object names none; whether it says that it is
#   valid; and whether its allowedNamespaces have the service's. Without these, its own namespace alone may use it. One
#   that the service brings itself counts as there. What Vault lets it read is not seen.
# related_resources:
# - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference
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
#       Have the platform install the Vault Secrets Operator and make the VaultAuth, or get the Secret another way that is there.
#   - state: stopped
#     text: |
#       Have the platform bring the pods of the Vault Secrets Operator back.
#   remediation: |
#     Name a VaultAuth that is there and valid, or have the platform add the namespace to its `allowedNamespaces`:
#
#         kubectl get vaultauths -A
package kready.secrets["vault-auth-there"]

import data.kready.internal.landing
import data.kready.internal.secret_makers
import data.kready.internal.workloads
import data.kready.lib

takers contains o if {
	some kind in secret_makers.vault_kinds
	some o in landing.objects_of("secrets.hashicorp.com", kind)
}

skip contains "the service takes no secret by the Vault Secrets Operator" if count(takers) == 0

# asked are the logins that they name, with where they do.
asked contains {"object": o, "namespace": place.namespace, "name": place.name, "line": landing.line(o, "spec.vaultAuthRef")} if {
	some o in takers
	place := place_of(o)
}

place_of(o) := {"namespace": o.namespace, "name": ref} if {
	ref := landing.value(o, "spec.vaultAuthRef")
	ref != ""
	not contains(ref, "/")
}

place_of(o) := {"namespace": parts[0], "name": parts[1]} if {
	parts := split(landing.value(o, "spec.vaultAuthRef"), "/")
	count(parts) == 2
}

place_of(o) := {"namespace": operator_namespace, "name": "default"} if landing.value(o, "spec.vaultAuthRef") == ""

operator_namespace := namespace if {
	some impl in operators
	namespace := impl.namespace
}

operators contains impl if {
	some impl in lib.running("secrets/operator")
	impl.name == "vault-secrets-operator"
}

login(a) := s if {
	some s in input.secretStores
	s.kind == "VaultAuth"
	s.namespace == a.namespace
	s.name == a.name
}

own(a) := o if {
	some o in landing.objects_of("secrets.hashicorp.com", "VaultAuth")
	o.namespace == a.namespace
	o.name == a.name
}

text(a) := sprintf("the VaultAuth %s", [a.name]) if a.namespace == a.object.namespace

text(a) := sprintf("the VaultAuth %s/%s", [a.namespace, a.name]) if a.namespace != a.object.namespace

gap contains landing.finding(a.object, a.line, "service", sprintf("%s does not exist", [text(a)])) if {
	not without_operator
	some a in missing
}

gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "absent"}) if {
	without_operator
	some a in missing
	message := sprintf("%s does not exist, and there is no Vault Secrets Operator that is known to run", [text(a)])
}

gap contains landing.finding(a.object, a.line, "platform", sprintf("%s is not valid: %s", [text(a), why(login(a))])) if {
	some a in asked
	not own(a)
	login(a).ready == "False"
}

gap contains landing.finding(a.object, a.line, "platform", sprintf("%s does not let the namespace %s use it", [text(a), a.object.namespace])) if {
	some a in asked
	not own(a)
	lets(a) == "no"
}

gap contains landing.finding(own(a), 0, "service", sprintf("it does not let the namespace %s use it, where %s does", [a.object.namespace, landing.what(a.object)])) if {
	some a in asked
	a.namespace != a.object.namespace
	names := {f.value | some f in landing.values(own(a), "spec.allowedNamespaces[]")}
	names != {"*"}
	not a.object.namespace in names
	not by_default(a)
}

# A login says that it is valid long after the operator has stopped.
gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "stopped"}) if {
	count(stopped) > 0
	some a in asked
	login(a).ready == "True"
	message := sprintf("%s says that it is valid, and the operator does not run: %s", [text(a), concat("; ", stopped)])
}

# without_operator holds where nothing of the operator is seen, and the service does not bring it.
without_operator if {
	count(operators) == 0
	not landing.brought("apiextensions.k8s.io", "CustomResourceDefinition", "", "vaultauths.secrets.hashicorp.com")
	every s in input.secretStores { s.kind != "VaultAuth" }
}

missing contains a if {
	some a in asked
	not login(a)
	not own(a)
}

state contains "absent" if {
	some f in gap
	object.get(f, "state", "") == "absent"
}

state contains "stopped" if {
	some f in gap
	object.get(f, "state", "") == "stopped"
}

stopped contains finding.message if {
	some impl in operators
	some finding in workloads.down(impl)
}

# lets says whether the login of the cluster lets the object's namespace. It is not defined where that is not known.
lets(a) := "yes" if a.namespace == a.object.namespace

lets(a) := "yes" if {
	a.namespace != a.object.namespace
	by_default(a)
}

lets(a) := verdict(login(a), a.object.namespace) if {
	a.namespace != a.object.namespace
	not by_default(a)
}

verdict(s, _) := {"all": "yes", "own": "no"}[s.allows]

verdict(s, namespace) := "yes" if {
	s.allows == "listed"
	namespace in s.allowedNamespaces
}

verdict(s, namespace) := "no" if {
	s.allows == "listed"
	not namespace in s.allowedNamespaces
}

# The one called default in the operator's namespace is for all.
by_default(a) if {
	a.name == "default"
	a.namespace == operator_namespace
}

why(s) := s.message if s.message != ""

why(s) := "it does not say why" if s.message == ""

unknown contains landing.finding(a.object, a.line, "platform", sprintf("%s does not say whether it is valid", [text(a)])) if {
	some a in asked
	not own(a)
	not login(a).ready in {"True", "False"}
}

unknown contains landing.finding(a.object, a.line, "platform", sprintf("which namespaces %s lets was not read", [text(a)])) if {
	some a in asked
	not own(a)
	login(a).allows == ""
	not lets(a)
}

unknown contains landing.finding(o, 0, "platform", "it names no VaultAuth, and in which namespace the operator has its default one is not known") if {
	not operator_namespace
	some o in takers
	landing.value(o, "spec.vaultAuthRef") == ""
}

summary.pass contains sprintf("%s secrets of Vault, by logins that are there", [lib.counted(count(takers), "object takes", "objects take")])

summary.gap contains sprintf("%s would make no Secret", [lib.counted(count({f.object | some f in gap}), "object", "objects")])

summary.unknown contains "whether the service gets its secrets of Vault is not known"
