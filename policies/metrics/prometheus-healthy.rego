# METADATA
# title: Prometheus and the other metrics collectors work
# description: |
#   While the collector is down nothing is recorded and no alert is evaluated; dashboards show
#   a hole, and nobody is told. A Prometheus whose configuration its operator cannot
#   reconcile goes on with the old one: monitors and rules added since have no effect.
#
#   Of each Prometheus, PrometheusAgent and ThanosRuler, the conditions `Available` and
#   `Reconciled` must be True. `Degraded` passes as long as every shard has a pod that is
#   available: the replica that is missing is told by `cluster/system-workloads`. One that
#   its operator has not acted on for 10 minutes is a gap, as is one whose operator does not run and one that is
#   `paused`: the conditions stay as they were, and so does the configuration. An Alertmanager must be reconciled, too;
#   whether it is available is asked by `metrics/alert-routing`. Other collectors must have a
#   ready pod, and those that run as an agent on each node must cover the nodes. What evaluates rules in Google's
#   managed pipeline may be scaled to zero: its operator does that while there are no rules.
#
#   Whether single targets are scraped is not seen.
# related_resources:
# - ref: https://prometheus-operator.dev/docs/platform/troubleshooting/
# - ref: https://prometheus-operator.dev/docs/api-reference/api/
# - ref: https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/server/operator.go
# custom:
#   level: healthy
#   tier: must
#   requires: [metrics/pipeline]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [alertmanagers]
#     pass: [workloads/pods]
#     skip: [workloads/pods]
#   remedies:
#   - state: no-operator
#     text: |
#       Run the Prometheus Operator again, in a release whose CRDs are those that are there; in kube-prometheus-stack it is
#       `prometheusOperator.enabled: true`. Until then, no change to a monitor, a rule or the server itself arrives.
#   - state: paused
#     text: |
#       Let the operator act on it again, where whoever paused it is done:
#
#           kubectl -n NAMESPACE patch KIND NAME --type=merge -p '{"spec":{"paused":false}}'
#   remediation: |
#     See the reason and message of its conditions; for `Reconciled` they name the object that is
#     wrong:
#
#         kubectl -n NAMESPACE describe KIND NAME
#
#     Then the pods: out of memory and a full volume are the
#     usual causes. If no operator acts on the object, see that it runs and watches the
#     namespace.
package kready.metrics["prometheus-healthy"]

import data.kready.internal.agents
import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.operators
import data.kready.internal.workloads
import data.kready.lib

pipelines := lib.running("metrics/pipeline")

gap contains finding if {
	some p in input.prometheuses
	some text in faults(p)
	finding := lib.finding(p.kind, p.namespace, p.name, text)
}

gap contains object.union(lib.finding(o.kind, o.namespace, o.name, abandoned(o)), {"state": "no-operator"}) if {
	operator_gone
	some o in operated_objects
}

gap contains object.union(lib.finding(o.kind, o.namespace, o.name, stopped), {"state": "paused"}) if {
	not operator_gone
	some o in operated_objects
	o.paused
}

gap contains lib.finding("Alertmanager", a.namespace, a.name, unreconciled(c)) if {
	some a in input.alertmanagers
	some c in a.conditions
	c.type == "Reconciled"
	c.status == "False"
}

gap contains finding if {
	some impl in pipelines
	some finding in workloads.down(impl)
	not judged_by_conditions(finding.object)
	not awaits_rules(impl, finding.object)
}

# The nodes that a log agent misses are reported by logs/coverage.
gap contains finding if {
	every impl in pipelines {
		not "logs/agent" in impl.roles
	}
	some finding in agents.uncovered_findings(pipelines)
}

# operated_objects are what the Prometheus Operator acts on.
operated_objects := array.concat(input.prometheuses, [object.union(a, {"kind": "Alertmanager"}) | some a in input.alertmanagers])

operator := {"prometheus-operator"}

operator_gone if operators.gone(operator, "metrics/operator")

stopped := "it is paused: its operator leaves it with the configuration that it has, so that what was changed since has no effect"

abandoned(o) := "no Prometheus Operator is seen here: its pods go on with the configuration that they had, so that what was changed since has no effect" if {
	some w in pods_of(o)
	w.ready > 0
} else := "no Prometheus Operator is seen here: nothing acts on it"

state contains "no-operator" if {
	operator_gone
	count(operated_objects) > 0
}

state contains "paused" if {
	not operator_gone
	some o in operated_objects
	o.paused
}

