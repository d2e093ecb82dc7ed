package kready.lib

# tolerated(taint, tolerations) holds when one of the tolerations tolerates a taint, by the
# rules of the scheduler.
tolerated(taint, tolerations) if {
	some t in tolerations
	t.effect in {"", taint.effect}
	t.key in {"", taint.key}
	t.operator == "Exists"
}

tolerated(taint, tolerations) if {
	some t in tolerations
	t.effect in {"", taint.effect}
	t.key == taint.key
	t.operator != "Exists"
	t.value == taint.value
}
