# METADATA
# title: Secrets that the CSI driver mounted follow their store
# description: |
#   The Secrets Store CSI driver fetches a secret when a pod starts. What is changed in the store later
#   reaches neither the volume nor the Secret that is synced from it, unless rotation is switched on, which it is not by default: a password
#   that was rotated because it leaked goes on being used, and one that expired fails at the next restart at the earliest.
#
#   kready looks for `--enable-secret-rotation` of the driver, and since 1.6 for `requiresRepublish: true` of its CSIDriver,
#   by which kubelets ask it again. It does not see whether services read their files anew; those mounted with a
#   subPath never change. Where services are restarted after each rotation, waive it. Google's own driver on GKE is not looked at.
# related_resources:
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/topics/secret-auto-rotation
# - ref: https://secrets-store-csi-driver.sigs.k8s.io/known-limitations
# - ref: https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#   remediation: |
#     Switch it on with the chart's value `enableSecretRotation=true`, and have services read their files anew when these change, or
#     restart them.
#   remedies:
#   - state: not-republished
#     text: |
#       Since 1.6 the driver relies on kubelets to ask again. Upgrade its whole chart, with the CSIDriver.
#   - distributions: [aks]
#     text: |
#       `az aks addon update --resource-group GROUP --name CLUSTER --addon azure-keyvault-secrets-provider --enable-secret-rotation`;
#       services must read their files anew when these change, or be restarted.
package kready.secrets["csi-rotation"]

import data.kready.internal.workloads
import data.kready.lib

driver := "secrets-store.csi.k8s.io"

# agents are the DaemonSets of the driver, on nodes of each operating system.
agents contains w if {
	some impl in workloads.visible("secrets/csi")
	impl.name == "secrets-store-csi-driver"
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
	not on_no_node(w)
}

# on_no_node holds for the DaemonSet of another operating system, of which there is no node.
on_no_node(w) if {
	w.status
	w.desired == 0
}

rotates(w) if {
	some value in workloads.flag_values(w, "enable-secret-rotation")
	lower(value) in {"true", "1", "t"}
}

registered := [d | some d in input.csiDrivers; d.name == driver]

# said holds where the facts are of a kready that kept what is asked for here.
said if {
	some d in input.csiDrivers
	d.republished != ""
}

gap contains lib.finding(w.kind, w.namespace, w.name, "it runs without --enable-secret-rotation: what changes in the store reaches no pod that runs") if {
	said
	some w in agents
	not rotates(w)
}

gap contains object.union(finding, {"state": "not-republished"}) if {
	some w in agents
	rotates(w)
	by_kubelet(w)
	some d in registered
	d.republished == "no"
	finding := lib.finding("CSIDriver", "", d.name, sprintf("it lacks requiresRepublish, without which %s is not asked for changes", [w.name]))
}

state contains "not-republished" if {
	some f in gap
	object.get(f, "state", "") == "not-republished"
}

# by_kubelet holds for a release that changes nothing by itself.
by_kubelet(w) if {
	some c in w.containers
	endswith(c.image.repository, "driver")
	some parts in regex.find_all_string_submatch_n(`^v?1\.([0-9]+)\.`, c.image.tag, 1)
	to_number(parts[1]) >= 6
}

skip contains "the Secrets Store CSI driver runs on no node" if count(agents) == 0

unknown contains {"message": "the snapshot was taken by an older kready, which did not look for rotation"} if {
	count(agents) > 0
	not said
	count(registered) > 0
}

unknown contains {"message": sprintf("there is no CSIDriver %s", [driver])} if {
	count(agents) > 0
	not said
	count(registered) == 0
}

summary.pass contains sprintf("%s with rotation", [concat(", ", sort({sprintf("%s/%s runs", [w.namespace, w.name]) | some w in agents}))])

summary.gap contains "secrets that changed in their store do not reach running pods"

summary.unknown contains "whether mounted secrets follow their store is not known"
