# METADATA
# title: The API server keeps each field of the service's objects
# description: |
#   The API server takes objects with fields that it then leaves out, without a word: those whose feature is switched off
#   in this cluster. A mutating webhook may take fields out as well. The service runs then, without what the field
#   was for.
#
#   With `--server-dry-run`, what kready sent is held against what came back. A value that is another one was
#   given a default or another form, which is no gap. Empty values, `status` and what the API server itself writes are left out, and so are Secrets,
#   of which only metadata is asked for.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
# - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Leave the field out where the service does without it, or ask the platform for its feature. `kubectl explain` says of fields which
#     feature gate they need:
#
#         kubectl explain KIND.spec --recursive
package kready.cluster["fields-kept"]

import data.kready.internal.dryrun
import data.kready.internal.landing
import data.kready.lib

skip contains why if some why in dryrun.not_asked

gap contains landing.finding(t, f.atLine, "service", sprintf("%s does not come back from the API server: its feature is off here, or a webhook takes it out", [f.path])) if {
	some t in dryrun.tried("object")
	some f in t.dropped
}

unknown contains finding if some finding in dryrun.untold_elsewhere

summary.pass contains sprintf("each field of the %s that the API server takes came back", [lib.counted(count(dryrun.with_result("object", "accepted")), "object", "objects")])

summary.gap contains sprintf("the API server drops %s", [lib.counted(count(gap), "field", "fields")])

summary.unknown contains "whether the API server keeps the fields could not be tried for all objects"
