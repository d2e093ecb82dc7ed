# METADATA
# title: The sources that the service's Flux objects deliver from are there, and can be fetched
# description: |
#   A Kustomization or HelmRelease whose source does not exist, or cannot be fetched, is accepted, and delivers nothing. One
#   that decrypts needs the Secret with the key besides.
#
#   kready looks for the source of each Kustomization and HelmRelease of the service, in the namespace that it names or its own,
#   and whether it says that it is Ready. A source that the service brings itself counts as there, and so does a HelmRepository
#   of type `oci`, which has no status. Whether the Secret of `decryption.secretRef` is there is asked with
#   `--allow-secret-names` alone; otherwise one that nothing in the manifests makes is unknown. Whether what is fetched
#   lands is not judged.
# related_resources:
# - ref: https://fluxcd.io/flux/components/kustomize/kustomizations/
# - ref: https://fluxcd.io/flux/components/helm/helmreleases/
# - ref: https://fluxcd.io/flux/components/source/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: absent
#     text: |
#       Have the platform install Flux, or deliver the service another way that is there.
#   - state: stopped
#     text: |
#       Have the platform bring the pods of Flux's controllers back.
#   - state: no-key
#     text: |
#       Add to the manifests what makes the Secret, or name the one that holds the key.
#   remediation: |
#     Name a source that is there and ready, or add it to the manifests:
#
#         kubectl get gitrepositories,ocirepositories,helmrepositories,buckets -A
package kready.delivery["sources-there"]

import data.kready.internal.conditions
import data.kready.internal.landing
import data.kready.internal.secret_makers
import data.kready.internal.workloads
import data.kready.lib

delivered := array.concat(landing.objects_of("kustomize.toolkit.fluxcd.io", "Kustomization"), landing.objects_of("helm.toolkit.fluxcd.io", "HelmRelease"))

skip contains "the service has no Kustomization and no HelmRelease of Flux" if count(delivered) == 0

# asked are the sources that the delivered name, with where they do.
asked contains {"unit": u, "kind": kind, "namespace": namespace, "name": name, "line": landing.line(u, sprintf("%s.name", [path]))} if {
	some u in delivered
	some path in ["spec.sourceRef", "spec.chart.spec.sourceRef", "spec.chartRef"]
	name := landing.value(u, sprintf("%s.name", [path]))
	name != ""
	kind := landing.value(u, sprintf("%s.kind", [path]))
	namespace := namespace_of(u, landing.value(u, sprintf("%s.namespace", [path])))
}

namespace_of(u, "") := u.namespace

namespace_of(_, namespace) := namespace if namespace != ""

known_kinds := {"GitRepository", "OCIRepository", "HelmRepository", "Bucket"}

source(a) := s if {
	some s in input.deliverySources
	s.kind == a.kind
	s.namespace == a.namespace
	s.name == a.name
}

brought(a) if landing.brought("source.toolkit.fluxcd.io", a.kind, a.namespace, a.name)

called(a) := sprintf("the %s %s", [a.kind, a.name]) if a.namespace == a.unit.namespace

called(a) := sprintf("the %s %s/%s", [a.kind, a.namespace, a.name]) if a.namespace != a.unit.namespace

gap contains landing.finding(a.unit, a.line, "service", sprintf("%s does not exist", [called(a)])) if {
	not without_flux
	some a in missing
}

gap contains object.union(landing.finding(a.unit, a.line, "platform", message), {"state": "absent"}) if {
	without_flux
	some a in missing
	message := sprintf("%s does not exist, and there is no Flux that is known to run", [called(a)])
}

gap contains landing.finding(a.unit, a.line, "platform", sprintf("%s cannot be fetched: %s", [called(a), conditions.reason_and_message(s.reason, s.message)])) if {
	some a in asked
	not brought(a)
	s := source(a)
	s.ready == "False"
	not s.suspended
}

# A source says that it is ready long after Flux has stopped.
gap contains object.union(landing.finding(u, 0, "platform", sprintf("Flux does not run: %s", [concat("; ", stopped)])), {"state": "stopped"}) if {
	count(stopped) > 0
	some u in delivered
}

gap contains object.union(landing.finding(k.unit, k.line, "service", sprintf("the Secret %s by which it decrypts does not exist", [k.name])), {"state": "no-key"}) if {
	some k in keys
	there(k) == false
}

missing contains a if {
	some a in asked
	a.kind in known_kinds
	not source(a)
	not brought(a)
}

# without_flux holds where nothing of Flux is seen, and the service does not bring it.
without_flux if {
	not landing.brought("apiextensions.k8s.io", "CustomResourceDefinition", "", "gitrepositories.source.toolkit.fluxcd.io")
	every s in input.deliverySources { not s.kind in known_kinds }
	every impl in lib.running("delivery/gitops") { impl.name != "flux2" }
}

state contains "absent" if {
	some f in gap
	object.get(f, "state", "") == "absent"
}

state contains "stopped" if {
	some f in gap
	object.get(f, "state", "") == "stopped"
}

state contains "no-key" if {
	some f in gap
	object.get(f, "state", "") == "no-key"
}

stopped contains finding.message if {
	some impl in lib.running("delivery/gitops")
	impl.name == "flux2"
	some finding in workloads.down(impl)
	some controller in ["source-controller", "kustomize-controller", "helm-controller"]
	contains(finding.object.name, controller)
}

unknown contains landing.finding(a.unit, a.line, "platform", sprintf("%s does not say whether it is ready", [called(a)])) if {
	some a in asked
	not brought(a)
	s := source(a)
	not s.static
	not s.ready in {"True", "False"}
}

unknown contains landing.finding(a.unit, a.line, "platform", sprintf("whether %s exists is not read", [called(a)])) if {
	some a in asked
	not a.kind in known_kinds
	not brought(a)
}

unknown contains landing.finding(k.unit, k.line, "service", sprintf("whether the Secret %s by which it decrypts exists is not known", [k.name])) if {
	some k in keys
	not looked_up(k)
}

# keys are the Secrets by which delivered decrypt what they deliver.
keys contains {"unit": u, "name": name, "line": landing.line(u, "spec.decryption.secretRef.name")} if {
	some u in delivered
	name := landing.value(u, "spec.decryption.secretRef.name")
	name != ""
	not made(u.namespace, name)
}

made(namespace, name) if {
	some m in secret_makers.made
	m.name == name
	m.by.namespace == namespace
}

there(k) := s.exists if {
	some s in input.service.secrets
	s.name == k.name
	s.namespace == k.unit.namespace
}

looked_up(k) if there(k) in [true, false]

counted(list) := lib.counted(count(list), "object", "objects")

summary.pass contains sprintf("%s of Flux, from sources that are there", [counted(delivered)])

summary.gap contains sprintf("%s of Flux would deliver nothing", [counted({f.object | some f in gap})])

summary.unknown contains "whether Flux gets at what the service delivers is not known"
