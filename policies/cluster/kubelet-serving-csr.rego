# METADATA
# title: No kubelet waits for its serving certificate
# description: |
#   Kubelets that are told to (`serverTLSBootstrap`) ask the cluster for the certificate that they serve
#   with, and Kubernetes approves none of these requests by itself. Until somebody does, metrics-server,
#   `kubectl logs` and `kubectl exec` fail on that node, or go on without verifying anything.
#
#   kready looks for requests of the signer `kubernetes.io/kubelet-serving` that have waited for longer than
#   ten minutes by default (`pendingMinutes`). Where kubelets do not ask, none waits: nothing is said
#   about the certificates that they made for themselves.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation
# - ref: https://github.com/kubernetes-sigs/metrics-server#requirements
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [certificateSigningRequests]
#   remediation: |
#     See that the requests are the nodes' own, approve them, and install an approver, such as
#     kubelet-csr-approver, for the next:
#
#         kubectl get certificatesigningrequests
#         kubectl certificate approve CERTIFICATESIGNINGREQUEST
package kready.cluster["kubelet-serving-csr"]

import data.kready.lib

waiting contains s if {
	some s in input.certificateSigningRequests
	s.signer == "kubernetes.io/kubelet-serving"
	s.count > 0
}

late contains s if {
	some s in waiting
	long(s.oldestAt)
}

# A moment that is not known does not make a request young.
long(moment) if lib.older(moment, input.thresholds.pendingMinutes)

long(moment) if not lib.known(moment)

gap contains lib.finding("CertificateSigningRequest", "", name, sprintf("nobody has approved it (%s)", [of_all])) if {
	some s in late
	some name in s.names
	of_all := lib.counted(s.count, "request waits", "requests wait")
}

summary.gap contains sprintf("%s for a serving certificate", [lib.counted(amount, "request of a kubelet waits", "requests of kubelets wait")]) if {
	amount := sum([s.count | some s in late])
}

summary.pass contains "no request of a kubelet for a serving certificate has waited long"
