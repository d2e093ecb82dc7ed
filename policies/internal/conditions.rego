# METADATA
# title: What conditions of a status say, as text
package kready.internal.conditions

# reason_and_message joins a reason and a message, whichever of them there are.
reason_and_message(reason, message) := concat(": ", [text | some text in [reason, message]; text != ""])

# text is a condition's reason and message, or its bare status.
text(condition) := reason_and_message(condition.reason, condition.message) if {
	condition.reason != condition.message
} else := condition.reason if {
	condition.reason != ""
} else := condition.status