faults(p) := ((({sprintf("it is not available (%s)", [conditions.text(c)]) |
	some c in p.conditions
	c.type == "Available"
	c.status == "False"
} | {sprintf("shard %s has no pod that is available: its part of the targets is not scraped", [s.name]) |
	degraded(p)
	some s in p.shards
	s.replicas > 0
	s.available == 0
}) | {unreconciled(c) |
	some c in p.conditions
	c.type == "Reconciled"
	c.status == "False"
}) | {"no operator has acted on it" | ignored(p)}) | {"it runs no pod (0 replicas): nothing is scraped" | without_pods(p)}

unreconciled(c) := sprintf("its operator cannot reconcile it (%s)", [conditions.text(c)])

degraded(p) if {
	some c in p.conditions
	c.type == "Available"
	c.status == "Degraded"
}

# ignored holds for one without conditions and without a workload. Older operators write
# no conditions.
ignored(p) if {
	not operator_gone
	count(p.conditions) == 0
	count(pods_of(p)) == 0
	lib.older(p.createdAt, input.thresholds.pendingMinutes)
}

# without_pods holds for one whose workloads are scaled to zero; its operator calls that available.
without_pods(p) if {
	count(pods_of(p)) > 0
	every w in pods_of(p) {
		w.desired == 0
	}
}

pods_of(p) := pods if {
	pods := object.keys(workloads_by_owner[[p.namespace, p.kind, p.name]])
} else := set()

workloads_by_owner := object.union_n([{[w.namespace, w.ownerKind, w.ownerName]: {w: true}} |
	some w in input.workloads
	w.ownerKind in prometheus_kinds
])

# awaits_rules holds for what evaluates rules in Google's pipeline: its operator scales it to zero while there are
# none (https://github.com/GoogleCloudPlatform/prometheus-engine/blob/main/pkg/operator/rules.go).
awaits_rules(impl, ref) if {
	impl.name == "gke-managed-prometheus"
	ref.kind == "Deployment"
	ref.name == "rule-evaluator"
	some w in lib.workloads_of(impl)
	w.name == ref.name
	w.namespace == ref.namespace
	w.desired == 0
}

prometheus_kinds contains o.kind if some o in operated_objects

# judged_by_conditions holds for the workload of an object whose conditions have been judged.
judged_by_conditions(ref) if {
	some p in input.prometheuses
	count(p.conditions) > 0
	some w in pods_of(p)
	w.kind == ref.kind
	w.namespace == ref.namespace
	w.name == ref.name
}

unknown contains finding if {
	some p in input.prometheuses
	count(faults(p)) == 0
	finding := lib.finding(p.kind, p.namespace, p.name, unknown_text(p))
}

unknown contains finding if {
	some impl in pipelines
	some finding in workloads.without_status(impl)
}

unknown contains finding if {
	count(operated_objects) > 0
	some finding in operators.doubts(operator, "metrics/operator")
}

unknown_text(p) := sprintf("whether it is available is not known (%s)", [conditions.text(c)]) if {
	some c in p.conditions
	c.type == "Available"
	c.status == "Unknown"
} else := "it carries no status" if {
	count(p.conditions) == 0
	count(pods_of(p)) == 0
	not lib.known(p.createdAt)
}

skip contains "the collectors run out of sight" if {
	count(operated_objects) == 0
	every impl in pipelines {
		count(impl.workloads) == 0
	}
}

available_servers := [sprintf("%s %s/%s", [p.kind, p.namespace, p.name]) | some p in input.prometheuses; count(faults(p)) == 0]

degraded_servers := [sprintf("%s/%s", [p.namespace, p.name]) | some p in input.prometheuses; count(faults(p)) == 0; degraded(p)]

summary.pass contains sprintf("%s %s available", [lib.shortened(available_servers), lib.are(count(available_servers))]) if count(available_servers) > 0

summary.pass contains sprintf("not all replicas of %s are", [lib.shortened(degraded_servers)]) if count(degraded_servers) > 0

summary.pass contains workloads.readiness(impl) if {
	some impl in pipelines
	count(impl.workloads) > 0
	not operated(impl)
}

# operated holds for an implementation that is run by a Prometheus object.
operated(impl) if {
	some w in lib.workloads_of(impl)
	some p in input.prometheuses
	w in pods_of(p)
}

failing contains sprintf("%s %s/%s", [f.object.kind, f.object.namespace, f.object.name]) if {
	some f in gap
	f.object.kind != "Node"
}

uncovered_nodes contains f.object.name if {
	some f in gap
	f.object.kind == "Node"
}

summary.gap contains sprintf("%s %s not well", [lib.shortened(sort(failing)), lib.are(count(failing))]) if count(failing) > 0

summary.gap contains sprintf("%s without a collector", [lib.counted(count(uncovered_nodes), "node is", "nodes are")]) if count(uncovered_nodes) > 0

summary.unknown contains "the manifests carry no status" if manifests.not_applied
