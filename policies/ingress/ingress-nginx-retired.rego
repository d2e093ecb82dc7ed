# METADATA
# title: The retired ingress-nginx does not run
# description: |
#   The Kubernetes project retired ingress-nginx on 2026-03-24: no releases, no fixes, no
#   answers to vulnerabilities, in a component that faces the internet. Its last release was
#   tested up to Kubernetes 1.35.
#
#   kready looks for running controllers from the kubernetes/ingress-nginx project, in any
#   packaging. NGINX Ingress Controller and NGINX Gateway Fabric, by F5, are other products and
#   are maintained. Two vendors maintain ingress-nginx for longer: Microsoft for AKS
#   application routing, and SUSE for RKE2 under a subscription, which the cluster does not
#   show. A class that is left over is the matter of `ingress/orphan-class`.
# related_resources:
# - ref: https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
# - ref: https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress-nginx/
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads]
#   remediation: |
#     Install a maintained controller beside it, under a class of its own, and move the hosts
#     one by one. `ingress2gateway` turns Ingresses into Gateway API objects; most other
#     controllers also serve Ingress, and Traefik understands many of ingress-nginx's
#     annotations.
package kready.ingress["ingress-nginx-retired"]

import data.kready.internal.lifecycle
import data.kready.lib

# builds are running controllers from the retired project, in any packaging.
builds contains impl if {
	some impl in input.inventory
	impl.name == "ingress-nginx"
	impl.state == "running"
	lifecycle.retired(impl)
}

builds contains impl if {
	some impl in input.inventory
	impl.name == "aks-app-routing"
	impl.state == "running"
}

# until is the last day on which a vendor maintains a packaging.
until(impl) := substring(release.endOfLife, 0, 10) if {
	some table in input.tables.support
	table.name == "ingress-nginx-vendors"
	some release in table.releases
	release.name == packaging(impl)
}

packaging(impl) := "aks-app-routing" if impl.name == "aks-app-routing"

packaging(impl) := "rke2-lts" if {
	impl.name == "ingress-nginx"
	input.distribution.name == "rke2"
}

# untold holds for IBM's load balancers, which are builds of its own: until when IBM maintains them is in no table.
# https://cloud.ibm.com/docs/containers?topic=containers-ingress-alb-manage
untold(impl) if {
	input.distribution.name == "iks"
	impl.name == "ingress-nginx"
	impl.namespace == "kube-system"
}

maintained(impl) if substring(input.asOf, 0, 10) <= until(impl)

gap contains finding if {
	some impl in builds
	not maintained(impl)
	not untold(impl)
	w := impl.workloads[0]
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("it runs %s, %s", [lib.named(impl), ended(impl)]))
}

ended(impl) := sprintf("which its vendor maintained until %s", [until(impl)]) if until(impl)

ended(impl) := sprintf("retired on %s", [impl.lifecycle.since]) if not until(impl)

unknown contains finding if {
	some impl in builds
	maintained(impl)
	packaging(impl) == "rke2-lts"
	w := impl.workloads[0]
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("SUSE maintains it until %s for subscribers; whether this cluster is covered cannot be told", [until(impl)]))
}

unknown contains finding if {
	some impl in builds
	untold(impl)
	w := impl.workloads[0]
	what := sprintf("it is IBM's build of %s, which was retired on %s", [lib.named(impl), impl.lifecycle.since])
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s; until when IBM maintains it is not known to kready", [what]))
}

summary contains "no known build of ingress-nginx runs here" if count(builds) == 0

summary contains sprintf("%s was retired on %s", [lib.named(impl), impl.lifecycle.since]) if {
	some impl in builds
	not maintained(impl)
	not until(impl)
	not untold(impl)
}

summary contains sprintf("%s is IBM's build of the retired ingress-nginx", [lib.named(impl)]) if {
	some impl in builds
	untold(impl)
}

summary contains sprintf("%s is a build of the retired ingress-nginx; its vendor maintains it until %s", [lib.named(impl), until(impl)]) if {
	some impl in builds
	maintained(impl)
}

summary contains sprintf("%s is a build of the retired ingress-nginx; its vendor maintained it until %s", [lib.named(impl), until(impl)]) if {
	some impl in builds
	not maintained(impl)
	until(impl)
}
