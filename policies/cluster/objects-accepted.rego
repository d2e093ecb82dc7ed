# METADATA
# title: The API server takes each object of the service
# description: |
#   What the API server makes of an object only it can say: fields that it does not know, values that its validation or a
#   product's webhook refuses, an admission policy, a quota of objects, a field that cannot be changed in an
#   object that is there.
#
#   With `--server-dry-run`, kready has each object applied as a dry run (`kubectl apply --server-side
#   --dry-run=server`, strict validation, field manager kready). It goes through all of admission, and nothing is stored. What is
#   owned by somebody else is taken over in the dry run, and told by `cluster/fields-owned`.
#
#   Unknown is what cannot be tried: objects of a namespace or a CRD that the service itself brings, or that are not
#   there; what the identity may not create or patch; and what a webhook without `sideEffects: None` or `NoneOnDryRun` is asked
#   about, which refuses every dry run. A pass says that the API server would take the objects from whoever runs
#   kready. What happens after it (scheduling, binding, pulling) a dry run does not see, nor whether a node port is in range.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#side-effects
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/objects-valid]
#   remedies:
#   - state: immutable
#     text: |
#       A field cannot be changed in the object that is there. Leave it as it is, give the object another name, or delete what
#       is there and apply it anew, with what that means for its pods and its data.
#   - state: webhook
#     text: |
#       Have the platform see why the webhook that is named does not answer: until it does, the API server refuses what it asks
#       the webhook about.
#   remediation: |
#     Change what the API server's message names. This shows the same answer:
#
#         kubectl apply --server-side --dry-run=server --field-manager=kready -f MANIFESTS
package kready.cluster["objects-accepted"]

import data.kready.internal.dryrun
import data.kready.lib

skip contains why if some why in dryrun.not_asked

gap contains finding if some finding in dryrun.refused("object")

unknown contains finding if some finding in dryrun.untold("object")

state contains "immutable" if "immutable" in dryrun.states(gap)

state contains "webhook" if "webhook" in dryrun.states(gap)

summary.pass contains sprintf("the API server takes %s in a dry run", [lib.counted(count(dryrun.tried("object")), "object", "objects")])

summary.gap contains sprintf("the API server refuses %d of %s", [count(gap), lib.counted(count(dryrun.tried("object")), "object", "objects")])

summary.unknown contains sprintf("%d of %s could not be tried", [count(dryrun.with_result("object", "unknown")), lib.counted(count(dryrun.tried("object")), "object", "objects")])
