# METADATA
# title: What leaves the mesh is what was intended
# description: |
#   By default a mesh lets its pods call any address outside. It can be told to know its destinations and refuse the others: then a
#   call to one that nobody registered fails at once, and the address is found that everybody forgot. That is a help against mistakes and no
#   firewall: a pod can go around its proxy, and a NetworkPolicy is what stops it.
#
#   Where `kready.yaml` says that only known destinations may be called (`intents.mesh.registeredOnly`), Istio's
#   `outboundTrafficPolicy` must be `REGISTRY_ONLY`, or an EgressNetwork of Linkerd in `linkerd-egress` must deny. Where Istio's is
#   `REGISTRY_ONLY`, each target of `intents.egress` must be in a ServiceEntry: pods in the mesh cannot reach it otherwise. Sidecar
#   objects that say otherwise for some pods are not read.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
# - ref: https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
# - ref: https://linkerd.io/2/reference/egress-network/
# custom:
#   level: configured
#   tier: could
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Give Istio ServiceEntries for all that pods call, then set `meshConfig.outboundTrafficPolicy.mode: REGISTRY_ONLY` in the values of its
#     control plane. For Linkerd, an EgressNetwork with `trafficPolicy: Deny` in `linkerd-egress`, and a route for each destination.
#   remedies:
#   - state: unregistered
#     text: |
#       Register the destination with the port and protocol that is spoken:
#
#           apiVersion: networking.istio.io/v1
#           kind: ServiceEntry
#           metadata: {name: api-example, namespace: istio-system}
#           spec: {hosts: [api.example.com], location: MESH_EXTERNAL, resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}
package kready.mesh.egress

import data.kready.internal.meshes
import data.kready.internal.products
import data.kready.lib

wanted if input.intent.mesh.registeredOnly

asked if wanted

asked if count(input.intent.egress) > 0

entries := "serviceentries.networking.istio.io"

networks := "egressnetworks.policy.linkerd.io"

# closed are the settings of Istio that refuse destinations that the mesh does not know.
closed contains c if {
	some c in meshes.settings
	c.outbound == "REGISTRY_ONLY"
}

denying contains o if {
	some o in products.objects(networks)
	"Deny" in products.values(o, "spec.trafficPolicy")
}

# In the global namespace it is for all.
denies_all if {
	some o in denying
	o.namespace == "linkerd-egress"
}

# host is the name of a target, without its port.
host(target) := lower(trim(regex.replace(target, `:[0-9]+$`, ""), "[]"))

registered(name) if {
	some o in products.objects(entries)
	name in products.values(o, "spec.hosts")
}

registered(name) if {
	some o in products.objects(entries)
	some pattern in products.values(o, "spec.hosts")
	startswith(pattern, "*.")
	endswith(name, substring(pattern, 1, -1))
}

unregistered contains target if {
	count(closed) > 0
	products.read(entries)
	some target in input.intent.egress
	not registered(host(target))
}

gap contains lib.finding("ConfigMap", c.namespace, meshes.config_map(c), sprintf("outboundTrafficPolicy is %s: destinations that the mesh does not know can be called", [c.outbound])) if {
	wanted
	some c in meshes.settings
	not c in closed
}

gap contains {"message": "no EgressNetwork of Linkerd in linkerd-egress denies what no route names"} if {
	wanted
	meshes.installed("linkerd")
	products.read(networks)
	not denies_all
	count(denying) == 0
}

gap contains {"message": sprintf("no ServiceEntry has %s, which pods must reach: Istio refuses what it does not know", [host(target)]), "state": "unregistered"} if some target in unregistered

unknown contains {"message": sprintf("EgressNetworks deny in %s, and none in linkerd-egress: for whom is not known", [there])} if {
	there := lib.shortened(sort([o.namespace | some o in denying]))
	wanted
	meshes.installed("linkerd")
	not denies_all
	count(denying) > 0
}

unknown contains {"message": text} if {
	wanted
	meshes.installed("linkerd")
	some text in products.unread({networks})
}

unknown contains {"message": text} if {
	count(closed) > 0
	count(input.intent.egress) > 0
	some text in products.unread({entries})
}

unknown contains finding if {
	asked
	some finding in meshes.untold
}

state contains "unregistered" if count(unregistered) > 0

skip contains "kready.yaml says neither that only known destinations may be called (intents.mesh.registeredOnly) nor what pods must reach (intents.egress)" if not asked

skip contains "how this mesh treats calls that leave it is not known" if {
	asked
	not meshes.installed("istio")
	not meshes.installed("linkerd")
}

skip contains "the mesh is not told to refuse destinations that it does not know" if {
	asked
	not wanted
	count(meshes.untold) == 0
	count(closed) == 0
}

summary.pass contains sprintf("%s refuses destinations that it does not know", [lib.names(meshes.control_planes)]) if wanted

summary.pass contains sprintf("Istio knows %s", [lib.shortened(sort([host(t) | some t in input.intent.egress]))]) if {
	count(closed) > 0
	count(input.intent.egress) > 0
}

summary.gap contains "what may leave the mesh is not as intended"

summary.unknown contains "what may leave the mesh is not known"
