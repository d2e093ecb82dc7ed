# METADATA
# title: What the API server made of a service
# description: |
#   With --server-dry-run, `kready land` has the API server take each object of a service, and the Pod of each template,
#   through defaults, validation and admission, without storing anything.
package kready.internal.dryrun

import data.kready.internal.landing
import data.kready.lib

not_asked contains "the API server was not asked: --server-dry-run does" if not input.service.dryRun.asked

tried(of) := [t | some t in input.service.dryRun.tried; t.of == of]

with_result(of, result) := [t | some t in tried(of); t.result == result]

# refused(of) are the findings of what the API server does not take.
refused(of) := {object.union(landing.finding(t, t.atLine, by(t), sprintf("the API server refuses %s: %s", [what(t), t.message])), stated(t)) |
	some t in with_result(of, "refused")
}

what(t) := "it" if t.of == "object"

what(t) := "the Pod of its template" if t.of == "pod"

by(t) := "platform" if t.because in {"webhook", "quota"}

by(t) := "service" if not t.because in {"webhook", "quota"}

stated(t) := {"state": t.because} if t.because in {"immutable", "webhook"}

stated(t) := {} if not t.because in {"immutable", "webhook"}

# shared are the reasons that many objects have in common: one finding says them for all.
shared := {"brought-namespace", "no-namespace"}

# untold(of) are the findings of what could not be tried, or says nothing.
untold(of) := {landing.finding(t, t.atLine, by(t), sprintf("%s could not be tried: %s", [subject(t), t.message])) |
	some t in with_result(of, "unknown")
	not t.because in shared
} | {finding |
	some because in shared
	some namespace in {t.namespace | some t in with_result(of, "unknown"); t.because == because}
	these := [t | some t in with_result(of, "unknown"); t.because == because; t.namespace == namespace]
	finding := landing.finding(these[0], 0, "service", sprintf("%s could not be tried: %s", [and_others(these), these[0].message]))
}

# untold_elsewhere says in one finding for how many objects there is nothing to judge by.
untold_elsewhere contains landing.finding(these[0], 0, "service", sprintf("%s could not be tried, as cluster/objects-accepted says", [and_others(these)])) if {
	these := with_result("object", "unknown")
	count(these) > 0
}

subject(t) := "it" if t.of == "object"

subject(t) := "the Pod of its template" if t.of == "pod"

and_others(these) := subject(these[0]) if count(these) == 1

and_others(these) := sprintf("%s and %s", [subject(these[0]), lib.counted(count(these) - 1, "other", "others")]) if count(these) > 1

states(findings) := {f.state | some f in findings; f.state}
