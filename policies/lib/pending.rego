package kready.lib

# settled are the Pending pods that have been so for longer than pods may. Those that
# do not say since when count as well.
settled := [p |
	some p in input.pendingPods
	lasting(p.since)
]

lasting(moment) if older(moment, pod_pending_minutes)

lasting(moment) if not known(moment)
