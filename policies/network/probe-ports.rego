# METADATA
# title: The ports that probes and hooks name are ports of their container
# description: |
#   A probe may name its port in place of a number. The kubelet looks for the name among the ports of the same container, and the
#   API server does not check that there is one: a pod whose readiness probe names none never becomes ready, one whose startup
#   probe does is never started, and a liveness probe is without effect. The same holds for `httpGet` hooks.
#
#   kready looks at the probes and hooks of all containers, by the manifests alone. Whether anything listens on the port is not known.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Give the port of the container that name, or let the probe name the number.
package kready.network["probe-ports"]

import data.kready.internal.landing
import data.kready.lib

named := [{"pods": p, "probe": probe} |
	some p in input.service.pods
	some probe in p.probes
	probe.portName != ""
]

skip contains "no probe of the service names its port" if count(named) == 0

there(n) if {
	some c in n.pods.containers
	c.name == n.probe.container
	some port in c.ports
	port.name == n.probe.portName
}

effect := {
	"readinessProbe": "it never becomes ready",
	"startupProbe": "it is never taken for started",
	"livenessProbe": "it is not restarted when it hangs",
	"postStart": "the container is killed and started anew",
	"preStop": "nothing is called before it ends",
}

gap contains landing.finding(n.pods, n.probe.line, "service", sprintf(
	"the %s of the container %s asks the port %s, and the container has none of that name: %s",
	[n.probe.of, n.probe.container, n.probe.portName, effect[n.probe.of]],
)) if {
	some n in named
	not there(n)
}

summary.pass contains sprintf("%s, of ports that the container has", [lib.counted(count(named), "probe names its port", "probes name their port")])

summary.gap contains sprintf("%s a port that its container does not have", [lib.counted(count(gap), "probe names", "probes name")])
