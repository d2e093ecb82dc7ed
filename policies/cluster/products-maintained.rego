# METADATA
# title: Every product that runs is maintained
# description: |
#   A product whose maintainers have left gets no fix for the next vulnerability and no
#   release for the next Kubernetes version. It works until an upgrade removes an API that it
#   uses, and then there is no version to go to.
#
#   kready compares the products that run with the catalogue's record of what upstream has
#   retired or archived, by the day of judgement (`--as-of`), with the source of each
#   statement. What is only deprecated is said, and is no gap. Left out are ingress-nginx
#   and log agents, which have checks of their own. What a provider runs is the provider's
#   to maintain. A product that is not in the catalogue is not judged.
# related_resources:
# - ref: https://endoflife.date/
# - ref: https://github.com/kubernetes-retired
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads]
#   remediation: |
#     Move to the successor that the finding names, or to another product of the same role:
#     beside the old one, a namespace or a workload at a time. What must stay for a while
#     gets a waiver with an end date.
#   remedies:
#   - distributions: [managed]
#     text: |
#       What the provider installed is the provider's to replace: ask what becomes of it, and turn it off where that can be done. For what
#       is your own, move to the successor that the finding names, or to another product of the same role: beside the old one, a namespace or
#       a workload at a time. What must stay for a while gets a waiver with an end date.
package kready.cluster["products-maintained"]

import data.kready.internal.lifecycle
import data.kready.lib

# judged are products whose end of support no other check judges.
judged contains impl if {
	some impl in input.inventory
	impl.state == "running"
	not impl.name in {"ingress-nginx", "aks-app-routing"}
	not "logs/agent" in impl.roles
}

ended contains impl if {
	some impl in judged
	lifecycle.retired(impl)
}

gap contains lib.finding(w.kind, object.get(w, "namespace", ""), w.name, ended_text(impl)) if {
	some impl in ended
	some w in array.slice(impl.workloads, 0, 1)
}

gap contains {"message": ended_text(impl)} if {
	some impl in ended
	count(impl.workloads) == 0
}

ended_text(impl) := sprintf("%s was %s%s (%s)%s", [lib.named(impl), impl.lifecycle.state, day(impl), impl.lifecycle.source, successor(impl)])

day(impl) := "" if impl.lifecycle.since == ""

day(impl) := sprintf(" on %s", [impl.lifecycle.since]) if impl.lifecycle.since != ""

successor(impl) := "" if impl.lifecycle.successor == ""

successor(impl) := sprintf("; its successor is %s", [impl.lifecycle.successor]) if impl.lifecycle.successor != ""

deprecated contains impl.title if {
	some impl in judged
	impl.lifecycle.state == "deprecated"
}

titles contains impl.title if some impl in ended

skip contains "no product of the catalogue runs here" if count(judged) == 0

summary contains "nothing says that a product here is retired or archived" if {
	count(ended) == 0
	count(deprecated) == 0
}

summary contains sprintf("nothing here is retired or archived; deprecated: %s", [concat(", ", deprecated)]) if {
	count(ended) == 0
	count(deprecated) > 0
}

summary contains sprintf("%s no longer maintained: %s", [lib.counted(count(titles), "product is", "products are"), lib.shortened(sort([t | some t in titles]))]) if {
	count(ended) > 0
}
