# METADATA
# title: Something makes each Secret that the pods of the service need
# description: |
#   A container whose environment takes a Secret that is not there is not started
#   (CreateContainerConfigError), and a volume of one is not mounted: the pod stays ContainerCreating. Without the Secret that its
#   images are pulled with, only images that are public, or that the nodes may pull by themselves, come.
#   References that are `optional` count for nothing.
#
#   kready reads no Secrets. With `--allow-secret-names` it asks whether one of the name is there, for its metadata alone; its keys
#   cannot be known. One that the service brings counts as there, and so does one that an object of
#   the service is to make: an ExternalSecret, a SealedSecret, a Certificate, a SecretProviderClass, or an object of
#   the Vault Secrets Operator whose destination says `create: true`. Whether they can is asked by requirements of their own. Of any other Secret the answer is
#   unknown without the flag, also where it is there. Which keys a Secret has is not asked.
#
#   What images are pulled with must be of type `kubernetes.io/dockerconfigjson`: the kubelet passes over any other.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
# - ref: https://external-secrets.io/latest/api/externalsecret/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Add to the manifests what makes the Secret, or mark the reference as `optional` where the pods do without
#     it. Whether it is there already, whoever may read it can see:
#
#         kubectl -n NAMESPACE get secret NAME
package kready.secrets["secrets-there"]

import data.kready.internal.landing
import data.kready.internal.secret_makers
import data.kready.lib

# needs are the Secrets that a template needs, each once.
needs := [{"pods": p, "name": name, "line": refs[0].line, "use": refs[0].use, "pull": pull} |
	some p in input.service.pods
	some name in {ref.name | some ref in p.references; ref.kind == "Secret"}
	some pull in [false, true]
	refs := [ref |
		some ref in p.references
		ref.kind == "Secret"
		ref.name == name
		ref.pull == pull
		not ref.optional
	]
	count(refs) > 0
]

skip contains "no pod of the service needs a Secret" if count(needs) == 0

makers(n) := [m | some m, _ in made[n.name]; m.by.namespace == n.pods.namespace]

elsewhere(n) := {m.by.namespace | some m, _ in made[n.name]; m.by.namespace != n.pods.namespace}

# made are the Secrets that are made, by name.
made := object.union_n([{m.name: {m: true}} | some m in secret_makers.made])

# there(n) says of a Secret that was looked up whether it exists.
there(n) := looked_up_secrets[[n.pods.namespace, n.name]]

looked_up_secrets := object.union_n([{[s.namespace, s.name]: s.exists} | some s in input.service.secrets])

# missing are those that were looked up and are not there, and that nothing makes.
missing contains n if {
	some n in needs
	count(makers(n)) == 0
	there(n) == false
}

# A Secret that only what is to land would make is not there before.
may_be_made if "secrets" in input.service.makes

absent(n) := sprintf("the Secret %s does not exist, and %s takes it%s", [n.name, n.use, hint(n)])

gap contains landing.finding(n.pods, n.line, "service", message) if {
	some n in needs
	n.pull
	count(makers(n)) > 0
	every m in makers(n) { not m.type in {"", "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"} }
	message := sprintf("its images are not pulled with the Secret %s: %s makes it of type %s", [n.name, landing.what(makers(n)[0].by), makers(n)[0].type])
}

gap contains landing.finding(n.pods, n.line, "service", absent(n)) if {
	not may_be_made
	some n in missing
	not n.pull
}

# Public images, and those that the nodes may pull by themselves, come without it.
unknown contains landing.finding(n.pods, n.line, "service", sprintf("%s: images that are public come without it", [absent(n)])) if {
	some n in missing
	n.pull
}

unknown contains landing.finding(n.pods, n.line, "service", absent(n)) if {
	may_be_made
	some n in missing
	not n.pull
}

unknown contains landing.finding(n.pods, n.line, "service", sprintf("whether the Secret %s exists is not known, and %s takes it%s", [n.name, n.use, hint(n)])) if {
	some n in needs
	count(makers(n)) == 0
	not n in looked_up
}

looked_up contains n if {
	some n in needs
	is_boolean(there(n))
}

hint(n) := sprintf(": the service has one in the namespace %s", [lib.shortened(elsewhere(n))]) if {
	count(elsewhere(n)) > 0
} else := ": the service may make it itself, as its own roles allow it" if {
	"secrets" in input.service.makes
} else := ""

summary.pass contains sprintf("%s, each of which is there, or the service brings or has made", [lib.counted(count(needs), "Secret", "Secrets")])

summary.gap contains sprintf("%s not usable", [lib.counted(count(gap), "Secret is", "Secrets are")])

summary.unknown contains sprintf("nothing in the manifests makes %d of %s", [count(unknown), lib.counted(count(needs), "Secret", "Secrets")])
