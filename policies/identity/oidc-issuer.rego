# METADATA
# title: Clouds can look up who issued the cluster's tokens
# description: |
#   Workload identity works by federation: the cloud is shown a token of a ServiceAccount, reads in it who issued
#   it, and fetches that issuer's keys over HTTPS. An issuer that is a name inside of the cluster, which is what
#   kubeadm and most others set by default, cannot be looked up from outside. Then no pod gets an identity,
#   however well the webhook that mounts the tokens works.
#
#   kready reads the issuer that the API server publishes, where the webhook of Azure Workload Identity or of IAM
#   roles for service accounts (AWS) runs, and no provider runs the control plane. An issuer that is not an HTTPS address of a name that is public is a gap.
#   Whether its keys are published there, and whether the cloud trusts it, is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
# - ref: https://azure.github.io/azure-workload-identity/docs/installation/self-managed-clusters.html
# - ref: https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/SELF_HOSTED_SETUP.md
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [nodes]
#     skip: [tokenIssuer]
#   remediation: |
#     Publish the documents of discovery and the keys at an address that the cloud can read (a public bucket will do), and
#     set it as the first `--service-account-issuer` of the API servers; keep the old one as a second, so that tokens that are
#     in use stay valid until pods have new ones:
#
#         kubectl get --raw /.well-known/openid-configuration
#         kubectl get --raw /openid/v1/jwks
package kready.identity["oidc-issuer"]

import data.kready.internal.ingresses
import data.kready.lib

issuer := input.tokenIssuer.issuer

# federating are the webhooks by which pods show their tokens to a cloud.
federating contains impl if {
	some impl in lib.running("identity/webhook")
	impl.name in {"azure-workload-identity", "eks-pod-identity-webhook"}
	impl.state == "running"
}

host := split(split(trim_prefix(issuer, "https://"), "/")[0], ":")[0]

public if {
	startswith(issuer, "https://")
	not private
}

private if ingresses.private_host(host)

private if regex.match(`\.svc$|^[0-9.]+$|^\[`, host)

gap contains {"message": sprintf("the issuer of tokens is %s, which %s cannot look up from outside of the cluster", [issuer, concat(" or ", sort(clouds))])} if {
	count(federating) > 0
	issuer != ""
	not public
}

clouds contains "Microsoft Entra ID" if {
	some impl in federating
	impl.name == "azure-workload-identity"
}

clouds contains "AWS" if {
	some impl in federating
	impl.name == "eks-pod-identity-webhook"
}

skip contains "no webhook runs here by which pods show their tokens to a cloud" if count(federating) == 0

skip contains sprintf("the issuer is the provider's (%s)", [input.distribution.title]) if {
	count(federating) > 0
	input.distribution.managed
}

summary.pass contains sprintf("the issuer of tokens is %s", [issuer])

summary.gap contains "no cloud can verify the tokens of this cluster"
