# METADATA
# title: kube-proxy runs in a mode that stays, and that is written down
# description: |
#   kube-proxy's ipvs mode is deprecated since Kubernetes 1.35 and off by default from 1.40.
#   A mode that is left unset means iptables today and nftables from 1.40 on: the upgrade
#   then changes how every Service is implemented, and what nftables does differently (no
#   NodePorts on localhost, only the primary address of a node) shows in production. From
#   1.37 on kube-proxy warns of it.
#
#   The mode is read from kube-proxy's ConfigMap, or from its argument `--proxy-mode` where
#   there is none. `nftables` and an explicit `iptables` pass. An unset mode is a gap from
#   1.37 until 1.40, and where `--for-version` asks for 1.40 or later, and a note before. Skipped where kube-proxy does not run as a workload.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-modes
# - ref: https://github.com/kubernetes/enhancements/issues/5495
# - ref: https://github.com/kubernetes/enhancements/issues/5343
# custom:
#   level: configured
#   tier: should
#   requires: [network/service-proxy-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Write the mode down, `nftables` on kernels from 5.13 on, else `iptables`, in the chart or manifests that
#     kube-proxy comes from, and restart it.
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Write the mode down in `config.conf`, `mode: nftables` on kernels from 5.13 on, else `mode: iptables`, and
#       restart:
#
#           kubectl -n kube-system edit configmap kube-proxy
#           kubectl -n kube-system rollout restart daemonset/kube-proxy
#   - distributions: [eks]
#     text: |
#       Set the mode in the configuration values of the add-on:
#
#           aws eks update-addon --cluster-name CLUSTER --addon-name kube-proxy --configuration-values '{"mode":"nftables"}'
#   - distributions: [managed]
#     text: |
#       The provider sets kube-proxy up: choose the mode there, where it can be chosen, or waive the check.
#   - distributions: [talos]
#     text: |
#       Set `cluster.proxy.mode` in the machine configuration of the control plane, and let Talos write its manifests anew:
#
#           talosctl --nodes NODE-OF-THE-CONTROL-PLANE upgrade-k8s --to VERSION
#   - distributions: [k3s, rke2]
#     text: |
#       Give the servers and agents the argument `kube-proxy-arg: ["proxy-mode=nftables"]` in their
#       configuration, on kernels from 5.13 on, else `iptables`, and restart them.
package kready.network["kube-proxy-mode"]

import data.kready.internal.upgrade
import data.kready.internal.workloads
import data.kready.lib

# visible are the workloads of kube-proxy that can be looked at.
visible := [w |
	some impl in lib.running("network/service-proxy")
	impl.name == "kube-proxy"
	some w in lib.workloads_of(impl)
]

skip contains sprintf("kube-proxy does not run as a workload here: %s is there to implement Services", [lib.names(lib.running("network/service-proxy"))]) if {
	count(visible) == 0
}

config := input.networkConfig.kubeProxy

# modes are those that are set: by the ConfigMap, which takes precedence, or else by arguments.
modes := {config.mode} if config.found

modes := {mode | some w in visible; some mode in workloads.flag_values(w, "proxy-mode")} if not config.found

named := concat(" and ", modes)

gap contains mode_finding(sprintf("mode: %s", [named])) if "ipvs" in modes

gap contains mode_finding("mode is not set") if unset_and_due

unknown contains mode_finding(sprintf("kready does not know mode %s", [named])) if {
	count(modes - {"", "iptables", "nftables", "ipvs", "kernelspace"}) > 0
}

unknown contains mode_finding("mode is not set, and what that means depends on the version of Kubernetes, which was not read") if {
	unset
	input.version.guess
}

unknown contains mode_finding("neither a ConfigMap nor an argument names its mode") if count(modes) == 0

# mode_finding is a finding on what names the mode.
mode_finding(message) := lib.finding("ConfigMap", "kube-system", config.configMap, message) if config.found

mode_finding(message) := lib.finding(visible[0].kind, visible[0].namespace, visible[0].name, message) if not config.found

unset if "" in modes

unset_and_due if {
	unset
	not input.version.guess
	input.version.minor >= 37
	input.version.minor < 40
}

unset_and_due if {
	unset
	upgrade.asked
	input.version.minor < 40
	upgrade.minor >= 40
}

summary.gap contains "kube-proxy runs in ipvs mode, which is deprecated and off by default from Kubernetes 1.40" if "ipvs" in modes

summary.gap contains "kube-proxy's mode is not set: an upgrade to 1.40 changes it from iptables to nftables" if unset_and_due

summary.pass contains "kube-proxy's mode is not set, which will matter from Kubernetes 1.37 on" if {
	unset
	not unset_and_due
	input.version.minor < 37
}

summary.pass contains "kube-proxy's mode is not set, which means nftables since Kubernetes 1.40" if {
	unset
	input.version.minor >= 40
}

summary.pass contains sprintf("kube-proxy is set to %s", [named]) if {
	not unset
	not "ipvs" in modes
}
