# METADATA
# title: A NetworkPolicy engine is present
# description: |
#   Kubernetes accepts every NetworkPolicy and enforces none: that is the work of an
#   engine, usually a part of the CNI. Without one, a policy is a comment. The API
#   server reports no error and the object has no status, so nobody notices.
#
#   kready looks for products that can enforce policies. Whether the one found is
#   switched on is asked by `network/policy-engine-on`; whether it really blocks,
#   only a probe can tell.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
# custom:
#   level: present
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   remediation: |
#     Install a CNI that enforces NetworkPolicy (Cilium, Calico, Antrea, kube-router), or
#     add an engine to the one you have: `kube-network-policies` runs beside any CNI.
package kready.network["policy-engine"]

import data.kready.lib

engines := lib.running("network/policy")

gap contains {"message": "no workload of a known NetworkPolicy engine runs in this cluster"} if count(engines) == 0

summary contains sprintf("%s can enforce NetworkPolicy", [lib.names(engines)]) if count(engines) > 0

summary contains "nothing in this cluster can enforce a NetworkPolicy" if count(engines) == 0
