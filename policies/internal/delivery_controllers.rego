# METADATA
# title: Which controllers of Flux and Argo CD are not there for what they are told
# description: |
#   Both are several controllers, each of which carries out some kinds of object. `flux bootstrap --components` and the charts'
#   values leave out single ones, and their CRDs stay.
# related_resources:
# - ref: https://fluxcd.io/flux/components/
# - ref: https://fluxcd.io/flux/installation/configuration/optional-components/
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/
package kready.internal.delivery_controllers

import data.kready.internal.products
import data.kready.lib

# controller_of are the controllers of Flux for the kinds of which facts tell all objects.
controller_of := {"HelmRelease": "helm-controller", "Kustomization": "kustomize-controller"}

# resources are the controllers for kinds that products of the catalogue are configured by. Only what is delivered
# is a must.
resources := [
	{"resource": "applicationsets.argoproj.io", "product": "argo-cd", "controller": "applicationset-controller", "must": true},
	{"resource": "imageupdateautomations.image.toolkit.fluxcd.io", "product": "flux2", "controller": "image-automation-controller", "must": false},
	{"resource": "imagerepositories.image.toolkit.fluxcd.io", "product": "flux2", "controller": "image-reflector-controller", "must": false},
	{"resource": "alerts.notification.toolkit.fluxcd.io", "product": "flux2", "controller": "notification-controller", "must": false},
	{"resource": "receivers.notification.toolkit.fluxcd.io", "product": "flux2", "controller": "notification-controller", "must": false},
]

titles := {"argo-cd": "Argo CD", "flux2": "Flux"}

# at_work holds where a product runs whose workloads can be looked at.
at_work(tool) if {
	some impl in lib.running("delivery/gitops")
	impl.name == tool
	count(impl.workloads) > 0
}

# there holds for a controller of a product, which is known by its name or its image.
there(title, controller) if {
	some w in workloads_of(title)
	contains(w.name, controller)
}

there(title, controller) if {
	some w in workloads_of(title)
	some c in w.containers
	contains(c.image.repository, controller)
}

workloads_of(title) := [w |
	some impl in input.inventory
	impl.name == title
	some w in lib.workloads_of(impl)
]

# waiting are the objects that a controller is to carry out.
waiting contains {"product": "flux2", "controller": by, "kind": kind, "must": true, "names": names} if {
	some kind, by in controller_of
	names := [concat("/", [d.namespace, d.name]) |
		some d in input.deliveries
		d.kind == kind
		not d.suspended
	]
	count(names) > 0
}

waiting contains {"product": r.product, "controller": r.controller, "kind": kind, "must": r.must, "names": names} if {
	some r in resources
	objects := [o | some o in products.objects(r.resource); products.value(o, "spec.suspend") != "true"]
	kind := objects[0].kind
	names := [concat("/", [o.namespace, o.name]) | some o in objects]
}

# missing are the controllers that are told to do something and of which no workload is seen.
missing contains {"controller": w.controller, "must": w.must, "message": message, "product": w.product} if {
	some w in waiting
	at_work(w.product)
	not there(w.product, w.controller)
	message := sprintf("%s has no %s: nothing carries out %s (%s)", [
		titles[w.product], w.controller, lib.counted(count(w.names), w.kind, plural(w.kind)), lib.shortened(sort(w.names)),
	])
}

plural(kind) := concat("", [trim_suffix(kind, "y"), "ies"]) if endswith(kind, "y")

plural(kind) := concat("", [kind, "s"]) if not endswith(kind, "y")
