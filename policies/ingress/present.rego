# METADATA
# title: Something is there to let traffic into the cluster
# description: |
#   Kubernetes defines Ingress and Gateway API objects and serves neither: that is the
#   work of a controller that somebody installs. Without one, an Ingress or HTTPRoute is
#   accepted, gets no address, and its host answers nobody.
#
#   kready looks for a controller that runs, or that the provider runs out of sight (GKE,
#   OpenShift, EKS Auto Mode). A GatewayClass that is accepted counts too. An IngressClass
#   by itself does not: it survives the controller that it names. A controller that kready
#   does not know counts when Ingresses of its class have addresses; where none has one, the
#   answer is unknown as long as something runs that may watch Ingresses or Gateways and that
#   is not recognised, and a gap where nothing does.
#
#   What runs and serves nothing does not count: a product that serves Gateways alone and has
#   accepted no GatewayClass, and ingress-nginx without an IngressClass of its own.
#
#   It does not see load balancers that are set up outside of the cluster and send
#   traffic straight to NodePorts.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/
# - ref: https://gateway-api.sigs.k8s.io/guides/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes, ingressClasses, gatewayClasses, ingresses]
#   remediation: |
#     Install a Gateway API implementation (Envoy Gateway, Cilium, Traefik, Contour, or your
#     provider's own) and create a GatewayClass and a Gateway. For workloads that still ship
#     Ingress objects, choose one that serves both, such as Traefik or Cilium.
#   remedies:
#   - state: serves-nothing
#     text: |
#       Give what runs its class: a GatewayClass whose `spec.controllerName` is the product's own,
#       and a Gateway of it; or an IngressClass whose `spec.controller` is the controller's. Its chart
#       makes one unless it is told not to. Where the class is there and not accepted, `kubectl
#       describe` says why.
package kready.ingress.present

import data.kready.internal.absence
import data.kready.internal.controllers
import data.kready.internal.ingresses
import data.kready.internal.manifests
import data.kready.internal.workloads
import data.kready.lib

running_products := lib.running("ingress/controller") | lib.running("ingress/gateway")

running_controllers contains impl if {
	some impl in running_products
	not serves_nothing(impl)
}

# serves_nothing says why a product that runs lets no traffic in: it serves Gateways, and no
# GatewayClass of its own is accepted; or it is ingress-nginx, which since 1.0 leaves out every
# Ingress whose class is no object, and has no IngressClass. Istio's gateways are also configured by a
# kind of Istio's own.
serves_nothing(impl) := "there is no GatewayClass that it has accepted, so that it serves no Gateway" if {
	impl.state == "running"
	not "ingress/controller" in impl.roles
	impl.name != "istio"
	count(impl.controllers) > 0
	not manifests.not_applied # its class is made later
	not has_gateway_class(impl)
}

serves_nothing(impl) := "there is no IngressClass of its own: it leaves out every Ingress" if {
	impl.name == "ingress-nginx"
	not startswith(impl.version, "0.")
	not manifests.not_applied
	not has_ingress_class(impl)
	every w in lib.workloads_of(impl) {
		not "true" in workloads.flag_values(w, "watch-ingress-without-class")
	}
}

has_gateway_class(impl) if {
	some c in input.gatewayClasses
	some prefix in impl.controllers
	startswith(c.controller, prefix)
	accepted_or_not_applied(c)
}

accepted_or_not_applied(c) if c.accepted == "True"

accepted_or_not_applied(_) if manifests.not_applied

has_ingress_class(impl) if {
	some c in input.ingressClasses
	some prefix in impl.controllers
	startswith(c.controller, prefix)
}

# An Ingress with the annotation of old needs no class object.
has_ingress_class(_) if {
	some k in input.ingressSums.kinds
	k.hasAddress
}

# served are classes whose controller is known and runs, such as Cilium's.
served contains sprintf("IngressClass %s is served by %s", [c.name, c.controller]) if {
	some c in input.ingressClasses
	controllers.served(c.controller)
}

