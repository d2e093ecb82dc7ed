# METADATA
# title: Something issues and renews certificates
# description: |
#   A certificate that somebody made by hand expires when nobody thinks of it. With an issuer
#   in the cluster, a service asks for its certificate in its own manifest, and it is renewed
#   without anybody.
#
#   kready looks for cert-manager and its kin, for the providers' managed certificates, and for
#   SPIRE. TLS that ends at a cloud's load balancer is as good: with the AWS Load Balancer
#   Controller, whose certificates are in ACM, the answer is unknown. An ACME resolver inside
#   Traefik, and certificates that a pipeline brings, are not seen: waive the check and say so.
# related_resources:
# - ref: https://cert-manager.io/docs/installation/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Install cert-manager and give it an issuer: ACME for public names, your own CA (Vault,
#     Step, a cloud's private CA) for internal ones.
package kready.certificates["issuer-present"]

import data.kready.internal.absence
import data.kready.lib

issuers := lib.running("certificates/issuer") | lib.running("identity/issuer")

# external_issuers are controllers whose certificates are kept outside of the cluster.
external_issuers contains impl if {
	some impl in lib.running("ingress/controller")
	impl.name == "aws-load-balancer-controller"
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

gap contains {"message": "no known certificate issuer runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("certificates/issuer")
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

summary contains sprintf("%s issues certificates", [lib.names(issuers)]) if count(issuers) > 0

summary contains "no known issuer of certificates runs in this cluster" if missing
