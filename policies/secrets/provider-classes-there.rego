# METADATA
# title: The SecretProviderClasses that pods mount are there, and so are their providers
# description: |
#   A volume of the Secrets Store CSI Driver names a SecretProviderClass in the namespace of its pod, and that names a provider. Where one of
#   them is not there, the pod stays in ContainerCreating, with FailedMount in its events. The provider is a DaemonSet of its own beside the driver.
#
#   kready looks the classes up by name; those that the service brings count as there. It knows the providers for AWS, Azure, Google
#   Cloud and Vault by their DaemonSets; of others the answer is unknown, as it is where a class could not be looked up. Whether
#   the driver itself is there is asked by `storage/inline-drivers-there`; what the class takes from the provider is not looked at.
# related_resources:
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/concepts.html
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/providers.html
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: provider
#     text: |
#       Have the platform install the provider beside the driver, or name one that is there. Providers are DaemonSets:
#
#           kubectl get daemonsets --all-namespaces
#   remediation: |
#     Add the SecretProviderClass to the manifests, in the namespace of the pods, or name one that is there:
#
#         kubectl -n NAMESPACE get secretproviderclasses
package kready.secrets["provider-classes-there"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.lib

group := "secrets-store.csi.x-k8s.io"

resource := sprintf("secretproviderclasses.%s", [group])

# drivers are those that make volumes of a SecretProviderClass.
drivers := {"secrets-store.csi.k8s.io", "secrets-store-gke.csi.k8s.io"}

mounts := [{"pods": p, "volume": v} |
	some p in input.service.pods
	some v in p.volumes
	v.driver in drivers
]

skip contains "no pod of the service mounts a SecretProviderClass" if count(mounts) == 0

on(m, by, message) := landing.finding(m.pods, m.volume.line, by, sprintf("its volume %s %s", [m.volume.volume, message]))

# provider(m) is the provider that the class of a mount names. It is not defined where the class is not known to be there.
provider(m) := landing.value(o, "spec.provider") if {
	o := landing.object_named(group, "SecretProviderClass", m.pods.namespace, m.volume.secretClass)
} else := value if {
	found := landing.looked_up(resource, m.pods.namespace, m.volume.secretClass)
	found.exists
	value := concat("", [v | some f in found.fields; f.name == "spec.provider"; some v in f.values])
}

gap contains on(m, "service", "names no secretProviderClass in its volumeAttributes: it is not mounted") if {
	some m in mounts
	m.volume.secretClass == ""
}

gap contains on(m, "service", sprintf("names the SecretProviderClass %s, which does not exist: its pods do not start", [m.volume.secretClass])) if {
	some m in mounts
	not provider(m)
	absent(m)
}

gap contains object.union(on(m, "platform", sprintf("is of the provider %s for the Secrets Store CSI Driver, which does not run", [provider(m)])), {"state": "provider"}) if {
	not input.distribution.managed
	count(absence.possible("secrets/csi-provider")) == 0
	some m in missing
}

absent(m) if {
	found := landing.looked_up(resource, m.pods.namespace, m.volume.secretClass)
	not found.exists
}

absent(m) if {
	m.volume.secretClass != ""
	count(input.namespaces) > 0
	not landing.namespace_there(m.pods.namespace)
}

by_name := {
	"aws": "secrets-store-csi-provider-aws", "azure": "secrets-store-csi-provider-azure",
	"gcp": "secrets-store-csi-provider-gcp", "vault": "vault-csi-provider",
}

running(name) if {
	some impl in input.inventory
	impl.name == name
	impl.state in {"running", "hidden"}
}

missing contains m if {
	some m in mounts
	provider(m) in object.keys(by_name)
	not running(by_name[provider(m)])
	not by_provider(m)
}

# by_provider holds where the cloud brings the provider out of sight, or the service does.
by_provider(m) if m.volume.driver == "secrets-store-gke.csi.k8s.io"

by_provider(m) if provider(m) in brought

brought contains name if {
	some name, _ in by_name
	some repository in daemons
	contains(repository, sprintf("provider-%s", [name]))
}

brought contains "vault" if {
	some p in input.service.pods
	some c in p.containers
	endswith(c.image.repository, "vault-csi-provider")
}

daemons contains c.image.repository if {
	some p in input.service.pods
	p.kind == "DaemonSet"
	some c in p.containers
}

unknown contains on(m, "service", sprintf("names the SecretProviderClass %s: whether it exists could not be looked up", [m.volume.secretClass])) if {
	some m in mounts
	m.volume.secretClass != ""
	not provider(m)
	not absent(m)
}

unknown contains finding if {
	count(missing) > 0
	not input.distribution.managed
	some finding in absence.possible("secrets/csi-provider")
}

unknown contains on(m, "platform", sprintf("is of the provider %s for the Secrets Store CSI Driver, which was not found: the cloud may run it", [provider(m)])) if {
	input.distribution.managed
	some m in missing
}

unknown contains on(m, "platform", sprintf("is of the provider %s for the Secrets Store CSI Driver, which kready does not recognise", [provider(m)])) if {
	some m in mounts
	not provider(m) in object.keys(by_name)
	m.volume.driver != "secrets-store-gke.csi.k8s.io"
}

state contains "provider" if {
	some f in gap
	object.get(f, "state", "") == "provider"
}

summary.pass contains sprintf("%s of classes that are there, of providers that run", [lib.counted(count(mounts), "volume", "volumes")])

summary.gap contains "pods of the service cannot mount their secrets"

summary.unknown contains "whether the service's pods can mount their secrets is not known"
