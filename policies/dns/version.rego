# METADATA
# title: CoreDNS keeps up with the cluster's Kubernetes version
# description: |
#   Every name is looked up in CoreDNS, and its makers repair the newest release only: one that nobody touched since the cluster was
#   made has years of known vulnerabilities and faults. kubeadm upgrades it with the cluster; where CoreDNS was installed by other
#   means, or its upgrade was skipped, it stays behind without a word.
#
#   kready holds the version of the CoreDNS that serves the cluster against the one that kubeadm installs with this
#   Kubernetes version, by a dated table, and says when it is more than four minor releases older (`coreDNSMinorReleases`). Which
#   release is best for a cluster, CoreDNS does not say. Builds that a vendor or a distribution maintains follow their own
#   calendar and are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/coredns/
# - ref: https://github.com/coredns/deployment/blob/master/kubernetes/CoreDNS-k8s_version.md
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads, version]
#     skip: [version]
#     pass: [workloads/pods]
#   remediation: |
#     Upgrade CoreDNS by what installed it. Read the notes of the releases between for plugins that are gone from the Corefile:
#     https://github.com/coredns/coredns/tree/master/notes.
#
#         kubectl -n NAMESPACE get KIND NAME -o jsonpath='{.spec.template.spec.containers[*].image}'
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       kubeadm upgrades CoreDNS, and its Corefile, with the cluster: `kubeadm upgrade apply`. Where it found a CoreDNS that it does
#       not know, it left it alone and said so. See what it would do:
#
#           kubeadm upgrade plan
package kready.dns.version

import data.kready.internal.compatibility
import data.kready.internal.lifecycle
import data.kready.internal.upgrade
import data.kready.lib

servers contains impl if {
	some impl in lib.running("dns/cluster")
	impl.name == "coredns"
	impl.state == "running"
}

judged contains impl if {
	some impl in servers
	not lifecycle.of_vendor(impl)
}

table := [t | some t in input.tables.shipped; t.name == "coredns"][0]

# row is what comes with the version that is judged for, or with the last one before it that the table has.
row := [r |
	some r in table.rows
	r.kubernetesMinor == max({other.kubernetesMinor | some other in table.rows; other.kubernetesMinor <= upgrade.minor})
][0]

behind(impl) := compatibility.parts(row.version)[1] - compatibility.parts(impl.version)[1] if {
	compatibility.parts(impl.version)[0] == compatibility.parts(row.version)[0]
}

old(impl) if behind(impl) > input.thresholds.coreDNSMinorReleases

old(impl) if compatibility.parts(impl.version)[0] < compatibility.parts(row.version)[0]

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("it runs CoreDNS %s, and kubeadm installs %s with Kubernetes %s", [trim_prefix(impl.version, "v"), row.version, row.kubernetes])) if {
	some impl in judged
	old(impl)
	some w in lib.workloads_of(impl)
}

unknown contains lib.finding(w.kind, w.namespace, w.name, "its version is not known: its image has no tag that says it") if {
	row
	some impl in judged
	not compatibility.parts(impl.version)
	some w in lib.workloads_of(impl)
}

unknown contains {"message": "the version of the API server is not known"} if {
	count(judged) > 0
	not upgrade.minor
}

skip contains "CoreDNS does not serve this cluster where it can be seen" if count(servers) == 0

skip contains "whoever brings this CoreDNS maintains a build of its own" if {
	count(servers) > 0
	count(judged) == 0
}

skip contains sprintf("the table of %s has nothing of Kubernetes %s", [substring(table.updated, 0, 10), upgrade.name(upgrade.minor)]) if {
	count(judged) > 0
	upgrade.minor
	not row
}

stale_note := sprintf("; the table is of %s", [substring(table.updated, 0, 10)]) if compatibility.stale(table.updated)

stale_note := "" if not compatibility.stale(table.updated)

summary.pass contains sprintf("%s; kubeadm installs %s with Kubernetes %s%s", [lib.names(judged), row.version, row.kubernetes, stale_note])

summary.gap contains sprintf("CoreDNS is more than %s old%s", [lib.counted(input.thresholds.coreDNSMinorReleases, "minor release", "minor releases"), stale_note])

summary.unknown contains "whether CoreDNS keeps up with Kubernetes is not known"
