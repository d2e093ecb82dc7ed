# METADATA
# title: A store of continuous profiles that is installed runs
# description: |
#   Profiles say which line of a service the CPU time of last night went to. Where a store of profiles
#   is installed, agents and SDKs send to it all the time, and drop what it does not take.
#
#   kready looks for Grafana Pyroscope with a ready pod. Whether a profile arrives is not tried, and
#   vendors outside of the cluster are not seen. A cluster without one is left out.
# related_resources:
# - ref: https://grafana.com/docs/pyroscope/latest/
# custom:
#   level: present
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     See why its pods are not ready:
#
#         kubectl -n NAMESPACE describe KIND NAME
package kready.tracing.profiling

import data.kready.internal.absence
import data.kready.internal.optional
import data.kready.lib

role := "tracing/profiles"

gap contains finding if some finding in optional.faults(role)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(lib.running(role)) == 0
	who := absence.expected(role)
}

skip contains "no store of continuous profiles that kready knows runs here" if optional.none(role)

summary.pass contains sprintf("%s runs", [lib.names(lib.running(role))])

summary.gap contains "a store of profiles that is asked for does not run"
