# METADATA
# title: Every webhook that can refuse requests has a ready endpoint
# description: |
#   An admission webhook with `failurePolicy: Fail` refuses every request that it is meant to
#   judge when nobody answers behind it. A product that was removed and left its
#   configuration behind can so stop all pods from starting, months later.
#
#   kready looks at each such webhook that is called through a Service: the Service must
#   exist, have at least one ready endpoint, and have the port that the webhook names, with a
#   ready endpoint behind it. Whether an answer comes is not seen here: the server may speak no
#   TLS, or not be reached from the control plane; under `--probe`, `policy/webhooks-answer`
#   tries it, and `certificates/webhook-ca` looks at the CA bundle. Webhooks that are called by URL, as EKS does,
#   cannot be looked behind and are only counted. Webhooks with `failurePolicy: Ignore` refuse
#   nothing.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     gap: [webhooks]
#   remediation: |
#     If the product is meant to be there, bring its pods back: the finding names the Service that
#     selects them. If it is gone for good, delete its configuration:
#
#         kubectl delete KIND NAME
package kready.policy["webhook-backends"]

import data.kready.internal.backends
import data.kready.internal.manifests
import data.kready.lib

strict contains {"kind": config.kind, "config": config.name, "hook": hook} if {
	some config in input.webhooks
	some hook in config.webhooks
	hook.failurePolicy == "Fail"
}

external contains s if {
	some s in strict
	s.hook.external
}

external contains s if {
	some s in strict
	some b in behind(s.hook)
	b.exists
	b.external
}

behind(hook) := backends.of(hook.serviceNamespace, hook.serviceName)

# silent names what is wrong behind a webhook. It is not defined where nothing is.
backend_fault(hook) := "does not exist" if {
	some b in behind(hook)
	not b.exists
}

backend_fault(hook) := "has no ready endpoint" if {
	not manifests.without_endpoints
	some b in behind(hook)
	b.exists
	not b.external
	b.readyEndpoints == 0
}

backend_fault(hook) := sprintf("has no port %d", [hook.servicePort]) if {
	some b in behind(hook)
	ported(hook, b)
	every p in b.ports {
		p.port != hook.servicePort
	}
}

backend_fault(hook) := sprintf("has no ready endpoint with port %d%s", [hook.servicePort, target_text(hook)]) if {
	not manifests.without_endpoints
	some b in behind(hook)
	ported(hook, b)
	b.readyEndpoints > 0
	hook.servicePort in {p.port | some p in b.ports}
	every p in b.ports {
		not served(p, hook)
	}
}

# target_text names the targetPort where it is a name: no ready pod has a port of that name then. A number is always
# found, so without a name the endpoints are made by something else than Kubernetes, or by hand.
target_text(hook) := sprintf(": its targetPort %s is the name of no port of its ready pods", [target]) if {
	some b in behind(hook)
	count(b.selector) > 0
	some p in b.ports
	p.port == hook.servicePort
	target := p.targetName
	target != ""
} else := ""

served(p, hook) if {
	p.port == hook.servicePort
	p.served
}

# ported holds where the ports of a Service were read.
ported(hook, b) if {
	hook.servicePort > 0
	b.exists
	not b.external
	count(b.ports) > 0
}

# One finding for each Service of a configuration, not for each of its webhooks.
gap contains finding if {
	some s in strict
	not s.hook.external
	what := backend_fault(s.hook)
	finding := lib.finding(s.kind, "", s.config, sprintf("Service %s/%s %s: %s refused", [
		s.hook.serviceNamespace, s.hook.serviceName, what, refused(s),
	]))
}

# refused says which requests fail because of a configuration's webhooks to one Service.
refused(s) := sprintf("requests for %s are", [lib.shortened(sort(object.keys(resources)))]) if {
	resources := called_for[called(s)]
	count(resources) > 0
}

else := "every request it is called for is"

called(s) := [s.kind, s.config, s.hook.serviceNamespace, s.hook.serviceName]

# called_for is what a configuration's webhooks to a Service are called for.
called_for := object.union_n([{called(s): {resource_text(r): true}} |
	some s in strict
	some r in s.hook.resources
])

# resource_text writes "/pods" of the core group as "pods".
resource_text(resource) := trim_prefix(resource, "/")

unknown contains finding if {
	some s in strict
	not s.hook.external
	count(behind(s.hook)) == 0
	finding := lib.finding(s.kind, "", s.config, sprintf("Service %s/%s was not looked at", [s.hook.serviceNamespace, s.hook.serviceName]))
}

unknown contains finding if {
	manifests.without_endpoints
	some s in strict
	some b in behind(s.hook)
	b.exists
	not b.external
	b.readyEndpoints == 0
	finding := lib.finding(s.kind, "", s.config, sprintf("whether Service %s/%s has ready endpoints cannot be told from manifests", [b.namespace, b.name]))
}

broken contains f.object.name if some f in gap

summary.pass contains "no webhook is strict" if count(strict) == 0

summary.pass contains text if {
	count(strict) > count(external)
	text := sprintf("%s before a Service with a ready endpoint", [lib.counted(count(strict) - count(external), "strict webhook stands", "strict webhooks stand")])
}

summary.pass contains text if some text in calls_outside

summary.unknown contains text if some text in calls_outside

# calls_outside says how many webhooks cannot be judged from here.
calls_outside contains text if {
	count(external) > 0
	text := sprintf("%s called outside of the cluster, where kready cannot look", [lib.counted(count(external), "strict webhook is", "strict webhooks are")])
}

summary.gap contains sprintf("%s requests because nobody can answer", [lib.counted(count(broken), "webhook configuration refuses", "webhook configurations refuse")]) if count(broken) > 0
