package kready.lib

# policy_engines are the products that can enforce a NetworkPolicy.
policy_engines := running("network/policy")

# engines_on are those that nothing switches off.
engines_on := {impl |
	some impl in policy_engines
	count(engine_off(impl)) == 0
	count(engine_unsure(impl)) == 0
}

# engine_off are findings on what switches an engine off.
engine_off(impl) := {f | some f in off[impl.name]}

# engine_unsure are findings on why it cannot be told whether an engine is on.
engine_unsure(impl) := {f | some f in unsure[impl.name]} if count(engine_off(impl)) == 0

engine_unsure(impl) := set() if count(engine_off(impl)) > 0

off.cilium contains cilium_config("enable-policy is \"never\"") if {
	input.networkConfig.cilium.found
	input.networkConfig.cilium.enablePolicy == "never"
}

off.cilium contains cilium_config("enable-k8s-networkpolicy is \"false\"") if {
	input.networkConfig.cilium.found
	input.networkConfig.cilium.enableK8sNetworkPolicy == "false"
}

unsure.cilium contains finding("ConfigMap", impl.namespace, "cilium-config", "it was not found, so nothing says whether Cilium enforces") if {
	not input.networkConfig.cilium.found
	some impl in policy_engines
	impl.name == "cilium"
}

cilium_config(message) := finding("ConfigMap", input.networkConfig.cilium.namespace, "cilium-config", message)

# The VPC CNI's node agent runs by default and enforces only with its argument; the
# controller in the control plane works only with the ConfigMap.
off["aws-vpc-cni"] contains finding(w.kind, w.namespace, w.name, "its node agent runs with --enable-network-policy=false") if {
	some w in vpc_agents
	some value in args(w, "enable-network-policy")
	value != "true"
}

off["aws-vpc-cni"] contains vpc_config if {
	input.networkConfig.amazonVPCCNI.enableNetworkPolicyController != "true"
	some w in vpc_agents
	"true" in args(w, "enable-network-policy")
}

unsure["aws-vpc-cni"] contains finding(w.kind, w.namespace, w.name, "no argument of its node agent says whether it enforces") if {
	some w in vpc_agents
	count(args(w, "enable-network-policy")) == 0
}

vpc_agents := [w |
	some impl in policy_engines
	impl.name == "aws-vpc-cni"
	some w in parts(impl)
	w.kind == "DaemonSet"
]

# On EKS Auto Mode the agent is out of sight and the ConfigMap is the switch; without
# it the engine is off.
off[name] contains vpc_config if {
	some impl in policy_engines
	impl.state == "hidden"
	input.distribution.name == "eks"
	name := impl.name
	input.networkConfig.amazonVPCCNI.enableNetworkPolicyController != "true"
}

vpc_config := finding("ConfigMap", "kube-system", "amazon-vpc-cni", "enable-network-policy-controller is not \"true\"")

# args are the values that the containers of a workload give a flag.
args(workload, flag) := [a.value |
	some c in workload.containers
	some a in c.args
	a.name == flag
]

# unexplained_agents are DaemonSets that install CNI plugins and that no entry of the
# catalogue explains: they may well implement policies or Services.
unexplained_agents := [w |
	some w in input.workloads
	w.kind == "DaemonSet"
	w.hostNetwork
	installs_cni(w)
	not [w.namespace, w.name] in explained
]

installs_cni(workload) if {
	some path in workload.hostPaths
	some part in {"cni/net.d", "cni/bin"}
	contains(path, part)
}

explained := {[object.get(ref, "namespace", ""), ref.name] |
	some impl in input.inventory
	some ref in impl.workloads
	ref.kind == "DaemonSet"
}

# doubts are findings on what may implement policies or Services without showing it.
doubts contains finding(w.kind, w.namespace, w.name, "it installs a CNI plugin that kready does not know") if {
	some w in unexplained_agents
}

doubts contains finding("Node", "", n.name, "an EKS Auto Mode node: its network agents run out of sight") if {
	some n in input.nodes
	n.labels["eks.amazonaws.com/compute-type"] == "auto"
}

# What a probe saw blocked is blocked by somebody, whether kready knows the product or not.
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
