# METADATA
# title: The issuers of the certificates of the service are there, and ready
# description: |
#   A Certificate whose issuer does not exist, or is not ready, is never issued: its Secret is not made, the
#   Ingress serves a certificate of its controller's own, and pods that mount it do not start.
#
#   kready looks for the issuer of each Certificate, and for that which annotations of cert-manager name on
#   Ingresses and Gateways. An issuer that the service brings itself counts as there, where cert-manager runs. Whether the issuer's
#   solvers can prove the names that are asked for is not judged, nor is a policy of approval.
# related_resources:
# - ref: https://cert-manager.io/docs/configuration/
# - ref: https://cert-manager.io/docs/usage/ingress/
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
#       Have the platform install cert-manager and make the issuer, or get the certificate another way that is there.
#   - state: stopped
#     text: |
#       Have the platform bring cert-manager's pods back.
#   remediation: |
#     Name an issuer that is there and ready, or have the platform make it:
#
#         kubectl get issuers,clusterissuers -A
package kready.certificates["issuer-there"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.workloads
import data.kready.lib

# asked are the issuers that the service names, with where it does.
asked contains {"object": c, "group": group_of(c), "kind": kind_of(c), "name": name, "line": landing.line(c, "spec.issuerRef.name")} if {
	some c in landing.objects_of("cert-manager.io", "Certificate")
	name := landing.value(c, "spec.issuerRef.name")
	name != ""
}

asked contains {"object": o, "group": group, "kind": kind, "name": name, "line": 0} if {
	some o in input.service.objects
	o.kind in {"Ingress", "Gateway"}
	some annotation, default_kind in {"cert-manager.io/issuer": "Issuer", "cert-manager.io/cluster-issuer": "ClusterIssuer"}
	name := o.annotations[annotation]
	kind := object.get(o.annotations, "cert-manager.io/issuer-kind", default_kind)
	group := object.get(o.annotations, "cert-manager.io/issuer-group", "cert-manager.io")
}

group_of(c) := "cert-manager.io" if landing.value(c, "spec.issuerRef.group") == ""

group_of(c) := landing.value(c, "spec.issuerRef.group") if landing.value(c, "spec.issuerRef.group") != ""

kind_of(c) := "Issuer" if landing.value(c, "spec.issuerRef.kind") == ""

kind_of(c) := landing.value(c, "spec.issuerRef.kind") if landing.value(c, "spec.issuerRef.kind") != ""

own(a) if {
	a.group == "cert-manager.io"
	a.kind in {"Issuer", "ClusterIssuer"}
}

namespace(a) := "" if a.kind == "ClusterIssuer"

namespace(a) := a.object.namespace if a.kind != "ClusterIssuer"

issuer(a) := i if {
	some n, _ in named_issuers[[a.group, a.kind, a.name]]
	i := input.issuers[n]
	object.get(i, "namespace", "") in {"", namespace(a)}
	matches_scope(i, a)
}

# An external issuer may be of either scope.
matches_scope(_, a) if not own(a)

matches_scope(i, a) if {
	own(a)
	object.get(i, "namespace", "") == namespace(a)
}

# named_issuers is where each stands.
named_issuers := object.union_n([{[i.group, i.kind, i.name]: {n: true}} | some n, i in input.issuers])

brought(a) if [a.group, a.kind, a.name] in of_service

of_service contains [o.group, o.kind, o.name] if some o in input.service.objects

skip contains "the service asks for no certificate of cert-manager" if count(asked) == 0

gap contains landing.finding(a.object, a.line, "service", sprintf("the %s %s does not exist", [a.kind, a.name])) if {
	not without_manager
	some a in asked
	own(a)
	not issuer(a)
	not brought(a)
}

gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "absent"}) if {
	without_manager
	some a in asked
	own(a)
	not issuer(a)
	not brought(a)
	message := sprintf("the %s %s does not exist, and there is no cert-manager that is known to run", [a.kind, a.name])
}

gap contains object.union(landing.finding(a.object, a.line, "platform", left_alone(a)), {"state": "absent"}) if {
	count(absence.possible("certificates/issuer")) == 0
	some a in alone
}

# One that comes with the service is never made ready then.
gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "stopped"}) if {
	count(stopped) > 0
	some a in asked
	own(a)
	brought(a)
	not issuer(a)
	message := sprintf("the %s %s comes with the service, and cert-manager does not run: %s", [a.kind, a.name, concat("; ", stopped)])
}

gap contains landing.finding(a.object, a.line, "platform", sprintf("the %s %s is not ready: %s", [a.kind, a.name, why(issuer(a))])) if {
	some a in asked
	issuer(a).ready == "False"
}

# An issuer says that it is ready long after cert-manager has stopped.
gap contains object.union(landing.finding(a.object, a.line, "platform", message), {"state": "stopped"}) if {
	count(stopped) > 0
	some a in asked
	own(a)
	issuer(a).ready == "True"
	message := sprintf("the %s %s says that it is ready, and cert-manager does not run: %s", [a.kind, a.name, concat("; ", stopped)])
}

# alone are the issuers that come with the service, where nothing makes them ready.
alone contains a if {
	without_manager
	some a in asked
	own(a)
	brought(a)
}

left_alone(a) := sprintf("the %s %s comes with the service, and there is no cert-manager that is known to run", [a.kind, a.name])

# without_manager holds where nothing of cert-manager is seen, and the service does not bring it.
without_manager if {
	not brings_manager
	every i in input.issuers { i.group != "cert-manager.io" }
	every impl in lib.running("certificates/issuer") { impl.name != "cert-manager" }
}

brings_manager if landing.brought("apiextensions.k8s.io", "CustomResourceDefinition", "", "certificates.cert-manager.io")

brings_manager if {
	some p in input.service.pods
	some c in p.containers
	endswith(c.image.repository, "cert-manager-controller")
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
	some impl in lib.running("certificates/issuer")
	impl.name == "cert-manager"
	some finding in workloads.down(impl)
	not contains(finding.object.name, "cainjector") # it issues nothing
}

why(i) := i.message if i.message != ""

why(i) := "it does not say why" if i.message == ""

unknown contains landing.finding(a.object, a.line, "platform", sprintf("%s, unless it is what is not recognised", [left_alone(a)])) if {
	count(absence.possible("certificates/issuer")) > 0
	some a in alone
}

unknown contains landing.finding(a.object, a.line, "platform", sprintf("the %s %s does not say whether it is ready", [a.kind, a.name])) if {
	some a in asked
	not issuer(a).ready in {"True", "False"}
}

unknown contains landing.finding(a.object, a.line, "service", sprintf("whether the %s %s of %s exists is not known", [a.kind, a.name, a.group])) if {
	some a in asked
	not own(a)
	not issuer(a)
	not brought(a)
}

summary.pass contains sprintf("%s, by issuers that are there", [lib.counted(count(asked), "certificate is asked for", "certificates are asked for")])

summary.gap contains sprintf("%s not be issued", [lib.counted(count(gap), "certificate would", "certificates would")])

summary.unknown contains "whether the service gets its certificates is not known"
