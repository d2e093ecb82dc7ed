# METADATA
# title: Kubelets keep logs long enough for an agent to read them
# description: |
#   The kubelet begins a new file when a container's log reaches `containerLogMaxSize`, and keeps
#   `containerLogMaxFiles`. A container that logs fast, or an agent that is down for a while, loses the lines that
#   were thrown away meanwhile.
#
#   kready reads these of the configuration that kubeadm gives to kubelets, and finds a gap where together they hold
#   less than the kubelet's own defaults, five files of 10 MiB. What a node's own file or flags say besides is not
#   seen, nor how fast anything logs.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
# - ref: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     Raise `containerLogMaxSize` or `containerLogMaxFiles` in the configuration of the kubelets, and restart them one
#     by one.
#   remedies:
#   - distributions: [kubeadm, kind, minikube]
#     text: |
#       Raise `containerLogMaxSize` or `containerLogMaxFiles`, and let the nodes take it over one by one with `kubeadm
#       upgrade node phase kubelet-config` and a restart of the kubelet:
#
#           kubectl -n kube-system edit configmap kubelet-config
package kready.logs["rotation-headroom"]

import data.kready.lib

rotation := input.kubeletConfig.logRotation

# least is what the kubelet's defaults hold.
least := (5 * 10) * 1048576

held := rotation.maxSize * rotation.maxFiles

mebibytes(bytes) := sprintf("%v MiB", [round((bytes / 1048576) * 10) / 10])

files := sprintf("%s of %s", [lib.counted(rotation.maxFiles, "file", "files"), mebibytes(rotation.maxSize)])

gap contains lib.finding("ConfigMap", "kube-system", "kubelet-config", sprintf("kubelets keep %s of each container's log", [files])) if {
	rotation.said
	held < least
}

unknown contains {"message": "this snapshot does not say how logs are rotated: an older kready took it"} if {
	input.kubeletConfig.found
	not rotation.said
}

skip contains "kubeadm does not configure the kubelets: their configuration is not seen" if not input.kubeletConfig.found

summary.pass contains sprintf("kubelets are to keep %s of each container's log", [files])

summary.gap contains "kubelets keep less of a log than they would by default"

summary.unknown contains "how kubelets rotate logs is not known"
