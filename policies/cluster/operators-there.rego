# METADATA
# title: What acts on the custom resources that are there runs
# description: |
#   An operator that was removed, or was never installed beside its CRDs, leaves objects that look alive: they are accepted, they
#   keep the status that was written last, and what was made of them goes on as it was. What is changed in them, or is new,
#   does nothing, without an error: no certificate is renewed, no Secret follows its store, no backup is made.
#
#   kready holds the objects of products that it knows against what runs. It looks at what is requested of operators, and at what
#   products are configured by: Applications and what Flux delivers, Certificates, ExternalSecrets and SealedSecrets, ScaledObjects, NodePools, policies of
#   admission, schedules of backups, CephClusters. A kind is a gap where it has objects, and none of the products that act on it runs
#   in this cluster or, as far as is known, out of sight of it. Where something runs that is not recognised and could be the product, the answer is unknown;
#   so it is for Applications on EKS, which can run Argo CD outside of the cluster, and in a vCluster. Where nothing at
#   all does what the product is for, the check of its battery says so. That what runs does act on each object is not seen here.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/operator/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/argocd.html
# custom:
#   level: present
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [declared, deliveries, secretStores, syncedSecrets, certificates, backupSchedules]
#   remediation: |
#     Install the product again that the finding names, in a release that serves the CRD as it is: it takes over what is there. Where
#     nobody wants the objects any more, see first what deleting them does: those with finalizers wait for the product that is gone, and
#     some take data with them.
#
#         kubectl get CUSTOMRESOURCEDEFINITION -A
package kready.cluster["operators-there"]

import data.kready.internal.manifests
import data.kready.internal.operated
import data.kready.internal.operators
import data.kready.internal.products
import data.kready.lib

# judged are the kinds with objects, but for those of which the whole purpose is served by nobody.
judged contains row if {
	some row in operated.rows
	not told_elsewhere(row.role)
}

# told_elsewhere holds where nothing runs that has a role, and a check of its battery reports that.
told_elsewhere(role) if {
	some battery, roles in absences
	role in roles
	every one in roles {
		count(lib.running(one)) == 0
	}
}

absences := {
	"backup": {"backup/cluster"},
	"certificates": {"certificates/issuer"},
	"delivery": {"delivery/gitops"},
	"network": {"network/load-balancer"},
	"policy": {"policy/engine"},
	"scaling": {"scaling/nodes"},
	"secrets": {"secrets/csi", "secrets/injector", "secrets/operator"},
	"storage": {"storage/provisioner"},
}

abandoned contains row if {
	some row in judged
	operators.gone(row.products, row.role)
	not outside(row)
}

# Argo CD can be run by EKS, outside of the cluster: https://docs.aws.amazon.com/eks/latest/userguide/argocd.html
outside(row) if {
	"argo-cd" in row.products
	input.distribution.name == "eks"
}

gap contains lib.finding("CustomResourceDefinition", "", row.crd, sprintf("%s there (%s), and %s is not seen here: what is new or changed in them does nothing%s", [
	lib.counted(count(objects), sprintf("%s is", [row.kind]), sprintf("%s are", [plural(row.kind)])), lib.shortened(sort(objects)), row.title, meanwhile(row),
])) if {
	some row in abandoned
	objects := operated.objects(row)
}

# meanwhile says what goes on of what was made of the objects.
meanwhile(row) := sprintf("; %s made of them %s on with the configuration that %s had", [
	lib.counted(n, sprintf("%s that was", [going[0]]), "workloads that were"), goes(n), had(n),
]) if {
	going := [w.kind | some w in input.workloads; w.ownerKind == row.kind; w.ready > 0]
	n := count(going)
	n > 0
} else := ""

goes(1) := "goes"

goes(n) := "go" if n != 1

had(1) := "it"

had(n) := "they" if n != 1

plural(kind) := concat("", [trim_suffix(kind, "y"), "ies"]) if endswith(kind, "y")

plural(kind) := concat("", [kind, "es"]) if regex.match(`(s|x|ch)$`, kind)

plural(kind) := concat("", [kind, "s"]) if {
	not endswith(kind, "y")
	not regex.match(`(s|x|ch)$`, kind)
}

unknown contains object.union({"object": {"kind": "CustomResourceDefinition", "namespace": "", "name": row.crd}}, finding) if {
	some row in judged
	some finding in operators.doubts(row.products, row.role)
}

unknown contains lib.finding("CustomResourceDefinition", "", row.crd, "EKS may run Argo CD for it, outside of this cluster") if {
	not manifests.not_applied
	some row in judged
	not operators.there(row.products)
	outside(row)
}

# Of what could not be read, only that matters whose CRD is there, and for which nothing is seen to run.
unknown contains {"message": message} if {
	not manifests.not_applied
	some resource, by in operated.resources
	not operators.there(by.products)
	operated.defining(resource) in crds
	some message in products.unread({resource})
}

crds := {c.name | some c in input.crds}

skip contains "the manifests are not applied" if manifests.not_applied

skip contains "there is no object of a kind of which kready knows what acts on it" if {
	not manifests.not_applied
	count(operated.rows) == 0
	count(unknown) == 0
}

skip contains sprintf("nothing at all does what %s there for, which the checks of their batteries say", [kinds_there]) if {
	not manifests.not_applied
	count(judged) == 0
	count(operated.rows) > 0
	count(unknown) == 0
}

kinds_there := sprintf("%s are", [lib.shortened(sort({plural(row.kind) | some row in operated.rows}))])

summary.pass contains sprintf("of %s with objects, each has what acts on it", [lib.counted(count(judged), "kind", "kinds")])

summary.gap contains sprintf("nothing acts on %s", [lib.counted(count(abandoned), "kind of custom resource", "kinds of custom resource")])

summary.unknown contains "whether something acts on all custom resources is not known"
