# METADATA
# title: Every GatewayClass is accepted by its controller
# description: |
#   A GatewayClass that no controller has accepted is a name without anything behind it. The
#   Gateways of such a class are never programmed, and their routes lead nowhere.
#
#   kready reads the condition Accepted. Unknown or no condition means that no controller of
#   that name has looked at it, False that one has and refused.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
# custom:
#   level: healthy
#   tier: must
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     gap: [gatewayClasses]
#   remediation: |
#     Install or repair the controller that `spec.controllerName` names, or delete the class.
#     When it was refused, `kubectl describe gatewayclass` gives the reason: most often its
#     parameters, or CRDs of another version than the controller understands.
package kready.ingress["gateway-class-accepted"]

import data.kready.internal.conditions
import data.kready.lib

gap contains finding if {
	some c in input.gatewayClasses
	c.accepted == "False"
	finding := lib.finding("GatewayClass", "", c.name, sprintf("%s refused it: %s", [c.controller, condition_text(c)]))
}

gap contains finding if {
	not without_status
	some c in unanswered
	finding := lib.finding("GatewayClass", "", c.name, sprintf("no controller named %s has accepted it", [c.controller]))
}

unknown contains finding if {
	without_status
	some c in unanswered
	finding := lib.finding("GatewayClass", "", c.name, "the manifest carries no status")
}

# without_status holds for manifests in which no class has a status.
without_status if {
	input.target.kind == "manifests"
	every c in input.gatewayClasses {
		c.accepted == ""
	}
}

unanswered contains c if {
	some c in input.gatewayClasses
	not c.accepted in {"True", "False"}
}

condition_text(c) := conditions.reason_and_message(c.reason, c.message)

skip contains "there is no GatewayClass" if count(input.gatewayClasses) == 0

summary.pass contains sprintf("%s accepted", [lib.counted(count(input.gatewayClasses), "GatewayClass is", "GatewayClasses are")])

summary.gap contains sprintf("%d of %s %s not accepted", [count(gap), lib.counted(count(input.gatewayClasses), "GatewayClass", "GatewayClasses"), lib.are(count(gap))])
