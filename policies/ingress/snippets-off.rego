# METADATA
# title: Ingresses cannot put configuration into ingress-nginx
# description: |
#   ingress-nginx puts what an Ingress says in a snippet annotation into its own configuration as it
#   stands. Whoever may write an Ingress in any namespace runs code in the controller, which may read the Secrets of
#   all of them (CVE-2021-25742).
#
#   kready reads the ConfigMap that the controller's flag `--configmap` names. Snippets are on where
#   `allow-snippet-annotations` is true, and before 1.9 where it is not set. Since 1.12 they need
#   `annotations-risk-level: Critical` as well. Builds of a vendor that sets this itself (application routing of AKS) are not looked at. That
#   ingress-nginx is retired is reported by ingress/ingress-nginx-retired.
# related_resources:
# - ref: https://github.com/kubernetes/ingress-nginx/issues/7837
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [nodes]
#     skip: [ingressNginxConfigs]
#   remediation: |
#     Find the Ingresses that use snippets, and move what they do to annotations of its own or to another
#     controller. Then set `controller.allowSnippetAnnotations=false` in the values of its chart, or in the ConfigMap:
#
#         kubectl get ingress -A -o yaml | grep -E 'snippet:'
#         kubectl -n NAMESPACE patch configmap NAME --type merge -p '{"data":{"allow-snippet-annotations":"false"}}'
package kready.ingress["snippets-off"]

import data.kready.internal.compatibility
import data.kready.lib

# controllers are the workloads of ingress-nginx with what they read.
controllers contains {"impl": impl, "config": config, "kind": w.kind, "minor": minor(impl)} if {
	some impl in input.inventory
	impl.name == "ingress-nginx"
	impl.state == "running"
	some w in impl.workloads
	some config in input.ingressNginxConfigs
	config.namespace == w.namespace
	config.workload == w.name
}

# minor is 12 of v1.12.6, and -1 where the version is not known; those of before 1.0 are older than all.
minor(impl) := parts[1] if {
	parts := compatibility.parts(impl.version)
	parts[0] == 1
} else := 0 if {
	compatibility.parts(impl.version)[0] == 0
} else := -1

says(c) := lower(c.config.allowSnippets)

risk(c) := lower(c.config.annotationsRiskLevel)

# allowed holds where the ConfigMap, or the default of the version, lets snippets in.
allowed(c) if says(c) == "true"

allowed(c) if {
	says(c) == ""
	c.minor >= 0
	c.minor < 9
}

on(c) := lib.finding("ConfigMap", c.config.namespace, c.config.configMap, text(c)) if c.config.configMap != ""

on(c) := lib.finding(c.kind, c.config.namespace, c.config.workload, text(c)) if c.config.configMap == ""

text(c) := sprintf("it lets snippets into %s", [lib.named(c.impl)]) if says(c) == "true"

text(c) := sprintf("it does not forbid snippets, which %s lets in by default", [lib.named(c.impl)]) if says(c) != "true"

gap contains on(c) if {
	some c in controllers
	allowed(c)
	c.minor >= 0
	c.minor < 12
}

gap contains on(c) if {
	some c in controllers
	allowed(c)
	risk(c) == "critical"
}

unknown contains {"message": sprintf("which version %s/%s is, and so what it lets in, is not known", [c.config.namespace, c.config.workload])} if {
	some c in controllers
	c.minor == -1
	says(c) != "false"
	risk(c) != "critical"
}

unknown contains {"message": sprintf("what %s reads is not known", [lib.names(seen)])} if {
	count(seen) > 0
	count(controllers) == 0
}

# seen are the controllers that run, whatever could be read of their ConfigMaps.
seen contains impl if {
	some impl in input.inventory
	impl.name == "ingress-nginx"
	impl.state == "running"
}

skip contains "ingress-nginx does not run here" if count(seen) == 0

summary.pass contains sprintf("snippets are off in %s", [lib.names({c.impl | some c in controllers})])

summary.gap contains sprintf("whoever may write an Ingress may run code in %s", [lib.names({c.impl | some c in controllers})])

summary.unknown contains "whether ingress-nginx takes snippets is not known"
