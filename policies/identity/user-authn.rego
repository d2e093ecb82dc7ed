# METADATA
# title: People sign in to the API server by a provider of identities
# description: |
#   Without one, people use client certificates, and most of them the same one. Such a certificate cannot be revoked, is in
#   no list of who may do what, and outlives whoever left; what the audit log names is the certificate.
#
#   kready looks at the flags of API servers whose pods can be seen: an OpenID provider (`--oidc-issuer-url`),
#   `--authentication-config`, or a webhook that knows tokens. Where the control plane is out of sight (managed clusters, k3s), and on
#   OpenShift, which has its own sign-in, the check does not apply; nor on clusters for one developer (kind, minikube). A proxy before the API server that signs
#   people in and speaks for them (Teleport, Pinniped, Rancher) is not seen: waive it there.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/authentication/
# - ref: https://kubernetes.io/docs/concepts/security/hardening-guide/authentication-mechanisms/
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     Describe your provider in an AuthenticationConfiguration, give it to every kube-apiserver with `--authentication-config`, bind roles to the
#     groups that it names, and keep the certificate of administrators for emergencies.
#   remedies:
#   - before: "1.30"
#     text: |
#       Give every kube-apiserver `--oidc-issuer-url`, `--oidc-client-id` and `--oidc-groups-claim` of your provider, bind roles to the
#       groups that it names, and keep the certificate of administrators for emergencies.
package kready.identity["user-authn"]

signing := input.userSignIn

for_one := {"kind", "minikube", "docker-desktop"}

gap contains {"message": "kube-apiserver has no OpenID provider, no authentication configuration and no webhook for tokens"} if {
	signing.servers > 0
	count(signing.by) == 0
	not input.distribution.name in for_one
	count(input.nodeKinds) > 0
}

# Nodes tell most of whose cluster it is.
unknown contains {"message": "kube-apiserver asks nobody else who people are, and no node tells whether the cluster is for one developer"} if {
	signing.servers > 0
	count(signing.by) == 0
	not input.distribution.name in for_one
	count(input.nodeKinds) == 0
}

skip contains "no API server shows its flags here" if signing.servers == 0

skip contains "the cluster is for one developer" if {
	signing.servers > 0
	input.distribution.name in for_one
}

summary.pass contains sprintf("the API server is set up by %s", [concat(", ", [sprintf("--%s", [flag]) | some flag in signing.by])])

summary.gap contains "people sign in by client certificates or tokens alone"

summary.unknown contains "whether people need a way to sign in is not known"
