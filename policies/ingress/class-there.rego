# METADATA
# title: The class of each Ingress of the service is there, and its controller runs
# description: |
#   An Ingress of a class that no controller serves is accepted, and nothing serves it: it never gets an
#   address, and no error says why. So is one that names no class in a cluster without a default class, but
#   on GKE, whose own controller takes it. Of several default classes the newest is taken since Kubernetes
#   1.25, and before the API server refuses the Ingress. Which is the newest is not known to kready: the
#   controllers of all of them have to run.
#
#   The annotation `kubernetes.io/ingress.class` came before the field. Controllers that still read it compare
#   it with a name of their own, for which no object need be there: a class of that name is enough, and
#   without one the answer is unknown.
#
#   An IngressClass that the service brings itself counts as there.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
# - ref: https://github.com/kubernetes/kubernetes/pull/110974
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, version]
#   remedies:
#   - state: none
#     text: |
#       Have the platform install an ingress controller with its IngressClass, or use another way in that is there.
#   - state: no-default
#     text: |
#       Name a class in `spec.ingressClassName`. These are there:
#
#           kubectl get ingressclass
#   - state: several
#     text: |
#       Name a class in `spec.ingressClassName`, or have the platform keep one default class:
#
#           kubectl get ingressclass
#   - state: stopped
#     text: |
#       Bring the controller of the class back, or name a class whose controller runs.
#   remediation: |
#     Name a class that is there, or have the platform install its controller. These are there:
#
#         kubectl get ingressclass
package kready.ingress["class-there"]

import data.kready.internal.controllers
import data.kready.internal.landing
import data.kready.lib

ingresses := input.service.ingresses

skip contains "the service has no Ingress" if count(ingresses) == 0

# class is the name of the class that an Ingress asks for.
class(i) := i.class if i.class != ""

else := i.legacyClass if i.legacyClass != ""

# classless are Ingresses that name none.
classless := [i | some i in ingresses; not class(i)]

there(name) if {
	some c in input.ingressClasses
	c.name == name
}

there(name) if landing.brought("networking.k8s.io", "IngressClass", "", name)

defaults contains c.name if {
	some c in input.ingressClasses
	c.default
}

# gce are the values of the annotation that GKE's own controller takes.
gce := {"gce", "gce-internal"}

no_default := sprintf("it names no class, and no class is the default: there %s %s", [lib.are(count(input.ingressClasses)), listed])

gap contains landing.finding(i, i.classLine, closer, sprintf("its class %s does not exist: there %s %s", [i.class, lib.are(count(input.ingressClasses)), listed])) if {
	some i in ingresses
	i.class != ""
	not there(i.class)
}

gap contains object.union(landing.finding(i, i.classLine, closer, no_default), {"state": default_state}) if {
	count(defaults) == 0
	count(controllers.takes_classless) == 0
	some i in classless
}

gap contains object.union(landing.finding(i, i.classLine, "platform", sprintf("the controller %s of its class %s does not run", [c.controller, c.name])), {"state": "stopped"}) if {
	some i in ingresses
	some c in input.ingressClasses
	c.name == taken(i)
	controllers.not_running(c.controller)
}

gap contains object.union(landing.finding(i, i.classLine, "service", sprintf("%s: before Kubernetes 1.25 the API server refuses it", [several])), {"state": "several"}) if {
	count(defaults) > 1
	before_1_25
	some i in classless
}

version_known if input.version.minor > 0

several := sprintf("it names no class, and several are the default: %s", [lib.shortened(sort(defaults))])

unknown contains landing.finding(i, i.classLine, "service", sprintf("%s: whether the API server refuses it, as before Kubernetes 1.25, is not known", [several])) if {
	count(defaults) > 1
	not since_1_25
	not before_1_25
	some i in classless
}

# The newest of several defaults is taken: which it is, is not known.
unknown contains landing.finding(i, i.classLine, "platform", sprintf("%s: the newest is taken, and the controller %s of %s does not run", [several, c.controller, c.name])) if {
	count(defaults) > 1
	since_1_25
	some i in classless
	some c in input.ingressClasses
	c.default
	controllers.not_running(c.controller)
}

unknown contains landing.finding(i, i.classLine, "service", by_annotation(i)) if {
	some i in ingresses
	i.class == ""
	i.legacyClass != ""
	not there(i.legacyClass)
	not gke_takes(i.legacyClass)
}

unknown contains landing.finding(i, i.classLine, "platform", stranger(c)) if {
	some i in ingresses
	some c in input.ingressClasses
	c.name == taken(i)
	count(controllers.implementations(c.controller)) == 0
}

since_1_25 if input.version.minor >= 25

before_1_25 if {
	version_known
	not input.version.guess
	not since_1_25
}

# taken is the class that an Ingress ends up with.
taken(i) := class(i)

taken(i) := name if {
	count(defaults) == 1
	not class(i)
	some name in defaults
}

by_annotation(i) := sprintf(
	"it names its class %s by the annotation, and there is no IngressClass of that name: whether a controller takes it cannot be seen",
	[i.legacyClass],
)

stranger(c) := sprintf(
	"the controller %s of its class %s is not known to kready: whether it runs cannot be seen",
	[c.controller, c.name],
)

gke_takes(name) if {
	input.distribution.name == "gke"
	name in gce
}

default default_state := "no-default"

default_state := "none" if count(input.ingressClasses) == 0

state contains "none" if {
	count(input.ingressClasses) == 0
	count(gap) > 0
}

state contains "no-default" if {
	some f in gap
	object.get(f, "state", "") == "no-default"
}

state contains "several" if {
	some f in gap
	object.get(f, "state", "") == "several"
}

state contains "stopped" if {
	some f in gap
	object.get(f, "state", "") == "stopped"
}

# closer is who can close the gap: where there is no class at all, the platform.
default closer := "service"

closer := "platform" if count(input.ingressClasses) == 0

listed := "none" if count(input.ingressClasses) == 0

else := lib.shortened(sort([c.name | some c in input.ingressClasses]))

summary.pass contains sprintf("%s, of a class whose controller runs", [lib.counted(count(ingresses), "Ingress", "Ingresses")])

summary.gap contains sprintf("%s be served", [lib.counted(count({f.object | some f in gap}), "Ingress would not", "Ingresses would not")])
