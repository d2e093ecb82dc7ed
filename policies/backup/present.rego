# METADATA
# title: A backup product runs in the cluster
# description: |
#   Manifests in Git bring Deployments back, not the data of volumes nor what was changed by
#   hand. A deleted namespace or a lost disk is final when nothing keeps a copy elsewhere.
#
#   kready looks for backup products that run in the cluster with a ready pod, or that the provider
#   runs for it. What they save is asked of Velero alone, by the other checks of this battery.
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
#   remediation: |
#     Install Velero with a bucket outside of the cluster's own failure domain and a daily
#     Schedule, or your provider's backup service. Then restore something, once a quarter.
package kready.backup.present

import data.kready.internal.absence
import data.kready.internal.presence
import data.kready.lib

products := lib.running("backup/cluster")

missing if {
	count(products) == 0
	count(absence.possible("backup/cluster")) == 0
	not absence.expected("backup/cluster")
}

gap contains {"message": "no known backup product runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("backup/cluster")
}

unknown contains finding if {
	count(products) == 0
	some finding in absence.possible("backup/cluster")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(products) == 0
	who := absence.expected("backup/cluster")
}

gap contains finding if some finding in presence.down(products)

summary contains sprintf("%s %s", [lib.names(products), run(count(products))]) if {
	count(products) > 0
	not presence.all_down(products)
}

run(1) := "runs"

run(n) := "run" if n != 1

summary contains sprintf("%s is installed and has no ready pod", [lib.names(products)]) if presence.all_down(products)

summary contains "no known backup product runs in this cluster" if missing
