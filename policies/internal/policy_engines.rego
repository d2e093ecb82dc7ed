# METADATA
# title: Products that enforce NetworkPolicies, and what switches them off
package kready.internal.policy_engines

import data.kready.internal.workloads
import data.kready.lib

# installed are the products that can enforce a NetworkPolicy.
installed := lib.running("network/policy")

# enabled are those that nothing switches off.
enabled contains impl if {
	some impl in installed
	count(off(impl)) == 0
	count(undetermined(impl)) == 0
}

# off are findings on what switches an engine off.
off(impl) := {f | some f in off_by_name[impl.name]}

# undetermined are findings on why it is not known whether an engine is on.
undetermined(impl) := {f | some f in undetermined_by_name[impl.name]} if count(off(impl)) == 0

undetermined(impl) := set() if count(off(impl)) > 0

off_by_name.cilium contains cilium_config("enable-policy is \"never\"") if {
	input.networkConfig.cilium.found
	input.networkConfig.cilium.enablePolicy == "never"
}

off_by_name.cilium contains cilium_config("enable-k8s-networkpolicy is \"false\"") if {
	input.networkConfig.cilium.found
	input.networkConfig.cilium.enableK8sNetworkPolicy == "false"
}

undetermined_by_name.cilium contains lib.finding("ConfigMap", impl.namespace, "cilium-config", "it was not found, so nothing says whether Cilium enforces") if {
	not input.networkConfig.cilium.found
	some impl in installed
	impl.name == "cilium"
}

cilium_config(message) := lib.finding("ConfigMap", input.networkConfig.cilium.namespace, "cilium-config", message)

# The VPC CNI's node agent runs by default and enforces only with its argument; the
# controller in the control plane works only with the ConfigMap.
off_by_name["aws-vpc-cni"] contains lib.finding(w.kind, w.namespace, w.name, "its node agent runs with --enable-network-policy=false") if {
	some w in vpc_cni_agents
	some value in workloads.flag_values(w, "enable-network-policy")
	value != "true"
}

off_by_name["aws-vpc-cni"] contains vpc_cni_config if {
	input.networkConfig.amazonVPCCNI.enableNetworkPolicyController != "true"
	some w in vpc_cni_agents
	"true" in workloads.flag_values(w, "enable-network-policy")
}

undetermined_by_name["aws-vpc-cni"] contains lib.finding(w.kind, w.namespace, w.name, "no argument of its node agent says whether it enforces") if {
	some w in vpc_cni_agents
	count(workloads.flag_values(w, "enable-network-policy")) == 0
}

vpc_cni_agents := [w |
	some impl in installed
	impl.name == "aws-vpc-cni"
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
]

# On EKS Auto Mode the agent is out of sight and the ConfigMap is the switch; without
# it the engine is off.
off_by_name[name] contains vpc_cni_config if {
	input.distribution.name == "eks"
	input.networkConfig.amazonVPCCNI.enableNetworkPolicyController != "true"
	some impl in installed
	impl.state == "hidden"
	name := impl.name
}

vpc_cni_config := lib.finding("ConfigMap", "kube-system", "amazon-vpc-cni", "enable-network-policy-controller is not \"true\"")

# enforcement_proven holds when the probe found traffic blocked: then some product enforces
# policies, even when kready does not know it.
enforcement_proven if {
	some probe in input.probes
	probe.name == "network/policy-ingress-enforced"
	probe.obstacle == ""
	some trial in probe.trials
	trial.phase == "proof"
	trial.want == "blocked"
	every one in probe.trials {
		one.got == one.want
	}
}
