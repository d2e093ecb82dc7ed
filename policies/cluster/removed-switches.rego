# METADATA
# title: No feature gate or flag is set that the next Kubernetes version does not know
# description: |
#   Kubernetes takes a feature gate away some releases after the feature is there for good, and flags
#   after they were deprecated. A component that is started with one that it does not know exits at once:
#   the API server does not come back from the upgrade, or the nodes do not, for a line that had no effect any more.
#
#   kready reads the gates and flags of the API server, controller manager, scheduler and kube-proxy
#   from their pods, and the kubelets' gates from ConfigMap `kubelet-config`, and holds them against a dated table,
#   made of Kubernetes' source: what is gone in the next minor release, or in any up to that of `--for-version`,
#   is a gap. Of a release that is not out, the table has what the source plans. What is written into a
#   node's own files, and what a provider runs out of sight, cannot be seen.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates-removed/
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-policy/#deprecation
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [workloads, kubeletConfig, version]
#   remediation: |
#     Take the gate or flag out of the configuration that the component is started from, before the upgrade. A
#     gate that is about to go is locked to its value: without it, nothing changes.
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Take it out of `ClusterConfiguration` and of the static pod's manifest in `/etc/kubernetes/manifests` of each control-plane
#       node. A kubelet's gate is in `featureGates` of the ConfigMap, and in `/var/lib/kubelet/config.yaml` of each node:
#
#           kubectl -n kube-system edit configmap kubeadm-config
#           kubectl -n kube-system edit configmap kubelet-config
#   - distributions: [rke2]
#     text: |
#       Take it out of /etc/rancher/rke2/config.yaml of each node (`kube-apiserver-arg`, `kube-controller-manager-arg`,
#       `kube-scheduler-arg`, `kube-proxy-arg`, `kubelet-arg`), and restart RKE2 there, one node after the other.
package kready.cluster["removed-switches"]

import data.kready.internal.upgrade
import data.kready.lib

programs := {"kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"}

# parts are the containers of Kubernetes' own components, with the workload of each.
parts contains {"workload": w, "program": program, "args": c.args} if {
	some w in input.workloads
	w.kind in {"StaticPod", "DaemonSet"}
	some c in w.containers
	some program in programs
	runs(w, c, program)
}

runs(_, container, program) if {
	path := split(container.image.repository, "/")
	startswith(path[count(path) - 1], program)
}

# RKE2 has one image for all of them, and mirrors have names of their own for each.
runs(workload, container, program) if {
	workload.namespace == "kube-system"
	container.name == program
}

going contains s if {
	count(upgrade.guessed) == 0
	some table in input.tables.switches
	some s in table.switches
	upgrade.coming(s.removedInMinor)
}

# gates are the names that a component sets with --feature-gates.
gates(part) := {trim_space(split(pair, "=")[0]) |
	some a in part.args
	a.name == "feature-gates"
	some pair in split(trim(a.value, `"'`), ",")
}

gap contains lib.finding(part.workload.kind, part.workload.namespace, part.workload.name, text) if {
	some part in parts
	some s in going
	s.gate in gates(part)
	text := sprintf("%s is started with the feature gate %s, which %s", [part.program, s.gate, goes(s)])
}

gap contains lib.finding(part.workload.kind, part.workload.namespace, part.workload.name, text) if {
	some part in parts
	some s in going
	s.component == part.program
	some a in part.args
	a.name == s.flag
	text := sprintf("%s is started with --%s, which %s", [part.program, s.flag, goes(s)])
}

gap contains lib.finding("ConfigMap", "kube-system", "kubelet-config", sprintf("kubelets are told to set the feature gate %s, which %s", [s.gate, goes(s)])) if {
	input.kubeletConfig.found
	some s in going
	some gate in input.kubeletConfig.featureGates
	gate.name == s.gate
}

goes(s) := sprintf("is gone in %s", [s.removedIn]) if not s.planned

goes(s) := sprintf("is planned to be gone in %s", [s.removedIn]) if s.planned

unknown contains finding if some finding in upgrade.guessed

skip contains "the version of the API server is not known" if not upgrade.next

skip contains "what Kubernetes' own components are started with cannot be seen here" if {
	count(parts) == 0
	not input.kubeletConfig.found
}

seen := sort({part.program | some part in parts} | {"kubelet" | input.kubeletConfig.found})

summary.pass contains sprintf("nothing is set of what %s takes away, in %s", [upgrade.name(upgrade.next), concat(", ", seen)])

summary.gap contains sprintf("%s not known to Kubernetes %s", [lib.counted(count(gap), "gate or flag is", "gates or flags are"), upgrade.name(upgrade.next)])
