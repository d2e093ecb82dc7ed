# METADATA
# title: The trust bundles and signers that pods mount are there
# description: |
#   A projected volume can hold a ClusterTrustBundle (`clusterTrustBundle`), or a key and a certificate that a signer makes for the
#   pod (`podCertificate`). Where the bundle does not exist and is not optional, or nobody signs, the pod stays in
#   ContainerCreating.
#
#   kready looks for a bundle of the name, or for any of the signer, in the cluster and in the service; labels by which bundles of
#   a signer are selected are not looked at. A signer is a controller of which nothing in the API says that it is there: the answer
#   is unknown. For `kubernetes.io/kube-apiserver-client-pod`, a name that Kubernetes keeps for itself, nothing signs: its own signer is not
#   written as of 1.37. Whether the release knows these volumes is asked by `cluster/fields-known`.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/projected-volumes/#clustertrustbundle
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles
# - ref: https://github.com/kubernetes/api/blob/v0.37.2/certificates/v1/types.go
# custom:
#   subject: service
#   level: present
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Have the platform publish the bundle (trust-manager can), name one that is there, or mark it as optional where the
#     service starts without:
#
#         kubectl get clustertrustbundles
package kready.certificates["projections-there"]

import data.kready.internal.landing
import data.kready.internal.products
import data.kready.lib

resource := "clustertrustbundles.certificates.k8s.io"

# reserved is the name of a signer of pods' certificates that Kubernetes documents, and does not have as of 1.37.
reserved := "kubernetes.io/kube-apiserver-client-pod"

unsigned(x) if {
	x.source.signer == reserved
	input.version.minor > 0
	input.version.minor <= 37
	not input.version.guess
}

projected := [{"pods": p, "source": s} |
	some p in input.service.pods
	some s in p.projections
	s.source in {"clusterTrustBundle", "podCertificate"}
]

needed := [x |
	some x in projected
	x.source.source == "clusterTrustBundle"
	not x.source.optional
]

skip contains "no pod of the service mounts a trust bundle or a certificate of its own" if count(projected) == 0

on(x, message) := landing.finding(x.pods, x.source.line, "platform", sprintf("its volume %s holds %s", [x.source.volume, message]))

what(s) := sprintf("the ClusterTrustBundle %s", [s.bundle]) if s.bundle != ""

what(s) := sprintf("the ClusterTrustBundles of the signer %s", [s.signer]) if s.bundle == ""

there(s) if {
	s.bundle != ""
	landing.brought("certificates.k8s.io", "ClusterTrustBundle", "", s.bundle)
}

there(s) if {
	s.bundle != ""
	some o in products.objects(resource)
	o.name == s.bundle
}

there(s) if {
	s.bundle == ""
	some o in landing.objects_of("certificates.k8s.io", "ClusterTrustBundle")
	landing.value(o, "spec.signerName") == s.signer
}

there(s) if {
	s.bundle == ""
	some o in products.objects(resource)
	products.value(o, "spec.signerName") == s.signer
}

gap contains on(x, sprintf("%s, which does not exist: its pods do not start", [what(x.source)])) if {
	products.read(resource)
	some x in needed
	not there(x.source)
}

gap contains on(x, sprintf("a certificate of the signer %s, which Kubernetes 1.%d does not have: its pods do not start", [reserved, input.version.minor])) if {
	some x in projected
	x.source.source == "podCertificate"
	unsigned(x)
}

unknown contains on(x, sprintf("%s: %s", [what(x.source), why])) if {
	some x in needed
	not there(x.source)
	some why in products.unread({resource})
}

unknown contains on(x, sprintf("a certificate of the signer %s, and nothing shows whether anybody signs for it", [x.source.signer])) if {
	some x in projected
	x.source.source == "podCertificate"
	not unsigned(x)
}

summary.pass contains sprintf("%s, of bundles and signers that are there or are not needed", [lib.counted(count(projected), "projected source", "projected sources")])

summary.gap contains sprintf("%s not there", [lib.counted(count(gap), "trust bundle or signer is", "trust bundles or signers are")])

summary.unknown contains "whether the pods' trust bundles and signers are there is not known"
