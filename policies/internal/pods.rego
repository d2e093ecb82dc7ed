package kready.internal.pods

import data.kready.lib

# long_pending are the pods that have been Pending for longer than podPendingMinutes, and
# those that do not say since when.
long_pending := [p |
	some p in input.pendingPods
	pending_long(p.since)
]

pending_long(moment) if lib.older(moment, input.thresholds.podPendingMinutes)

pending_long(moment) if not lib.known(moment)
