# METADATA
# title: A backup of the cluster's state is set up
# description: |
#   Manifests in Git bring Deployments back, not the data of volumes nor what was changed by
#   hand. A deleted namespace or a lost disk is final when nothing keeps a copy elsewhere.
#
#   kready looks for backup products that run in the cluster, or that the provider runs for it.
#   Backups that are made from outside (snapshots of disks, AWS Backup) leave no trace in the
#   cluster: waive the check and say where they are.
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

import data.kready.lib

roles := ["backup/cluster", "backup/volumes"]

products contains impl if {
	some role in roles
	some impl in lib.running(role)
}

awaited contains who if {
	count(products) == 0
	some role in roles
	who := lib.awaited(role)
}

missing if {
	count(products) == 0
	count(awaited) == 0
}

gap contains {"message": "no backup product runs in this cluster"} if missing

gap contains finding if {
	missing
	some role in roles
	some finding in lib.traces(role)
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if some who in awaited

summary contains sprintf("%s is there", [lib.names(products)]) if count(products) > 0

summary contains "nothing in the cluster backs it up" if missing
