# METADATA
# title: The service changes no field that something else in the cluster manages
# description: |
#   Each field of an object has managers: whoever wrote it last. Server-side apply refuses to change what another manager wrote
#   (a conflict), and `kubectl apply` changes it, until the other writes it back: an autoscaler's replicas, or
#   what another team's tool deploys under the same name.
#
#   With `--server-dry-run`, the API server names the fields that the service would change and their managers. Where the
#   managers are controllers, that is a gap. Where they are one and the same tool by which people deploy
#   (kubectl, Helm, Argo CD, Flux and the like), it may be the one that the service is deployed by, which only its owner
#   knows: unknown. Several such tools are a gap.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Leave out of the manifest what something else is to manage, such as `replicas` under an autoscaler. Where another tool has the
#     object, let only one deploy it. This shows who manages what:
#
#         kubectl -n NAMESPACE get KIND NAME -o yaml --show-managed-fields
package kready.cluster["fields-owned"]

import data.kready.internal.dryrun
import data.kready.internal.landing
import data.kready.lib

skip contains why if some why in dryrun.not_asked

taken := [{"trial": t, "owned": o} |
	some t in dryrun.tried("object")
	some o in t.owned
]

# deployers are the names by which tools that people deploy with manage fields.
deployers := `^(kubectl|kustomize|helm|argocd|argo-cd|flux|kapp|pulumi|terraform|hashicorp|rancher|fleet|ansible|skaffold|tilt)`

tools contains lower(tool) if {
	some x in taken
	tool := regex.find_n(deployers, lower(x.owned.manager), 1)[0]
}

by_tool(x) if regex.match(deployers, lower(x.owned.manager))

text(x) := sprintf("it changes what %s manages: %s", [x.owned.manager, concat(", ", array.slice(x.owned.paths, 0, 5))])

gap contains landing.finding(x.trial, x.owned.atLine, "service", text(x)) if {
	some x in taken
	not by_tool(x)
}

gap contains landing.finding(x.trial, x.owned.atLine, "service", text(x)) if {
	count(tools) > 1
	some x in taken
	by_tool(x)
}

unknown contains landing.finding(x.trial, x.owned.atLine, "service", sprintf("%s: right where the service is deployed by it", [text(x)])) if {
	count(tools) == 1
	some x in taken
	by_tool(x)
}

unknown contains finding if some finding in dryrun.untold_elsewhere

summary.pass contains sprintf("of %s, none changes what others manage", [lib.counted(count(dryrun.tried("object")), "object", "objects")])

summary.gap contains sprintf("%s would change what others manage", [lib.counted(count({[f.object, f.at] | some f in gap}), "object", "objects")])

summary.unknown contains "whether the service changes what others manage could not be told for all objects"
