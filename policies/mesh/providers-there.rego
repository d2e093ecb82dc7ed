# METADATA
# title: Istio's telemetry and authorization lead to providers that are there
# description: |
#   Where traces and access logs go, and who is asked whether a request may pass, Istio calls a provider: a name that its MeshConfig defines under
#   `extensionProviders`, with a kind and a Service. Telemetry that names a provider which MeshConfig does not define, one of a kind that
#   cannot take traces, or one whose Service is gone, is accepted, and nothing is sent: istiod's log alone says so. An
#   AuthorizationPolicy of action CUSTOM without its provider refuses every request to its pods.
#
#   kready holds the providers that `defaultProviders`, Telemetry objects and AuthorizationPolicies name against those that the MeshConfig of each
#   control plane defines, Istio's own included, and looks up the Services of this cluster that these lead to. Whether one answers is
#   not tried. The older settings of tracing (`defaultConfig.tracing`) are not read.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/telemetry/
# - ref: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
# - ref: https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
# - ref: https://github.com/istio/istio/issues/56180
# custom:
#   level: configured
#   tier: should
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Define the provider in the values of Istio's control plane, under the name that is asked for, or correct the name:
#
#         meshConfig:
#           extensionProviders:
#           - name: otel
#             opentelemetry: {service: collector.observability.svc.cluster.local, port: 4317}
#
#     The names that Istio knows stand in its ConfigMap:
#
#         kubectl -n NAMESPACE get configmap NAME -o jsonpath='{.data.mesh}'
#   remedies:
#   - state: service-gone
#     text: |
#       Install again what the provider leads to, or give it the Service of what took its place: `service` and `port` under
#       `meshConfig.extensionProviders` in the values of Istio's control plane.
#   - state: no-traces
#     text: |
#       Define a provider that takes traces, such as `opentelemetry` or `zipkin`, under a name of its own, and name that one for
#       tracing. `envoyOtelAls` and its like take access logs alone.
package kready.mesh["providers-there"]

import data.kready.internal.manifests
import data.kready.internal.meshes
import data.kready.internal.products
import data.kready.lib

telemetries := "telemetries.telemetry.istio.io"

# paths are the fields of a Telemetry that name providers, by what they are for.
paths := {
	"accessLogging": "spec.accessLogging[].providers[].name",
	"metrics": "spec.metrics[].providers[].name",
	"tracing": "spec.tracing[].providers[].name",
}

# tracers are the kinds of provider that take traces.
tracers := {"zipkin", "lightstep", "datadog", "stackdriver", "opencensus", "skywalking", "opentelemetry"}

# uses are where a provider is named, what for, and for which control planes.
uses contains {"object": lib.finding("Telemetry", o.namespace, o.name, "").object, "for": what, "provider": name, "of": c} if {
	some c in meshes.settings
	some o in products.objects(telemetries)
	some what, path in paths
	some name in products.values(o, path)
}

uses contains {"object": lib.finding("ConfigMap", c.namespace, meshes.config_map(c), "").object, "for": d.name, "provider": d.value, "of": c} if {
	some c in meshes.settings
	some d in c.defaultProviders
}

uses contains {"object": lib.finding("AuthorizationPolicy", p.namespace, p.name, "").object, "for": "authorization", "provider": p.provider, "of": c} if {
	some c in meshes.settings
	some p in input.authorizationPolicies
	p.action == "CUSTOM"
	p.provider != ""
}

provider(use) := [p | some p in use.of.providers; p.name == use.provider][0]

texts := {"accessLogging": "access logs go to", "authorization": "it asks", "metrics": "metrics go to", "tracing": "traces go to"}

fault(use) := sprintf("%s provider %s, which %s/%s does not define%s", [texts[use.for], use.provider, use.of.namespace, meshes.config_map(use.of), follows(use)]) if not provider(use)

fault(use) := sprintf("%s provider %s, which is of kind %s and takes none", [texts[use.for], use.provider, provider(use).kind]) if {
	use.for == "tracing"
	not provider(use).kind in tracers
}

fault(use) := sprintf("%s provider %s, whose Service %s does not exist%s", [texts[use.for], use.provider, provider(use).service, follows(use)]) if {
	gone(use)
	takes(use)
}

gone(use) if {
	not manifests.not_applied
	provider(use).missing
}

takes(use) if use.for != "tracing"

takes(use) if provider(use).kind in tracers

follows(use) := ": every request to its pods is refused" if use.for == "authorization"

follows(use) := "" if use.for != "authorization"

# Where control planes differ, an object may be meant for one of them.
broken contains use if {
	some use in uses
	fault(use)
	count({other | some other in uses; twin(use, other); not fault(other)}) == 0
}

twin(a, b) if {
	a.object == b.object
	a.for == b.for
	a.provider == b.provider
}

gap contains {"object": use.object, "message": fault(use)} if {
	some use in broken
	not state_of(use)
}

gap contains {"object": use.object, "message": fault(use), "state": state_of(use)} if some use in broken

state contains "no-traces" if {
	some use in broken
	state_of(use) == "no-traces"
}

state contains "service-gone" if {
	some use in broken
	state_of(use) == "service-gone"
}

state_of(use) := "no-traces" if {
	use.for == "tracing"
	provider(use)
	not provider(use).kind in tracers
}

state_of(use) := "service-gone" if {
	gone(use)
	takes(use)
}

unknown contains finding if some finding in meshes.untold

unknown contains {"message": text} if {
	meshes.installed("istio")
	some text in products.unread({telemetries})
}

skip contains "Istio does not run here" if not meshes.installed("istio")

skip contains "nothing names a provider: Istio does with telemetry what it does by itself" if {
	meshes.installed("istio")
	count(meshes.untold) == 0
	products.read(telemetries)
	count(uses) == 0
}

summary.pass contains sprintf("%s: defined, and no Service of theirs is missing", [lib.shortened(sort([name | some name in {use.provider | some use in uses}]))])

summary.gap contains sprintf("%s to providers that are not there", [lib.counted(count(gap), "setting leads", "settings lead")])

summary.unknown contains "what Istio's providers are is not known"
