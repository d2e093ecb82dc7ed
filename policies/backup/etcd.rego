# METADATA
# title: A snapshot of etcd is taken every day
# description: |
#   All that a cluster is lies in etcd. Where its members lose their disks, or someone deletes what cannot be made
#   anew, only a snapshot brings the cluster back; a backup of objects brings back into a new cluster what it saved.
#
#   K3s and RKE2 list the snapshots of their embedded etcd as objects (`ETCDSnapshotFile`): the newest that is ready
#   to use must be younger than `backupAgeHours`. Elsewhere kready looks for CronJobs that by their name or image save
#   etcd, and when a Job of theirs last ended well. Backups that no object tells of (a script on the nodes,
#   OpenShift's `cluster-backup.sh`, etcd-manager of kOps) are not seen: unknown. That a snapshot can be restored is
#   never seen, nor whether copies lie anywhere but on the servers, but for K3s and RKE2.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#backing-up-an-etcd-cluster
# - ref: https://docs.k3s.io/cli/etcd-snapshot
# - ref: https://docs.rke2.io/datastore/backup_restore
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [workloads]
#   remediation: |
#     Save etcd every day to a store outside of the cluster, with `etcdctl snapshot save` in a CronJob on a control
#     plane node or by a timer on it, and try to restore it.
#   remedies:
#   - distributions: [k3s]
#     text: |
#       Start the servers without `etcd-disable-snapshots`, with a schedule and a bucket to copy them to
#       (`etcd-snapshot-schedule-cron`, `etcd-s3`, `etcd-s3-bucket`), and take one now:
#
#           k3s etcd-snapshot save
#   - distributions: [rke2]
#     text: |
#       Start the servers without `etcd-disable-snapshots`, with a schedule and a bucket to copy them to
#       (`etcd-snapshot-schedule-cron`, `etcd-s3`, `etcd-s3-bucket`), and take one now:
#
#           rke2 etcd-snapshot save
#   - distributions: [openshift]
#     text: |
#       Save etcd every day from a control plane node, and copy what it writes off the node:
#
#           oc debug node/NODE -- chroot /host /usr/local/bin/cluster-backup.sh /home/core/assets/backup
#   - state: job
#     text: |
#       See why the CronJob does not run or does not end well:
#
#           kubectl -n NAMESPACE describe cronjob NAME
#           kubectl -n NAMESPACE get jobs --sort-by=.metadata.creationTimestamp
#   - {distributions: [managed], text: ""} # skipped there, or seen to by whoever hosts it
package kready.backup.etcd

import data.kready.internal.controlplane
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

kind := "etcdsnapshotfiles.k3s.cattle.io"

embedded if input.distribution.name in {"k3s", "rke2"}

# members are the nodes that K3s and RKE2 run etcd on.
members contains name if {
	some k in input.nodeKinds
	k.labels["node-role.kubernetes.io/etcd"] == "true"
	some name in k.names
}

listed if {
	embedded
	count(members) > 0
}

ready contains s if {
	some s in products.objects(kind)
	products.value(s, "status.readyToUse") == "true"
}

taken(s) := products.value(s, "status.creationTime")

hours := input.thresholds.backupAgeHours * 60

fresh contains s if {
	some s in ready
	taken(s) != ""
	not lib.older(taken(s), hours)
}

newest := max({taken(s) | some s in ready})

# copied are the fresh ones that K3s says it has copied to a bucket.
copied contains s if {
	some s in fresh
	products.value(s, "spec.s3") != ""
}

default where := "on the servers' own disks, as far as is seen"

where := "copied to a bucket" if count(copied) > 0

# jobs are the CronJobs that by their name or image save etcd.
jobs contains w if {
	some w in input.workloads
	w.kind == "CronJob"
	w.schedule != ""
	saves_etcd(lower(concat(" ", array.concat([w.name], [c.image.repository | some c in w.containers]))))
}

saves_etcd(words) if contains(words, "talos-backup")

