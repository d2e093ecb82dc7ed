# METADATA
# title: (a sentence that is true when the check passes, without a full stop)
# description: |
#   (why it matters to a service that lands anyway)
#
#   (how it is judged, and what it cannot see)
# related_resources:
# - ref: https://kubernetes.io/docs/
# custom:
#   level: configured
#   tier: should
#   since: <<Since>>
#   remediation: |
#     (the shortest way to close the gap)
package <<Package>>

import data.kready.lib

# Remove this, and test_rules_are_written, when you have written the rules: until then no cluster passes.
unknown contains {"message": "nobody has written the rules of this check yet"}

# One finding for each object that is part of the gap.
gap contains lib.finding("Node", "", node.name, "is not as it should be") if {
	some node in input.nodes
	node.name == "replace this rule"
}

summary.pass contains sprintf("%s as they should be", [lib.counted(count(input.nodes), "node is", "nodes are")])

summary.gap contains sprintf("%d of %s not as they should be", [count(gap), lib.counted(count(input.nodes), "node is", "nodes are")])
