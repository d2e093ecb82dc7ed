# METADATA
# title: No IngressClass and no Ingress is known to be without a controller
# description: |
#   An IngressClass outlives the controller that it names, and nothing marks it as dead. An
#   Ingress of such a class is accepted and never served; when the class is the default one,
#   that happens to every Ingress that names none.
#
#   A class is a gap when kready knows its controller and none of its workloads runs. An
#   Ingress is a gap when it has had no address for 10 minutes while others of its class
#   have one, or when its class does not exist: for one that the annotation names, where no
#   controller that runs takes that name, which is known of ingress-nginx and Traefik. When
#   no Ingress of a class has an address, the answer is unknown: some controllers on bare
#   metal publish none, and internal ones may have none to publish. A class whose controller
#   is not recognised, and of which no Ingress has an address, is a gap where all that runs
#   is recognised or may not watch Ingresses, and unknown where something else runs, or
#   where the provider may run it out of sight.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
# custom:
#   level: configured
#   tier: must
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#   remediation: |
#     Delete the class that is left over, or install the controller that it names. Point the
#     Ingresses at a class that is served: `kubectl get ingressclass` lists them. For a
#     controller that publishes no addresses, set its `--publish-service` or the like.
package kready.ingress["orphan-class"]

import data.kready.internal.absence
import data.kready.internal.controllers
import data.kready.internal.ingresses
import data.kready.internal.workloads
import data.kready.lib

gap contains finding if {
	some c in input.ingressClasses
	controllers.not_running(c.controller)
	finding := lib.finding("IngressClass", "", c.name, orphan_text(c))
}

gap contains finding if {
	count(possible) == 0
	count(unassigned) == 0
	not input.distribution.managed
	some c in nobodys
	finding := lib.finding("IngressClass", "", c.name, sprintf("its controller %s is not known to kready, and nothing that runs here looks like it%s%s", [c.controller, default_text(c), used_text(c)]))
}

gap contains finding if {
	some k in waiting
	not exists(ingresses.class_name(k))
	some finding in ingresses.findings(k.names, classless_text(k))
}

gap contains finding if {
	some k in waiting
	class := ingresses.class_name(k)
	judged_by_status(class)
	class in publishing
	some finding in ingresses.findings(k.names, sprintf("it has no address, while others of class %s have one", [class]))
}

gap contains finding if {
	some k in waiting
	class := ingresses.class_name(k)
	untaken(class)
	not class in publishing
	message := sprintf("no IngressClass has the name %s that its annotation gives, and no controller that runs takes it", [class])
	some finding in ingresses.findings(k.names, message)
}

unknown contains finding if {
	count(nobodys) > 0
	some finding in possible
}

unknown contains finding if {
	input.distribution.managed
	count(possible) == 0
	some c in nobodys
	finding := lib.finding("IngressClass", "", c.name, sprintf("its controller %s is not known to kready: it may run out of sight", [c.controller]))
}

unknown contains finding if {
	count(possible) == 0
	count(unassigned) > 0
	some c in nobodys
	finding := lib.finding("IngressClass", "", c.name, sprintf("its controller %s is not known to kready: it may be a name that %s was given", [c.controller, lib.names(unassigned)]))
}

unknown contains finding if {
	some k in waiting
	class := ingresses.class_name(k)
	judged_by_status(class)
	not class in publishing
	not untaken(class)
	message := sprintf("it has no address, and neither has any other of class %s: its controller may publish none", [class])
	some finding in ingresses.findings(k.names, message)
}

# untaken(name) holds for a class that is named by annotations only, where every controller is known, and
# so are the names that each takes.
untaken(name) if {
	count(possible) == 0
	not input.distribution.managed
	exists(name)
	not name in {c.name | some c in input.ingressClasses}
	every impl in lib.running("ingress/controller") {
		told(impl)
		not name in taken(impl)
	}
}

# told(impl) holds where the flags of a controller tell the names that it takes from the annotation.
told(impl) if {
	impl.state == "running"
	impl.name == "ingress-nginx"
}

# Traefik without a flag of its providers has its settings in a file.
told(impl) if {
	impl.state == "running"
	impl.name == "traefik"
	some flag in flags(impl)
	startswith(flag.name, "providers.")
}

# taken(impl) are those names. ingress-nginx: https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
# Traefik: https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/
taken(impl) := {"nginx"} | {flag.value | some flag in flags(impl); flag.name == "ingress-class"} if impl.name == "ingress-nginx"

