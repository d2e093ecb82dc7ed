# METADATA
# title: The controllers of the service's Ingresses read their annotations
# description: |
#   Much of what an Ingress asks for stands in annotations that one controller alone reads: `nginx.ingress.kubernetes.io/…`
#   means nothing to Traefik or to the AWS Load Balancer Controller, and nothing says that they are ignored. Rewrites, limits,
#   authentication and redirects are then not there.
#
#   kready compares the prefixes of an Ingress' annotations with the controller of its class. Where it has annotations of
#   that controller as well, it is written for several, and is left out. Traefik reads some of those of ingress-nginx
#   where its provider `kubernetesIngressNGINX` is on. Whether the controller knows an annotation of its own prefix is
#   not judged, nor are classes that are not there (`ingress/class-there`).
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
# - ref: https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress-nginx/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Say what the annotations ask for in those of the controller of the class, or name the class of a controller that
#     reads them. These classes are there:
#
#         kubectl get ingressclass
package kready.ingress["annotations-read"]

import data.kready.internal.controllers
import data.kready.internal.landing
import data.kready.lib

# readers are the prefixes that controllers read, with the products that do, by their names in the catalogue.
readers := [
	{"prefix": "alb.ingress.kubernetes.io/", "products": {"aws-load-balancer-controller"}, "title": "the AWS Load Balancer Controller"},
	{"prefix": "appgw.ingress.kubernetes.io/", "products": {"application-gateway-ingress"}, "title": "the Application Gateway Ingress Controller"},
	{"prefix": "haproxy-ingress.github.io/", "products": {"haproxy-ingress"}, "title": "HAProxy Ingress"},
	{"prefix": "haproxy.org/", "products": {"haproxy-kubernetes-ingress"}, "title": "HAProxy Kubernetes Ingress Controller"},
	{"prefix": "ingress.cilium.io/", "products": {"cilium"}, "title": "Cilium"},
	{"prefix": "ingress.pomerium.io/", "products": {"pomerium"}, "title": "Pomerium"},
	{"prefix": "k8s.apisix.apache.org/", "products": {"apisix"}, "title": "APISIX"},
	{"prefix": "konghq.com/", "products": {"kong"}, "title": "Kong"},
	{"prefix": "nginx.ingress.kubernetes.io/", "products": {"ingress-nginx", "aks-app-routing"}, "title": "ingress-nginx"},
	{"prefix": "nginx.org/", "products": {"nginx-inc-ingress"}, "title": "F5 NGINX Ingress Controller"},
	{"prefix": "projectcontour.io/", "products": {"contour"}, "title": "Contour"},
	{"prefix": "route.openshift.io/", "products": {"openshift-router"}, "title": "OpenShift's router"},
	{"prefix": "traefik.ingress.kubernetes.io/", "products": {"traefik"}, "title": "Traefik"},
]

defaults := [c.name | some c in input.ingressClasses; c["default"]]

name(i) := i.class if i.class != ""

name(i) := i.legacyClass if {
	i.class == ""
	i.legacyClass != ""
}

name(i) := defaults[0] if {
	i.class == ""
	i.legacyClass == ""
	count(defaults) == 1
}

# products are those that serve the class of an Ingress; none where nobody is known.
products(i) := {impl.name |
	some c in input.ingressClasses
	c.name == name(i)
	some impl in controllers.implementations(c.controller)
}

annotations(i) := annotations_of[[i.namespace, i.name]]

annotations_of := object.union_n([{[o.namespace, o.name]: o.annotations} | some o in input.service.objects; o.kind == "Ingress"])

# said are the readers whose annotations an Ingress has, with one of these.
said(i) := [object.union(r, {"key": keys[0]}) |
	some r in readers
	keys := sort([key | some key, _ in annotations(i); startswith(key, r.prefix)])
	count(keys) > 0
]

# judged are the Ingresses with such annotations, of a controller that is known.
judged := [i |
	some i in input.service.ingresses
	count(said(i)) > 0
	count(products(i)) > 0
]

skip contains "no Ingress of the service has annotations of a controller" if {
	count([i | some i in input.service.ingresses; count(said(i)) > 0]) == 0
}

written_for(i) if {
	some r in said(i)
	count(r.products & products(i)) > 0
}

foreign(i) := [r | some r in said(i); not written_for(i)]

message(i, r) := sprintf("its annotation %s is one of %s, and its class %s is that of %s", [r.key, r.title, name(i), concat(", ", sort(titles(i)))])

titles(i) := {impl.title |
	some impl in input.inventory
	impl.name in products(i)
}

gap contains landing.finding(i, i.classLine, "service", message(i, r)) if {
	some i in judged
	some r in foreign(i)
	not perhaps(i, r)
	not by_traefik(i, r)
}

unknown contains landing.finding(i, i.classLine, "service", sprintf("%s, of which the providers cannot be seen: one of them reads it", [message(i, r)])) if {
	some i in judged
	some r in foreign(i)
	perhaps(i, r)
}

unknown contains landing.finding(i, i.classLine, "service", sprintf("its annotation %s is one of %s: which controller serves its class is not known", [r.key, r.title])) if {
	some i in input.service.ingresses
	some r in said(i)
	count(products(i)) == 0
	name(i)
	some c in input.ingressClasses
	c.name == name(i)
}

# by_traefik holds where Traefik reads the annotations of ingress-nginx.
by_traefik(i, r) if {
	nginx_at_traefik(i, r)
	some a in traefik_args
	provider(lower(a.name))
	a.value != "false"
}

provider("providers.kubernetesingressnginx")

provider(name) if startswith(name, "providers.kubernetesingressnginx.")

traefik_args := [a |
	some impl in input.inventory
	impl.name == "traefik"
	some w in lib.workloads_of(impl)
	some c in w.containers
	some a in c.args
]

# perhaps holds where the flags of Traefik say nothing of providers: a file does.
perhaps(i, r) if {
	nginx_at_traefik(i, r)
	not flagged
}

nginx_at_traefik(i, r) if {
	r.prefix == "nginx.ingress.kubernetes.io/"
	"traefik" in products(i)
}

flagged if {
	some a in traefik_args
	startswith(a.name, "providers.")
}

summary.pass contains sprintf("%s with annotations, which their controllers read", [lib.counted(count(judged), "Ingress", "Ingresses")])

summary.gap contains sprintf("%s annotations that nothing reads", [lib.counted(count({f.object | some f in gap}), "Ingress has", "Ingresses have")])

summary.unknown contains "whether the annotations of the service's Ingresses are read is not known"
