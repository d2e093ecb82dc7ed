# METADATA
# title: KEDA runs for the service's ScaledObjects, with the credentials that their triggers name
# description: |
#   A ScaledObject without KEDA scales nothing, and neither does one with a trigger that names a TriggerAuthentication
#   which does not exist: the workload stays at the size that it has, often none, while the queue grows. So it is with
#   a ScaledJob.
#
#   kready asks whether KEDA runs with a ready pod, and looks up the (Cluster)TriggerAuthentications that triggers name.
#   Whether the credentials are right, and whether the trigger finds its queue, only KEDA can tell.
# related_resources:
# - ref: https://keda.sh/docs/latest/concepts/authentication/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [cluster/custom-kinds]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: unnamed
#     text: |
#       Add the TriggerAuthentication to the manifests, or name one that is there:
#
#           kubectl -n NAMESPACE get triggerauthentications
#           kubectl get clustertriggerauthentications
#   remediation: |
#     Have the platform install KEDA, or see why its pods are not ready.
package kready.scaling["keda-there"]

import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.internal.workloads
import data.kready.lib

scalers := [o |
	some o in input.service.objects
	o.group == "keda.sh"
	o.kind in {"ScaledObject", "ScaledJob"}
]

skip contains "the service has no ScaledObject and no ScaledJob" if count(scalers) == 0

impls := [impl |
	some impl in input.inventory
	impl.name == "keda"
	impl.state in {"running", "hidden"}
]

brought if optins.brings({"kedacore/keda", "keda/keda", "keda-operator"})

stopped contains f.message if {
	some impl in impls
	some f in workloads.down(impl)
}

resource := {"TriggerAuthentication": "triggerauthentications.keda.sh", "ClusterTriggerAuthentication": "clustertriggerauthentications.keda.sh"}

namespace(t) := t.namespace if t.authKind == "TriggerAuthentication"

namespace(t) := "" if t.authKind == "ClusterTriggerAuthentication"

# named are the triggers whose credentials the service does not bring.
named := [t |
	some t in input.service.triggers
	t.authName != ""
	not landing.brought("keda.sh", t.authKind, namespace(t), t.authName)
]

found(t) := o if {
	some o in input.namedObjects
	o.resource == resource[t.authKind]
	o.namespace == namespace(t)
	o.name == t.authName
}

gap contains landing.finding(o, 0, "platform", "KEDA, which is to scale by it, does not run") if {
	count(impls) == 0
	not brought
	some o in scalers
}

gap contains landing.finding(o, 0, "platform", sprintf("KEDA, which is to scale by it, does not run: %s", [concat("; ", sort(stopped))])) if {
	count(stopped) > 0
	some o in scalers
}

gap contains object.union(landing.finding(t, t.triggerLine, "service", sprintf("the %s %s of its trigger %s does not exist", [t.authKind, t.authName, t.type])), {"state": "unnamed"}) if {
	some t in named
	o := found(t)
	not o.exists
}

unknown contains landing.finding(t, t.triggerLine, "service", sprintf("whether the %s %s of its trigger %s exists could not be looked up", [t.authKind, t.authName, t.type])) if {
	some t in named
	not found(t)
}

state contains "unnamed" if {
	some f in gap
	object.get(f, "state", "") == "unnamed"
}

summary.pass contains sprintf("%s, for which KEDA runs", [lib.counted(count(scalers), "scaler", "scalers")])

summary.gap contains "the service would not scale"

summary.unknown contains "whether the triggers of the service have their credentials is not known"
