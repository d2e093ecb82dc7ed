# METADATA
# title: A backup product runs in the cluster
# description: |
#   Manifests in Git bring Deployments back, not the data of volumes nor what was changed by
#   hand. A deleted namespace or a lost disk is final when nothing keeps a copy elsewhere.
#
#   kready looks for backup products that run in the cluster with a ready pod, or that the provider
#   runs for it. K8up, Kasten, Stash and KubeStash must have been told to save something: a
#   Schedule, a Policy, a BackupConfiguration. What comes of it is asked of Velero alone, by the
#   other checks of this battery.
#   Storage that could make backups, such as Longhorn, is none by itself. Backups that are made
#   from outside (snapshots of disks, AWS Backup) leave no trace in the cluster: waive the check
#   and say where they are.
# related_resources:
# - ref: https://velero.io/docs/main/
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#backing-up-an-etcd-cluster
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     pass: [workloads, nodes]
#   remediation: |
#     Install Velero with a bucket outside of the cluster's own failure domain and a daily
#     Schedule, or your provider's backup service. Then restore something, once a quarter.
#   remedies:
#   - state: no-order
#     text: |
#       Tell it what to save and when: a Schedule for K8up, a Policy for Kasten, a
#       BackupConfiguration for Stash and KubeStash. Then restore something, once a quarter.
package kready.backup.present

import data.kready.internal.absence
import data.kready.internal.manifests
import data.kready.internal.presence
import data.kready.internal.products
import data.kready.lib

installed := lib.running("backup/cluster")

missing if {
	count(installed) == 0
	count(absence.possible("backup/cluster")) == 0
	not absence.expected("backup/cluster")
}

gap contains {"message": "no known backup product runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("backup/cluster")
}

gap contains finding if some finding in presence.down(installed)

gap contains {"message": sprintf("%s has no %s: it saves nothing by itself", [impl.title, orders[impl.name].kind])} if {
	not presence.all_down(installed)
	count(installed - idle) == 0
	some impl in idle
}

unknown contains finding if {
	count(installed) == 0
	some finding in absence.possible("backup/cluster")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(installed) == 0
	who := absence.expected("backup/cluster")
}

unknown contains {"message": text} if {
	count(installed) > 0
	count((installed - idle) - undetermined) == 0
	some impl in undetermined
	some text in products.unread({orders[impl.name].resource})
}

# orders are the resources by which products other than Velero are told what to save.
orders := {
	"k8up": {"resource": "schedules.k8up.io", "kind": "Schedule"},
	"kasten-k10": {"resource": "policies.config.kio.kasten.io", "kind": "Policy"},
	"stash": {"resource": "backupconfigurations.stash.appscode.com", "kind": "BackupConfiguration"},
	"kubestash": {"resource": "backupconfigurations.core.kubestash.com", "kind": "BackupConfiguration"},
}

# idle are products that nobody has told what to save.
idle contains impl if {
	not manifests.not_applied
	some impl in installed
	order := orders[impl.name]
	products.read(order.resource)
	count(products.objects(order.resource)) == 0
}

# undetermined are products of which that could not be read.
undetermined contains impl if {
	some impl in installed
	order := orders[impl.name]
	not products.read(order.resource)
	count(products.objects(order.resource)) == 0
}

state contains "no-order" if {
	count(idle) > 0
	count(installed - idle) == 0
	not presence.all_down(installed)
}

summary contains sprintf("%s %s", [lib.names(installed), run(count(installed))]) if {
	count(installed) > 0
	not presence.all_down(installed)
	count(installed - idle) > 0
}

summary contains sprintf("%s %s, and nothing tells it what to save", [lib.names(installed), run(count(installed))]) if {
	count(installed) > 0
	not presence.all_down(installed)
	count(installed - idle) == 0
}

summary contains sprintf("%s is installed and has no ready pod", [lib.names(installed)]) if presence.all_down(installed)

summary contains "no known backup product runs in this cluster" if missing

run(1) := "runs"

run(n) := "run" if n != 1
