# METADATA
# title: The ConfigMaps that the pods of the service need are there, with the keys that they take
# description: |
#   A container whose environment takes a ConfigMap, or a key of one, that is not there is not started
#   (CreateContainerConfigError), and a volume of one is not mounted: the pod stays ContainerCreating. Neither
#   is said when the workload is applied. References that are `optional` count for nothing.
#
#   A ConfigMap that the service brings itself counts as there, with its keys. Any other is looked up in the
#   cluster by its name, and only the names of its keys are kept. A snapshot does not hold it, unless its
#   namespace does not exist either. One that is not there is unknown where a role among the manifests allows
#   to make ConfigMaps: the service may make it itself.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/configmap/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Add the ConfigMap or the key to the manifests, or mark the reference as `optional` where the pods do
#     without it. These are there:
#
#         kubectl -n NAMESPACE get configmap
package kready.cluster["configmaps-there"]

import data.kready.internal.landing
import data.kready.lib

needs := [{"pods": p, "ref": ref} |
	some p in input.service.pods
	some ref in p.references
	ref.kind == "ConfigMap"
	not ref.optional
]

skip contains "no pod of the service needs a ConfigMap" if count(needs) == 0

# found is the ConfigMap of a reference: the service's own, or one that was looked up.
found(n) := {"exists": true, "keys": c.keys, "whose": "of the service"} if {
	c := input.service.configMaps[min(object.keys(brought[[n.pods.namespace, n.ref.name]]))]
}

else := {"exists": c.exists, "keys": c.keys, "whose": "in the cluster"} if {
	c := input.namedConfigMaps[min(object.keys(looked_up[[n.pods.namespace, n.ref.name]]))]
}

else := {"exists": false, "keys": [], "whose": ""} if not landing.namespace_there(n.pods.namespace)

# brought and looked_up are where the ConfigMaps stand, by namespace and name.
brought := object.union_n([{[c.namespace, c.name]: {i: true}} | some i, c in input.service.configMaps])

looked_up := object.union_n([{[c.namespace, c.name]: {i: true}} | some i, c in input.namedConfigMaps])

gap contains landing.finding(n.pods, n.ref.line, "service", absent(n)) if {
	not may_be_made
	some n in needs
	it := found(n)
	not it.exists
}

gap contains landing.finding(n.pods, n.ref.line, "service", keyless(n)) if {
	some n in needs
	found(n).exists
	n.ref.key != ""
	not n.ref.key in found(n).keys
}

# A ConfigMap that only what is to land would make, such as a bundle of CAs, is not there before.
may_be_made if "configmaps" in input.service.makes

absent(n) := sprintf("the ConfigMap %s does not exist, and %s takes it", [n.ref.name, n.ref.use])

keyless(n) := sprintf("the ConfigMap %s %s has no key %s, and %s takes it", [n.ref.name, found(n).whose, n.ref.key, n.ref.use])

unknown contains landing.finding(n.pods, n.ref.line, "service", message) if {
	may_be_made
	some n in needs
	it := found(n)
	not it.exists
	message := sprintf("%s: the service may make it itself, as its own roles allow it", [absent(n)])
}

unknown contains landing.finding(n.pods, n.ref.line, "service", message) if {
	some n in needs
	not found(n)
	message := sprintf("whether the ConfigMap %s exists could not be looked up, and %s takes it", [n.ref.name, n.ref.use])
}

summary.pass contains sprintf("%s, each to what is there", [lib.counted(count(needs), "reference", "references")])

summary.gap contains sprintf("%s not there", [lib.counted(count(gap), "ConfigMap or key is", "ConfigMaps or keys are")])
