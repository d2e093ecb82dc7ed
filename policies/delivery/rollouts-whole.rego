# METADATA
# title: The Services and analyses that the service's Rollouts name are there
# description: |
#   Argo Rollouts checks what a Rollout names before it does anything: without one of its Services
#   (`canaryService`, `stableService`, `activeService`, `previewService`) or of the AnalysisTemplates of its strategy, the Rollout is
#   `InvalidSpec`, and no pod of it is made or replaced. The API server takes it.
#
#   What the service brings counts as there; all else is looked up by name, and is unknown by a snapshot. A template is taken
#   for there where an AnalysisTemplate of its namespace or a ClusterAnalysisTemplate has the name: which of them the Rollout
#   means by `clusterScope`, and whether it has the arguments that a template asks for, is not judged.
# related_resources:
# - ref: https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
# - ref: https://argo-rollouts.readthedocs.io/en/stable/features/specification/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [cluster/custom-kinds]
#   since: 0.2.0
#   remediation: |
#     Bring the Service or the AnalysisTemplate with the Rollout, or name the one that is there:
#
#         kubectl -n NAMESPACE get services,analysistemplates
package kready.delivery["rollouts-whole"]

import data.kready.internal.landing
import data.kready.lib

rollouts := landing.objects_of("argoproj.io", "Rollout")

needs := [{"by": o, "kind": kind, "name": f.value, "line": f.line} |
	some o in rollouts
	some f in o.fields
	kind := kind_at(f.path)
	f.value != ""
]

kind_at(path) := "Service" if endswith(path, "Service")

kind_at(path) := "AnalysisTemplate" if endswith(path, ".templateName")

skip contains "no Rollout of the service names a Service or an AnalysisTemplate" if count(needs) == 0

# state_of(n) is there, gone or untold.
state_of(n) := "there" if {
	n.kind == "Service"
	landing.brought("", "Service", n.by.namespace, n.name)
} else := service_state(found) if {
	n.kind == "Service"
	some found in input.namedServices
	found.namespace == n.by.namespace
	found.name == n.name
} else := "there" if {
	n.kind == "AnalysisTemplate"
	landing.brought("argoproj.io", "AnalysisTemplate", n.by.namespace, n.name)
} else := "there" if {
	n.kind == "AnalysisTemplate"
	landing.brought("argoproj.io", "ClusterAnalysisTemplate", "", n.name)
} else := template_state(n) if {
	n.kind == "AnalysisTemplate"
} else := "gone" if {
	not landing.namespace_there(n.by.namespace)
} else := "untold"

service_state(found) := "there" if found.exists

service_state(found) := "gone" if not found.exists

template_state(n) := "there" if {
	some found in templates(n)
	found.exists
} else := "gone" if {
	count(templates(n)) == 2
} else := "untold"

# templates are what was looked up of both kinds. In a namespace that is not there, there is none.
templates(n) := array.flatten([
	[o | o := landing.looked_up("clusteranalysistemplates.argoproj.io", "", n.name)],
	[o | o := landing.looked_up("analysistemplates.argoproj.io", n.by.namespace, n.name)],
	[{"exists": false} | not landing.namespace_there(n.by.namespace)],
])

gap contains landing.finding(n.by, n.line, "service", sprintf("its %s %s does not exist: Argo Rollouts takes it for invalid, and makes no pods", [n.kind, n.name])) if {
	some n in needs
	state_of(n) == "gone"
}

unknown contains landing.finding(n.by, n.line, "service", sprintf("whether its %s %s exists could not be looked up", [n.kind, n.name])) if {
	some n in needs
	state_of(n) == "untold"
}

summary.pass contains sprintf("%s, with all that they name", [lib.counted(count(rollouts), "Rollout", "Rollouts")])

summary.gap contains "Rollouts of the service name what is not there"

summary.unknown contains "whether all that the service's Rollouts name is there is not known"
