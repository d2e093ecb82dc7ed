# METADATA
# title: Every webhook says that a dry run has no side effects
# description: |
#   The API server refuses a dry run that would call a webhook which does not promise to change
#   nothing. `kubectl diff`, `kubectl apply --dry-run=server` and the previews of GitOps tools
#   then fail for everything that webhook judges.
#
#   `sideEffects` of each webhook must be `None` or `NoneOnDryRun`. Today's API accepts nothing
#   else; what is left from older versions stays as it is. Whether the promise is kept is not
#   looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#side-effects
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [webhooks]
#   remediation: |
#     Upgrade the product that owns the webhook. In your own, set `sideEffects: None`, or
#     `NoneOnDryRun` when it looks at `request.dryRun`.
package kready.policy["dryrun-safe"]

import data.kready.lib

hooks contains [config.kind, config.name, hook.name] if {
	some config in input.webhooks
	some hook in config.webhooks
}

gap contains lib.finding(config.kind, "", config.name, sprintf("%s: %s", [hook.name, side_effects_text(hook.sideEffects)])) if {
	some config in input.webhooks
	some hook in config.webhooks
	not hook.sideEffects in {"None", "NoneOnDryRun"}
}

side_effects_text("") := "it does not say whether it has side effects"

side_effects_text(effects) := sprintf("sideEffects is %s", [effects]) if effects != ""

skip contains "there is no admission webhook" if count(hooks) == 0

summary.gap contains sprintf("dry runs are refused because of %s", [lib.counted(count(gap), "webhook", "webhooks")])

summary.pass contains sprintf("%s dry runs", [lib.counted(count(hooks), "webhook says that it is safe for", "webhooks say that they are safe for")]) if {
	count(hooks) > 0
}
