# METADATA
# title: Something issues and renews certificates
# description: |
#   A certificate that somebody made by hand expires when nobody thinks of it. With an issuer
#   in the cluster, a service asks for its certificate in its own manifest, and it is renewed
#   without anybody.
#
#   kready looks for cert-manager and its kin, for the providers' managed certificates, and for
#   SPIRE. cert-manager alone issues nothing: without an Issuer, a ClusterIssuer or a Certificate
#   that is ready it is a gap, as is an issuer of which no pod is ready. TLS that ends at a cloud's load balancer is as good: with the AWS Load Balancer
#   Controller, whose certificates are in ACM, the answer is unknown. An ACME resolver inside
#   Traefik, and certificates that a pipeline brings, are not seen: waive the check and say so.
# related_resources:
# - ref: https://cert-manager.io/docs/installation/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [issuers, certificates]
#     pass: [workloads, nodes]
#   remediation: |
#     Install cert-manager and give it an issuer: ACME for public names, your own CA (Vault,
#     Step, a cloud's private CA) for internal ones.
#   remedies:
#   - state: no-issuer
#     text: |
#       Give cert-manager an issuer that all namespaces may use, a ClusterIssuer: ACME for public
#       names, your own CA (Vault, Step, a cloud's private CA) for internal ones. See
#       https://cert-manager.io/docs/configuration/
#   - state: no-crds
#     text: |
#       Install the CRDs of the release that runs, before or with the chart: `crds.enabled: true` in its values, or the manifest
#       `cert-manager.crds.yaml` of the release. Then make an issuer that all namespaces may use, a ClusterIssuer. See
#       https://cert-manager.io/docs/installation/helm/
package kready.certificates["issuer-present"]

import data.kready.internal.absence
import data.kready.internal.manifests
import data.kready.internal.served
import data.kready.internal.unread
import data.kready.internal.workloads
import data.kready.lib

issuers := lib.running("certificates/issuer") | lib.running("identity/issuer")

# external_issuers are controllers whose certificates are kept outside of the cluster.
external_issuers contains impl if {
	some impl in lib.running("ingress/controller")
	impl.name == "aws-load-balancer-controller"
}

# idle holds when nothing but cert-manager issues certificates, and it has no issuer and no
# certificate that some other kind of issuer has signed.
idle if {
	without_issuer
	count(incomplete) == 0
}

incomplete contains kind if {
	some kind in {"issuers", "certificates"}
	unread.incomplete(kind)
}

without_issuer if {
	count(issuers) > 0
	not manifests.not_applied
	count(input.issuers) == 0
	count([c | some c in input.certificates; c.ready == "True"]) == 0
	every impl in issuers {
		impl.name == "cert-manager"
	}
}

# unserved are cert-manager's kinds of issuer that the API server does not know.
unserved contains kind if {
	served.kinds_known
	count([g | some g in input.apis; g.name == "cert-manager.io"; count(g.unanswered) > 0]) == 0
	some kind in ["ClusterIssuer", "Issuer"]
	count(served.kind("cert-manager.io", kind)) == 0
}

gap contains {"message": sprintf("the API server does not know %s of cert-manager: their CRDs are not installed, and nothing is issued", [concat(" and ", sort(unserved))])} if {
	idle
	count(unserved) == 2
	count(absence.possible("certificates/issuer")) == 0
}

gap contains {"message": "cert-manager has no Issuer and no ClusterIssuer: it issues nothing"} if {
	idle
	count(unserved) < 2
	count(absence.possible("certificates/issuer")) == 0
}

# What is judged by certificates/cert-manager-healthy is left out.
gap contains finding if {
	all_stopped
	some impl in issuers
	some finding in workloads.down(impl)
}

gap contains {"message": "no known certificate issuer runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("certificates/issuer")
}

unknown contains finding if {
	idle
	some finding in absence.possible("certificates/issuer")
}

unknown contains finding if {
	count(issuers) == 0
	some finding in absence.possible("certificates/issuer")
}

unknown contains {"message": sprintf("%s takes certificates from ACM, which the cluster does not show", [lib.names(external_issuers)])} if {
	absent
	count(external_issuers) > 0
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(issuers) == 0
	who := absence.expected("certificates/issuer")
}

unknown contains unread.finding(kind) if {
	without_issuer
	some kind in incomplete
}

all_stopped if {
	count(issuers) > 0
	every impl in issuers {
		impl.name != "cert-manager"
		workloads.stopped(impl)
	}
}

state contains "no-issuer" if {
	idle
	count(unserved) < 2
}

state contains "no-crds" if {
	idle
	count(unserved) == 2
}

absent if {
	count(issuers) == 0
	count(absence.possible("certificates/issuer")) == 0
	not absence.expected("certificates/issuer")
}

missing if {
	absent
	count(external_issuers) == 0
}

summary.pass contains sprintf("%s %s there to issue certificates", [lib.names(issuers), lib.are(count(issuers))])

summary.gap contains sprintf("%s %s there, and nothing is issued", [lib.names(issuers), lib.are(count(issuers))]) if count(issuers) > 0

summary.gap contains "no known issuer of certificates runs in this cluster" if missing