# in_use are classes of controllers that are not known, and that gave an address.
in_use contains text if {
	some c in input.ingressClasses
	count(controllers.implementations(c.controller)) == 0
	given_address(c)
	text := sprintf("Ingresses of class %s have addresses (%s is not recognised)", [c.name, c.controller])
}

given_address(class) if {
	some k in input.ingressSums.kinds
	class.name in {k.class, k.legacyClass}
	k.hasAddress
}

# accepted are GatewayClasses that let traffic in and that a controller has taken. A
# controller that is gone leaves the condition behind.
accepted contains sprintf("GatewayClass %s is accepted by %s", [c.name, c.controller]) if {
	some c in input.gatewayClasses
	c.accepted == "True"
	not c.controller in inner_controllers
	not controllers.not_running(c.controller)
}

# inner_controllers serve classes for traffic between Services, not from outside.
inner_controllers := {"istio.io/mesh-controller", "istio.io/unmanaged-gateway"}

entrances contains text if {
	count(running_controllers) > 0
	text := sprintf("%s is there to let traffic in", [lib.names(running_controllers)])
}

entrances contains text if {
	count(running_controllers) == 0
	some text in ((served | in_use) | accepted)
}

roles := ["ingress/controller", "ingress/gateway"]

# unrecognised are signs of a controller that the catalogue does not know. A class is none: it
# outlives its controller.
unrecognised contains finding if some finding in absence.possible_of(roles)

unrecognised contains finding if {
	some k in input.ingressSums.kinds
	k.hasAddress
	not classified(k)
	some finding in ingresses.findings(k.names, "it has an address, and what gave it is not recognised")
}

unrecognised contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if some who in expected

expected contains who if {
	some role in roles
	who := absence.expected(role)
}

classified(kind) if {
	some c in input.ingressClasses
	c.name in {kind.class, kind.legacyClass}
}

unknown contains finding if {
	count(entrances) == 0
	some finding in unrecognised
}

missing if {
	count(entrances) == 0
	count(unrecognised) == 0
}

gap contains {"message": "no known ingress controller and no known Gateway API implementation runs in this cluster"} if {
	missing
	count(running_products) == 0
}

gap contains finding if {
	missing
	some c in input.ingressClasses
	finding := lib.finding("IngressClass", "", c.name, class_text(c.controller))
}

gap contains finding if {
	missing
	some c in input.gatewayClasses
	finding := lib.finding("GatewayClass", "", c.name, sprintf("its controller %s does not run, or has not accepted it", [c.controller]))
}

gap contains finding if {
	missing
	some impl in running_products
	some w in lib.workloads_of(impl)
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("%s runs, and %s", [impl.title, serves_nothing(impl)]))
}

gap contains {"message": absence.why(impl)} if {
	missing
	some role in roles
	some impl in absence.declared(role)
}

class_text(controller) := sprintf("its controller %s does not run", [controller]) if controllers.not_running(controller)

class_text(controller) := sprintf("its controller %s is not known to kready, and nothing that runs here looks like it", [controller]) if {
	not controllers.not_running(controller)
}

state contains "serves-nothing" if {
	missing
	count(running_products) > 0
}

summary.pass contains text if some text in entrances

summary.gap contains "no known controller lets traffic into this cluster" if {
	missing
	count(running_products) == 0
	input.ingressSums.count == 0
}

summary.gap contains text if {
	missing
	count(running_products) == 0
	input.ingressSums.count > 0
	text := sprintf("no known controller lets traffic into this cluster, and it holds %s", [lib.counted(input.ingressSums.count, "Ingress", "Ingresses")])
}

summary.gap contains sprintf("%s %s there, and set up so that nothing comes in", [lib.names(running_products), lib.are(count(running_products))]) if {
	missing
	count(running_products) > 0
}

summary.unknown contains "something that is not recognised may let traffic in" if count(expected) == 0
