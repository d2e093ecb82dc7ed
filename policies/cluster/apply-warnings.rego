# METADATA
# title: The API server warns of nothing in the service's objects
# description: |
#   The API server takes some objects with a warning: a version or a field that is going, a Pod Security level that the
#   namespace warns of, an admission policy that warns or audits before it refuses. Tools that deploy pass few of them on.
#
#   With `--server-dry-run`, they are read from the answer to each object and each template's Pod.
# related_resources:
# - ref: https://kubernetes.io/blog/2020/09/03/warnings/
# custom:
#   subject: service
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     Do what the warning says: each is about something that will be refused one day, or is not what it seems.
package kready.cluster["apply-warnings"]

import data.kready.internal.dryrun
import data.kready.internal.landing
import data.kready.lib

skip contains why if some why in dryrun.not_asked

# A warning of a template is the same in the answer to its workload and to its Pod: it is told once.
gap contains landing.finding(t, 0, "service", sprintf("the API server warns: %s", [warning])) if {
	some t in input.service.dryRun.tried
	some warning in t.warnings
}

unknown contains finding if some finding in dryrun.untold_elsewhere

summary.pass contains sprintf("no warning in the answers to %s", [lib.counted(count(dryrun.tried("object")), "object", "objects")])

summary.gap contains sprintf("the API server gives %s", [lib.counted(count(gap), "warning", "warnings")])

summary.unknown contains "what the API server warns of could not be tried for all objects"
