# METADATA
# title: Secrets come from a store, by a mechanism of the cluster
# description: |
#   A Secret object is a place to read from, not a way to get secrets there. Without a
#   mechanism, people create Secrets by hand or commit them; nobody rotates them, nobody
#   knows where else they are, and a rebuilt cluster starts without any.
#
#   kready looks for an operator that syncs secrets (External Secrets, Vault Secrets Operator,
#   Sealed Secrets, Infisical and others), for the Secrets Store CSI driver with a provider,
#   and for an injector. External Secrets without a store brings nothing, and is a gap. A Vault server in the cluster delivers nothing by itself. Flux
#   does where a Kustomization of it decrypts what it applies (`spec.decryption`).
#
#   It does not see applications that call a cloud's secret API on their own, nor a pipeline
#   that writes Secrets from outside: waive the check with a reason, if that is the design.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - ref: https://external-secrets.io/latest/introduction/overview/
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [secretStores, deliveries]
#     pass: [workloads, nodes]
#   remediation: |
#     Install External Secrets Operator and connect it to the store you already have (a
#     ClusterSecretStore). Without a store, Sealed Secrets or SOPS with Flux keep secrets
#     encrypted in Git.
#   remedies:
#   - state: no-store
#     text: |
#       Connect External Secrets to the store that you have, by a ClusterSecretStore:
#       https://external-secrets.io/latest/api/clustersecretstore/
package kready.secrets.mechanism

import data.kready.internal.absence
import data.kready.internal.manifests
import data.kready.internal.unread
import data.kready.lib

operators := lib.running("secrets/operator") | lib.running("secrets/injector")

drivers := lib.running("secrets/csi")

provider_agents := lib.running("secrets/csi-provider")

implementations contains impl if some impl in operators

# The CSI driver mounts nothing without a provider.
implementations contains impl if {
	count(provider_agents) + count(unknown_providers) > 0
	some impl in drivers
}

# A provider's own driver, such as GKE's, brings what it needs.
implementations contains impl if {
	some impl in drivers
	impl.state == "hidden"
}

# unknown_providers are DaemonSets that nothing recognises and that serve the CSI driver: they
# share the folder in which it looks for its providers.
unknown_providers contains w if {
	count(drivers) > 0
	some w in input.workloads
	w.kind == "DaemonSet"
	some path in w.hostPaths
	contains(path, "secrets-store-csi-providers")
	not part_of_driver(w)
}

part_of_driver(w) if {
	some impl in drivers
	some ref in impl.workloads
	ref.name == w.name
	object.get(ref, "namespace", "") == w.namespace
}

flux_runs contains impl if {
	some impl in lib.running("delivery/gitops")
	startswith(impl.name, "flux")
}

kustomizations := [d | some d in input.deliveries; d.kind == "Kustomization"]

# decrypting are Kustomizations by which Flux decrypts the Secrets that it applies.
decrypting contains sprintf("%s/%s", [d.namespace, d.name]) if {
	count(flux_runs) > 0
	some d in kustomizations
	d.decrypts == "yes"
}

# flux may decrypt SOPS files on their way in, where it is not seen whether its Kustomizations do.
flux contains impl if {
	some impl in flux_runs
	impl.name != "flux2"
}

flux contains impl if {
	unread.incomplete("deliveries")
	some impl in flux_runs
}

flux contains impl if {
	some impl in flux_runs
	some d in kustomizations
	d.decrypts == ""
}

roles := ["secrets/operator", "secrets/injector", "secrets/csi"]

expected contains who if {
	count(implementations) == 0
	count(decrypting) == 0
	some role in roles
	who := absence.expected(role)
}

# idle holds when nothing but External Secrets brings secrets, and it has no store.
idle if {
	without_store
	not unread.incomplete("secretStores")
}

without_store if {
	count(implementations) > 0
	count(input.secretStores) == 0
	not manifests.not_applied
	every impl in implementations {
		impl.name == "external-secrets"
	}
}

missing if {
	count(implementations) == 0
	count(decrypting) == 0
	count(expected) == 0
	count(flux) == 0
	count(possible) == 0
}

# possible are findings on what is not recognised and may bring secrets.
possible contains finding if {
	count(implementations) == 0
	count(decrypting) == 0
	some finding in absence.possible_of(roles)
}

unknown contains finding if some finding in possible

unknown contains {"message": sprintf("%s may decrypt SOPS files from Git: its Kustomizations were not read", [lib.names(flux)])} if {
	count(implementations) == 0
	count(decrypting) == 0
	count(flux) > 0
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if some who in expected

unknown contains unread.finding("secretStores") if {
	without_store
	not idle
}

state contains "no-store" if idle

gap contains {"message": "External Secrets has no SecretStore and no ClusterSecretStore: it brings no secret"} if idle

gap contains {"message": "no known secrets operator, CSI provider or injector runs in this cluster"} if missing

gap contains {"message": sprintf("%s decrypts nothing that it delivers: no Kustomization has spec.decryption", [lib.names(flux_runs)])} if {
	missing
	count(flux_runs) > 0
}

gap contains {"message": "the Secrets Store CSI driver runs without a provider: it can mount nothing"} if {
	missing
	count(drivers) > 0
}

gap contains {"message": sprintf("%s is a provider for the Secrets Store CSI driver, which does not run", [lib.names(provider_agents)])} if {
	missing
	count(drivers) == 0
	count(provider_agents) > 0
}

gap contains {"message": sprintf("%s stores secrets and delivers none to pods by itself", [lib.names(stores)])} if {
	missing
	stores := lib.running("secrets/store")
	count(stores) > 0
}

gap contains finding if {
	missing
	some role in roles
	some finding in absence.findings(role)
}

summary.pass contains sprintf("%s %s there to bring secrets to pods", [lib.names(implementations), lib.are(count(implementations))]) if count(implementations) > 0

summary.pass contains sprintf("Flux decrypts the secrets that it delivers from Git, by Kustomization %s", [lib.shortened(sort(decrypting))]) if {
	count(implementations) == 0
}

summary.gap contains sprintf("%s %s there, and no store to bring secrets from", [lib.names(implementations), lib.are(count(implementations))]) if idle

summary.gap contains "no known product brings secrets from a store into this cluster" if missing

summary.unknown contains "nothing that is known but Flux could bring secrets into this cluster" if count(flux) > 0

summary.unknown contains "it cannot be told whether something that is not recognised brings secrets" if count(possible) > 0