taken(impl) := ({"traefik"} | {"nginx" | some flag in flags(impl); startswith(flag.name, "providers.kubernetesingressnginx")}) | {flag.value |
	some flag in flags(impl)
	flag.name in {"providers.kubernetesingress.ingressclass", "providers.kubernetesingressnginx.ingressclass"}
} if {
	impl.name == "traefik"
}

# flags(impl) are the flags of its containers, in lower case, as Traefik reads them.
flags(impl) := {{"name": lower(arg.name), "value": arg.value} |
	some w in lib.workloads_of(impl)
	some c in w.containers
	some arg in c.args
}

# unassigned are controllers that run, and that no class names as kready knows them: they may
# have been given another name.
unassigned contains impl if {
	some impl in lib.running("ingress/controller")
	every c in input.ingressClasses {
		not impl in controllers.implementations(c.controller)
	}
}

# nobodys are classes whose controller the catalogue does not know, and of which no Ingress
# has an address.
nobodys contains c if {
	some c in input.ingressClasses
	count(controllers.implementations(c.controller)) == 0
	not c.name in publishing
}

# possible are findings on what is not recognised and could be a controller.
possible := absence.possible("ingress/controller")

skip contains "there is no IngressClass and no Ingress" if {
	count(input.ingressClasses) == 0
	input.ingressSums.count == 0
}

orphan_text(c) := sprintf("its controller %s does not run%s%s", [c.controller, default_text(c), used_text(c)])

default_text(c) := ", and it is the default class" if c.default

default_text(c) := "" if not c.default

used_text(c) := sprintf("; %s it", [lib.counted(n, "Ingress uses", "Ingresses use")]) if {
	n := sum([k.count | some k in input.ingressSums.kinds; ingresses.class_name(k) == c.name])
	n > 0
}

else := ""

classless_text(kind) := "it names no class, there is no default class, and it has no address" if ingresses.class_name(kind) == ""

else := sprintf("its class %s does not exist, and it has no address", [ingresses.class_name(kind)])

# waiting are Ingresses that have had time to get an address and have none.
waiting := [k | some k in input.ingressSums.kinds; k.waiting]

# publishing are the classes of which at least one Ingress has an address.
publishing contains ingresses.class_name(k) if {
	some k in input.ingressSums.kinds
	k.hasAddress
}

# exists holds for classes that are objects, and for names that older controllers take
# from the annotation without one, such as GKE's gce.
exists(name) if {
	some c in input.ingressClasses
	c.name == name
}

exists(name) if {
	name != ""
	some k in input.ingressSums.kinds
	k.legacyClass == name
}

# judged_by_status leaves out the classes that another finding explains: those without
# a controller, and those whose controller is down.
judged_by_status(name) if {
	exists(name)
	every c in [c | some c in input.ingressClasses; c.name == name] {
		not controllers.not_running(c.controller)
		not stopped(c.controller)
	}
}

stopped(controller) if {
	some impl in controllers.implementations(controller)
	count(workloads.down(impl)) > 0
}

unrecognised_classes contains c.name if {
	some c in input.ingressClasses
	count(controllers.implementations(c.controller)) == 0
}

summary.pass contains sprintf("%s, %s, none known to be without a controller", [
	lib.counted(count(input.ingressClasses), "IngressClass", "IngressClasses"),
	lib.counted(input.ingressSums.count, "Ingress", "Ingresses"),
])

summary.pass contains text if some text in unknown_controllers

summary.unknown contains text if some text in unknown_controllers

summary.unknown contains "Ingresses without an address, in classes where none has one"

# unknown_controllers says which controllers the catalogue does not know.
unknown_controllers contains text if {
	count(unrecognised_classes) > 0
	text := sprintf("the controller of %s is not recognised", [concat(", ", unrecognised_classes)])
}

summary.gap contains text if {
	n := count({f.object.name | some f in gap; f.object.kind == "IngressClass"})
	n > 0
	text := sprintf("%s no running controller", [lib.counted(n, "IngressClass has", "IngressClasses have")])
}

summary.gap contains text if {
	n := count([f | some f in gap; f.object.kind == "Ingress"])
	n > 0
	text := sprintf("%s not served", [lib.counted(n, "Ingress is", "Ingresses are")])
}
