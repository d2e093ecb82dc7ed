# METADATA
# title: A backup of the cluster's state is set up
# description: |
#   Manifests in Git bring Deployments back, not the data of volumes nor what was changed by
#   hand. A deleted namespace or a lost disk is final when nothing keeps a copy elsewhere.
#
#   kready looks for backup products that run in the cluster, or that the provider runs for it.
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

summary contains sprintf("%s is there", [lib.names(products)]) if count(products) > 0

summary contains "no known backup product runs in this cluster" if missing
