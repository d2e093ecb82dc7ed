# METADATA
# title: Something lets traffic into the cluster
# description: |
#   Kubernetes defines Ingress and Gateway API objects and serves neither: that is the
#   work of a controller that somebody installs. Without one, an Ingress or HTTPRoute is
#   accepted, gets no address, and its host answers nobody.
#
#   kready looks for a controller that runs, or that the provider runs out of sight (GKE,
#   OpenShift, EKS Auto Mode). A GatewayClass that is accepted counts too. An IngressClass
#   by itself does not: it survives the controller that it names. A controller that kready
#   does not know counts when Ingresses of its class have addresses.
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
#   remediation: |
#     Install a Gateway API implementation (Envoy Gateway, Cilium, Traefik, Contour, or your
#     provider's own) and create a GatewayClass and a Gateway. For workloads that still ship
#     Ingress objects, choose one that serves both, such as Traefik or Cilium.
package kready.ingress.present

import data.kready.lib

controllers := lib.running("ingress/controller") | lib.running("ingress/gateway")

# served are classes whose controller is known and runs, such as Cilium's.
served := {sprintf("IngressClass %s is served by %s", [c.name, c.controller]) |
	some c in input.ingressClasses
	lib.served(c.controller)
}

# proved are classes of controllers that are not known, and that gave an address.
proved := {text |
	some c in input.ingressClasses
	count(lib.serving(c.controller)) == 0
	given_address(c)
	text := sprintf("Ingresses of class %s have addresses (%s is not recognised)", [c.name, c.controller])
}

given_address(class) if {
	some i in input.ingresses
	class.name in {i.class, i.legacyClass}
	i.hasAddress
}

# accepted are GatewayClasses that let traffic in and that a controller has taken. A
# controller that is gone leaves the condition behind.
accepted := {sprintf("GatewayClass %s is accepted by %s", [c.name, c.controller]) |
	some c in input.gatewayClasses
	c.accepted == "True"
	not c.controller in inner_controllers
	not lib.deserted(c.controller)
}

# inner_controllers serve classes for traffic between Services, not from outside.
inner_controllers := {"istio.io/mesh-controller", "istio.io/unmanaged-gateway"}

ways contains text if {
	count(controllers) > 0
	text := sprintf("%s lets traffic in", [lib.names(controllers)])
}

ways contains text if {
	count(controllers) == 0
	some text in ((served | proved) | accepted)
}

# untold are signs of a controller that kready cannot look behind.
untold contains finding if {
	some c in input.ingressClasses
	count(lib.serving(c.controller)) == 0
	finding := lib.finding("IngressClass", "", c.name, sprintf("its controller %s is not recognised, and no Ingress of the class has an address", [c.controller]))
}

untold contains finding if {
	some i in input.ingresses
	i.hasAddress
	not classified(i)
	finding := lib.finding("Ingress", i.namespace, i.name, "it has an address, and what gave it is not recognised")
}

untold contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if some who in awaited

awaited contains who if {
	some role in ["ingress/controller", "ingress/gateway"]
	who := lib.awaited(role)
}

classified(i) if {
	some c in input.ingressClasses
	c.name in {i.class, i.legacyClass}
}

unknown contains finding if {
	count(ways) == 0
	some finding in untold
}

missing if {
	count(ways) == 0
	count(untold) == 0
}

gap contains {"message": "no ingress controller and no Gateway API implementation runs in this cluster"} if missing

gap contains finding if {
	missing
	some c in input.ingressClasses
	finding := lib.finding("IngressClass", "", c.name, sprintf("its controller %s does not run", [c.controller]))
}

gap contains finding if {
	missing
	some c in input.gatewayClasses
	finding := lib.finding("GatewayClass", "", c.name, sprintf("its controller %s does not run, or has not accepted it", [c.controller]))
}

gap contains {"message": lib.trace(impl)} if {
	missing
	some role in ["ingress/controller", "ingress/gateway"]
	some impl in lib.declared(role)
}

summary contains text if some text in ways

summary contains "nothing lets traffic into this cluster" if {
	missing
	count(input.ingresses) == 0
}

summary contains text if {
	missing
	count(input.ingresses) > 0
	text := sprintf("nothing lets traffic into this cluster, and it holds %s", [lib.counted(count(input.ingresses), "Ingress", "Ingresses")])
}

summary contains "there are signs of a controller that is not recognised" if {
	count(unknown) > 0
	count(awaited) == 0
}
