# METADATA
# title: Every GatewayClass is accepted by its controller
# description: |
#   A GatewayClass that no controller has accepted is a name without anything behind it. The
#   Gateways of such a class are never programmed, and their routes lead nowhere.
#
#   kready reads the condition Accepted. Unknown or no condition means that no controller of
#   that name has looked at it, False that one has and refused. A controller that runs may not
#   look at classes at all: Cilium's does so only with the Gateway API switched on, and only when
#   it found the CRDs as it started.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
# - ref: https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/gateway-api/
# - ref: https://github.com/cilium/cilium/blob/main/operator/pkg/gateway-api/cell.go
# - ref: https://github.com/rancher/rke2/issues/8839
# custom:
#   level: healthy
#   tier: must
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     gap: [gatewayClasses]
#     any: [workloads/pods]
#   remediation: |
#     Install or repair the controller that `spec.controllerName` names, or delete the class.
#     When it was refused, `kubectl describe gatewayclass` gives the reason: most often its
#     parameters, or CRDs of another version than the controller understands.
#   remedies:
#   - state: cilium
#     text: |
#       Cilium's operator looks for the CRDs of the Gateway API once, as it starts, and asks for `gatewayAPI.enabled: true` and
#       `kubeProxyReplacement: true` in the chart's values. Install the CRDs that its release names, then start it anew; its log says
#       what it still lacks:
#
#           kubectl -n NAMESPACE rollout restart deployment/cilium-operator
#           kubectl -n NAMESPACE logs deployment/cilium-operator
#   - state: runs
#     text: |
#       See the log of the controller, which runs: most look for the CRDs of the Gateway API as they start, some must be told to,
#       and some serve only classes of the name that they were given. Start it anew once the CRDs that its release names are there.
package kready.ingress["gateway-class-accepted"]

import data.kready.internal.conditions
import data.kready.internal.controllers
import data.kready.lib

gap contains finding if {
	some c in input.gatewayClasses
	c.accepted == "False"
	finding := lib.finding("GatewayClass", "", c.name, sprintf("%s refused it: %s", [c.controller, condition_text(c)]))
}

gap contains finding if {
	not without_status
	some c in unanswered
	finding := lib.finding("GatewayClass", "", c.name, unanswered_text(c))
}

# running(c) are the controllers of a class that run in the cluster.
running(c) := {impl |
	some impl in controllers.implementations(c.controller)
	impl.state == "running"
}

# by_cilium holds for a class of Cilium where Cilium runs.
by_cilium(c) if {
	some impl in running(c)
	impl.name == "cilium"
}

unanswered_text(c) := sprintf("Cilium runs without the Gateway API, as enable-gateway-api in its ConfigMap says, and has not accepted it as %s", [c.controller]) if {
	by_cilium(c)
	input.networkConfig.cilium.found
	input.networkConfig.cilium.enableGatewayAPI != "true"
} else := sprintf("%s runs, and has not accepted it as %s", [lib.names(running(c)), c.controller]) if {
	count(running(c)) > 0
} else := sprintf("no controller named %s has accepted it", [c.controller])

state contains "cilium" if {
	not without_status
	some c in unanswered
	by_cilium(c)
}

state contains "runs" if {
	not without_status
	some c in unanswered
	count(running(c)) > 0
	not by_cilium(c)
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
