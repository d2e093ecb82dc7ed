# METADATA
# title: What policy engines refuse, as their policies and webhooks say
# description: |
#   An engine refuses something when the API server calls it for objects of services, something
#   answers, and one of its policies refuses. What a policy demands is not looked at.
package kready.internal.admission

import data.kready.internal.backends
import data.kready.internal.engine_policies
import data.kready.internal.manifests
import data.kready.internal.namespaces
import data.kready.internal.products
import data.kready.internal.selectors
import data.kready.internal.workloads
import data.kready.lib

# running are the policy engines that run.
running := lib.running("policy/engine")

# enforcing are those of which nothing says that they refuse nothing.
enforcing contains impl if {
	some impl in running
	count(faults(impl)) == 0
	count(doubts(impl)) == 0
}

# doubtful are those that may refuse something, which cannot be told.
doubtful contains impl if {
	some impl in running
	count(faults(impl)) == 0
	count(doubts(impl)) > 0
}

# faults are findings on why an engine that runs refuses nothing.
faults(impl) := workloads.down(impl) if {
	workloads.stopped(impl)
} else := {{"message": sprintf("the API server does not call %s: no webhook configuration names it for Kubernetes' own kinds", [impl.title])}} if {
	impl.state == "running"
	not manifests.not_applied
	count(hooks(impl)) == 0
} else := deaf_hooks(impl) if {
	count(deaf_hooks(impl)) > 0
	count(deaf_hooks(impl)) == count({h.config | some h in hooks(impl)})
} else := {{"message": sprintf("the namespace selectors of the webhooks of %s leave out every namespace of services", [impl.title])}} if {
	count(hooks(impl)) > 0
	count(namespaces.apps) > 0
	every ns in namespaces.apps {
		not called_for(impl, ns)
	}
} else := {{"message": sprintf("%s has no policy: it refuses nothing%s", [impl.title, refused_templates(impl)])}} if {
	known(impl)
	count(engine_policies.policies_of(impl.name)) == 0
} else := {{"message": sprintf("no policy of %s refuses anything: %s", [impl.title, lib.shortened(lenient(impl))])}} if {
	known(impl)
	count(refusing(impl)) == 0
} else := set()

# refused_templates says which templates of Gatekeeper are in error: constraints of these cannot be made.
refused_templates(impl) := sprintf(" (ConstraintTemplate %s)", [lib.shortened(sort(texts))]) if {
	impl.name == "gatekeeper"
	texts := {sprintf("%s: %s", [t.name, t.text]) | some t in engine_policies.refused_templates}
	count(texts) > 0
} else := ""

# states name the faults of an engine, for their remedies.
states(impl) := {"stopped"} if {
	workloads.stopped(impl)
} else := {"not-called"} if {
	count(faults(impl)) > 0
	not judged_by_policies(impl)
} else := by_policies if {
	count(faults(impl)) > 0
	by_policies := {state | some p in engine_policies.policies_of(impl.name); state := state_of(p.why)}
	count(by_policies) > 0
} else := {"no-policy"} if {
	count(faults(impl)) > 0
} else := set()

# state_of names the remedy for a policy that refuses nothing. It is not defined for one that is not meant to.
state_of(why) := "not-ready" if engine_policies.not_ready(why)

state_of(why) := "lenient" if engine_policies.only_tells(why)

# judged_by_policies holds when an engine is called and answers.
judged_by_policies(impl) if {
	count(deaf_hooks(impl)) < count({h.config | some h in hooks(impl)})
	some ns in namespaces.apps
	called_for(impl, ns)
}

judged_by_policies(impl) if {
	count(namespaces.apps) == 0
	count(deaf_hooks(impl)) < count({h.config | some h in hooks(impl)})
}

# doubts are findings on why it is not known whether an engine refuses something.
doubts(impl) := {{"message": message} | some message in products.unread(engine_policies.kinds(impl.name))} if {
	impl.name in object.keys(engine_policies.resources)
	count(products.unread(engine_policies.kinds(impl.name))) > 0
} else := {{"message": sprintf("what %s refuses is in its own configuration, which is not read", [impl.title])}} if {
	count(engine_policies.kinds(impl.name)) == 0
} else := {{"message": sprintf("whether the API server calls %s cannot be told from manifests", [impl.title])}} if {
	impl.state == "running"
	manifests.not_applied
	count(hooks(impl)) == 0
} else := set()

# refusing are the policies of an engine that refuse something.
refusing(impl) := [p | some p in engine_policies.policies_of(impl.name); p.refuses]

# lenient are texts on the policies that refuse nothing.
lenient(impl) := {sprintf("%s %s", [p.name, p.why]) | some p in engine_policies.policies_of(impl.name); not p.refuses}

# known holds when the policies of an engine were read.
known(impl) if {
	count(engine_policies.kinds(impl.name)) > 0
	count(products.unread(engine_policies.kinds(impl.name))) == 0
}

# hooks are the webhooks by which the API server asks an engine about Kubernetes' own kinds.
hooks(impl) := [{"kind": config.kind, "config": config.name, "hook": hook} |
	some config in input.webhooks
	some hook in config.webhooks
	belongs(hook, impl)
	some resource in hook.resources
	split(resource, "/")[0] in {"", "*", "apps", "batch", "networking.k8s.io", "rbac.authorization.k8s.io"}
]

belongs(hook, impl) if hook.serviceNamespace == impl.namespace

# The add-on of Azure hands its policies to Gatekeeper, in a namespace of its own.
belongs(hook, impl) if {
	impl.name == "azure-policy"
	hook.name == "validation.gatekeeper.sh"
}

called_for(impl, ns) if {
	some h in hooks(impl)
	selectors.selects(h.hook.namespaces, object.union(ns.labels, {"kubernetes.io/metadata.name": ns.name}))
}

# deaf_hooks are findings on configurations behind whose Service nobody answers.
deaf_hooks(impl) := {lib.finding(h.kind, "", h.config, sprintf("Service %s/%s has no ready endpoint: nobody is asked", [h.hook.serviceNamespace, h.hook.serviceName])) |
	not manifests.without_endpoints
	some h in hooks(impl)
	some b in backends.of(h.hook.serviceNamespace, h.hook.serviceName)
	not b.external
	b.readyEndpoints == 0
}
