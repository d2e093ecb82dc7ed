package kready.lib

# settled are the Pending pods that have been so for more than five minutes. Those that
# do not say since when count as well.
settled := [p |
	some p in input.pendingPods
	lasting(p.since)
]

lasting(moment) if older(moment, 5)

lasting(moment) if not known(moment)
