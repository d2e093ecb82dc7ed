# METADATA
# title: What was tried for a service with pods
# description: |
#   With --probe, `kready land` makes a pod for each template that runs nothing of it, and another that opens connections.
package kready.internal.proofs

import data.kready.internal.landing

not_asked contains "not probed: --probe tries it" if not input.service.proofs.asked

tried(of) := [p | some p in input.service.proofs.tried; p.of == of]

with_result(of, result) := [p | some p in tried(of); p.result == result]

# failed(of, words) are the findings of what failed, each with words for what was tried.
failed(of, words) := {landing.finding(p, p.atLine, p.by, sprintf("%s: %s", [named(words, p), p.message])) |
	some p in with_result(of, "failed")
}

# untold(of, words) are the findings of what came to no answer.
untold(of, words) := {landing.finding(p, p.atLine, p.by, sprintf("%s came to no answer: %s", [named(words, p), p.message])) |
	some p in with_result(of, "unknown")
}

named(words, p) := words if p.what == ""

named(words, p) := sprintf("%s %s", [words, p.what]) if p.what != ""

# left_out are the parts that pods were made without, as one sentence each.
left_out contains sprintf("%s without %s", [landing.what(p), part]) if {
	some p in tried("pod")
	some part in p.leftOut
}
