# METADATA
# title: ExternalDNS writes the names that the service asks for
# description: |
#   The annotation `external-dns.alpha.kubernetes.io/hostname` makes no name by itself: ExternalDNS has to run, to look at
#   objects of that kind (`--source`), and to be let write to the domain (`--domain-filter`). Nothing says that a name
#   is passed over.
#
#   kready holds the annotated objects against the flags of ExternalDNS, where it runs in the cluster. Whether it may write to
#   the zone is not judged. Where its flags do not show a source, or select objects by labels or annotations, the
#   answer is unknown.
# related_resources:
# - ref: https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
# - ref: https://kubernetes-sigs.github.io/external-dns/latest/docs/flags/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: passed-over
#     text: |
#       Have the platform add the source or the domain to the flags of ExternalDNS, or use a name of a domain that it writes:
#
#           kubectl get deployments -A -l app.kubernetes.io/name=external-dns -o yaml
#   remediation: |
#     Have the platform install ExternalDNS, or write the name by hand.
package kready.dns["names-written"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.internal.workloads
import data.kready.lib

annotation := "external-dns.alpha.kubernetes.io/hostname"

role := "dns/records"

asking := [o | some o in input.service.objects; object.get(o.annotations, annotation, "") != ""]

names(o) := {trim_suffix(lower(trim_space(name)), ".") | some name in split(o.annotations[annotation], ",")}

skip contains sprintf("no object of the service has the annotation %s", [annotation]) if count(asking) == 0

impls := [impl |
	some impl in lib.running(role)
	impl.name == "external-dns"
]

writers := [w | some impl in impls; some w in lib.workloads_of(impl)]

brought if optins.brings({"external-dns"})

here if count(impls) > 0

here if brought

possible := absence.possible(role)

missing(o) := sprintf("it asks for the name %s, and ExternalDNS does not run", [concat(", ", sort(names(o)))])

stopped contains f.message if {
	some impl in impls
	some f in workloads.down(impl)
}

# sources are those for objects of a kind; of other kinds it is not known.
sources := {
	"GRPCRoute": "gateway-grpcroute", "HTTPRoute": "gateway-httproute", "Ingress": "ingress", "Node": "node", "Pod": "pod",
	"Service": "service", "TCPRoute": "gateway-tcproute", "TLSRoute": "gateway-tlsroute", "UDPRoute": "gateway-udproute",
}

# told are the writers whose flags show what they look at.
told := [w | some w in writers; count(workloads.flag_values(w, "source")) > 0]

all_told if {
	count(told) > 0
	count(told) == count(writers)
}

looks(o) if {
	some w in told
	sources[o.kind] in workloads.flag_values(w, "source")
}

domains(w) := {trim_suffix(trim_prefix(lower(trim_space(d)), "."), ".") |
	some value in workloads.flag_values(w, "domain-filter")
	some d in split(value, ",")
	trim_space(d) != ""
}

writes(_) if {
	some w in told
	count(domains(w)) == 0
}

writes(name) if {
	some w in told
	some domain in domains(w)
	within(name, domain)
}

within(name, domain) if name == domain

within(name, domain) if endswith(name, sprintf(".%s", [domain]))

gap contains landing.finding(o, 0, "platform", missing(o)) if {
	not here
	count(possible) == 0
	some o in asking
}

gap contains landing.finding(o, 0, "platform", sprintf("%s: %s", [missing(o), concat("; ", sort(stopped))])) if {
	count(stopped) > 0
	some o in asking
}

gap contains object.union(landing.finding(o, 0, "platform", message), {"state": "passed-over"}) if {
	all_told
	not brought
	some o in asking
	not looks(o)
	source := sources[o.kind]
	message := sprintf("ExternalDNS does not look at it: --source=%s is not among its flags", [source])
}

gap contains object.union(landing.finding(o, 0, "platform", message), {"state": "passed-over"}) if {
	all_told
	not brought
	some o in asking
	some name in names(o)
	not writes(name)
	message := sprintf("ExternalDNS does not write %s: its domains are %s", [name, lib.shortened(sort(union({domains(w) | some w in told})))])
}

unknown contains landing.finding(o, 0, "platform", sprintf("%s, unless it is what is not recognised", [missing(o)])) if {
	not here
	count(possible) > 0
	some o in asking
}

unknown contains landing.finding(o, 0, "platform", "the flags of ExternalDNS that can be seen do not say what it looks at") if {
	count(writers) > 0
	not all_told
	some o in asking
}

unknown contains landing.finding(o, 0, "platform", "the kind of object is none of which kready knows whether ExternalDNS looks at it") if {
	all_told
	some o in asking
	not sources[o.kind]
}

unknown contains landing.finding(o, 0, "platform", "ExternalDNS selects objects by their labels or annotations: whether this one is among them is not known") if {
	all_told
	some w in writers
	count(array.concat(workloads.flag_values(w, "label-filter"), workloads.flag_values(w, "annotation-filter"))) > 0
	some o in asking
}

state contains "passed-over" if {
	some f in gap
	object.get(f, "state", "") == "passed-over"
}

summary.pass contains sprintf("%s for which ExternalDNS runs", [lib.counted(count(asking), "object", "objects")])

summary.gap contains "names that the service asks for would not be written"

summary.unknown contains "whether names that the service asks for would be written is not known"
