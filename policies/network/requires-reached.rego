# METADATA
# title: Pods with the labels and the account of the service reach what it says that it needs
# description: |
#   What a service connects to is not in its manifests. The annotation `kready.dev/requires: db.data:5432,cache:6379` of a
#   template, its workload or the Namespace that comes with it says so. Between it and what it needs may stand a NetworkPolicy, a mesh,
#   a security group, a firewall, or a name that does not resolve.
#
#   With `--probe`, kready makes a pod for each template with the annotation, in its namespace, as a Job that it
#   removes again: with the labels, the ServiceAccount, the DNS settings and the nodes of the template. It runs kready's own image,
#   resolves the names, opens a connection to each, and waits a second whether it is closed again. It sends nothing. A pass says that
#   something takes connections there, with the policies of now: those that the service brings are not applied yet, which
#   `network/egress-allowed` looks at.
#
#   The pod is never Ready, so that no Service sends it requests, and a Job owns it, so that no controller adopts it. Where a
#   PodDisruptionBudget, the HorizontalPodAutoscaler of the workload, or a Service that publishes addresses which are not ready would count it
#   all the same, it is not made, and the answer is unknown. So it is where a proxy in the pod takes all connections, for
#   pods in the network of their node, and where what does not answer is a Service that comes with the manifests.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   subject: service
#   level: proven
#   tier: must
#   since: 0.2.0
#   requires: [cluster/objects-valid]
#   remediation: |
#     Where the name does not resolve or the connection is refused, mend the annotation or bring up what it names. Where
#     nothing comes back, look for what drops it: a NetworkPolicy of either side, a mesh's rules, a firewall.
#
#         kubectl get networkpolicies -A
package kready.network["requires-reached"]

import data.kready.internal.proofs
import data.kready.lib

skip contains why if some why in proofs.not_asked

skip contains "nothing says what the service needs to reach: the annotation kready.dev/requires does" if {
	count(proofs.not_asked) == 0
	count(proofs.tried("connection")) == 0
}

gap contains finding if some finding in proofs.failed("connection", "its pods do not reach")

unknown contains finding if some finding in proofs.untold("connection", "the connection to")

summary.pass contains sprintf("pods like those of the service open %s that it says it needs", [connections])

summary.gap contains sprintf("%d of %s that the service says it needs fail", [count(proofs.with_result("connection", "failed")), connections])

summary.unknown contains sprintf("whether pods of the service open %d of %s that it says it needs is not known", [count(proofs.with_result("connection", "unknown")), connections])

connections := lib.counted(count(proofs.tried("connection")), "connection", "connections")