saves_etcd(words) if {
	contains(words, "etcd")
	some word in ["backup", "snapshot"]
	contains(words, word)
}

working contains w if {
	some w in jobs
	not w.suspended
	known_success(w)
	not lib.older(w.lastSuccess, hours)
}

known_success(w) if lib.known(w.lastSuccess)

# late says why a CronJob saves nothing any more; it is not defined for one that is too young to tell.
late(w) := "it is suspended" if {
	w.suspended
} else := sprintf("it last ended well at %s", [w.lastSuccess]) if {
	known_success(w)
	lib.older(w.lastSuccess, hours)
} else := "none of its Jobs has ended well" if {
	not known_success(w)
	lib.older(w.createdAt, hours)
}

elsewhere if not embedded

gap contains {"message": "etcd runs on the servers, and there is no snapshot of it that is ready to use"} if {
	listed
	products.served(kind)
	products.read(kind)
	count(ready) == 0
	count(working) == 0
	past_first_day
}

gap contains {"message": sprintf("the newest snapshot of etcd that is ready to use is of %s", [newest])} if {
	listed
	products.read(kind)
	count(ready) > 0
	count(fresh) == 0
	count(working) == 0
}

gap contains object.union(lib.finding(w.kind, w.namespace, w.name, late(w)), {"state": "job"}) if {
	count(fresh) == 0
	count(working) == 0
	not listed
	some w in jobs
	late(w)
}

# past_first_day holds where the cluster is old enough to have been saved: this namespace is its first object.
past_first_day if {
	some ns in input.namespaces
	ns.name == "kube-system"
	lib.older(ns.createdAt, hours)
}

state contains "job" if {
	count(working) == 0
	not listed
	some w in jobs
	late(w)
}

unknown contains {"message": text} if {
	listed
	count(working) == 0
	count(fresh) == 0
	some text in products.unread({kind})
}

unknown contains {"message": sprintf("this version of %s does not list its snapshots as objects", [input.distribution.title])} if {
	listed
	products.read(kind)
	not products.served(kind)
	count(working) == 0
}

unknown contains {"message": "there is no snapshot of etcd that is ready to use, and none need be due yet: the cluster is not known to be old enough"} if {
	listed
	products.served(kind)
	products.read(kind)
	count(ready) == 0
	count(working) == 0
	not past_first_day
}

unknown contains {"message": "nothing in the cluster tells whether etcd is saved: backups that nodes or the provider take leave no object"} if {
	elsewhere
	not controlplane.hosted
	count(working) == 0
	count([w | some w in jobs; late(w)]) == 0
}

unknown contains {"message": "the control plane is hosted elsewhere, and etcd with it: whether it is saved cannot be seen from here"} if {
	controlplane.hosted
	count(working) == 0
	count([w | some w in jobs; late(w)]) == 0
}

skip contains sprintf("the provider of %s runs etcd, and saves it", [input.distribution.title]) if {
	input.distribution.managed
	not controlplane.hosted
}

skip contains sprintf("a cluster of %s is made anew, not restored", [input.distribution.title]) if {
	input.distribution.name in {"kind", "minikube", "docker-desktop"}
}

skip contains "the manifests are not applied" if manifests.not_applied

skip contains sprintf("no node of %s runs etcd: its state is in SQLite or in a database elsewhere", [input.distribution.title]) if {
	embedded
	count(members) == 0
}

summary.pass contains sprintf("the newest snapshot of etcd that is ready to use is of %s (%s)", [newest, where]) if count(fresh) > 0

summary.pass contains sprintf("the last Job of %s ended well at %s; what it saves is not seen", [named, last]) if {
	count(fresh) == 0
	last := max({w.lastSuccess | some w in working})
	named := [sprintf("CronJob %s/%s", [w.namespace, w.name]) | some w in working; w.lastSuccess == last][0]
}

summary.gap contains "etcd is not saved every day"

summary.unknown contains "whether etcd is saved is not known"
