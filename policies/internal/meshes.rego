package kready.internal.meshes

import data.kready.lib

# control_planes are those of service meshes.
control_planes := lib.running("mesh/control-plane")

# installed holds when the control plane of a mesh of that name runs.
installed(name) if {
	some impl in control_planes
	impl.name == name
}

# roots are the namespaces of Istio's mesh-wide policies.
default roots := set()

roots := {c.rootNamespace | some c in input.meshConfigs; c.kind == "istio"} if {
	installed("istio")
	some c in input.meshConfigs
	c.kind == "istio"
} else := {"istio-system"} if {
	installed("istio")
}

# settings are those of each control plane of Istio that could be read.
settings contains c if {
	installed("istio")
	some c in input.meshConfigs
	c.kind == "istio"
	c.told
}

# untold are findings on why the settings of a control plane of Istio are not known.
untold contains lib.finding("ConfigMap", c.namespace, config_map(c), "it was not found, or not understood: the settings of Istio are not known") if {
	installed("istio")
	some c in input.meshConfigs
	c.kind == "istio"
	not c.told
}

untold contains {"message": "no ConfigMap with the settings of Istio was found"} if {
	installed("istio")
	count({c | some c in input.meshConfigs; c.kind == "istio"}) == 0
}

# config_map is the name of the ConfigMap with the settings of a control plane.
config_map(c) := "istio" if c.revision == ""

config_map(c) := sprintf("istio-%s", [c.revision]) if c.revision != ""

# enrolled are the namespaces whose pods are to be in Istio's mesh.
enrolled contains ns.name if {
	some ns in input.namespaces
	ns.labels["istio-injection"] == "enabled"
}

enrolled contains ns.name if {
	some ns in input.namespaces
	ns.labels["istio.io/rev"]
	object.get(ns.labels, "istio-injection", "") != "disabled"
}

enrolled contains ns.name if {
	some ns in input.namespaces
	ns.labels["istio.io/dataplane-mode"] == "ambient"
}

# linkerd_policies are the default inbound policies that a destination controller of Linkerd is given.
linkerd_policies(w) := {a.value |
	some c in w.containers
	some a in c.args
	a.name == "default-policy"
}

# destinations are the destination controllers of Linkerd.
destinations := [w |
	installed("linkerd")
	some w in input.workloads
	w.podLabels["linkerd.io/control-plane-component"] == "destination"
]
