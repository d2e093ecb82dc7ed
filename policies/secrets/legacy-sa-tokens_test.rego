package kready.secrets["legacy-sa-tokens_test"]

import data.kready.lib
import data.kready.secrets["legacy-sa-tokens"] as tokens

never := "0001-01-01T00:00:00Z"

token(changes) := object.union(
	{
		"namespace": "ci", "name": "deployer-token", "account": "deployer", "createdAt": "2024-05-01T00:00:00Z",
		"lastUsed": never, "invalidSince": never,
	},
	changes,
)

cluster(found) := {"legacyTokens": {"asked": true, "tokens": found}}

on_it(message) := {lib.finding("Secret", "ci", "deployer-token", sprintf("it holds a token of ServiceAccount deployer without an end, %s", [message]))}

test_gap_of_one_that_is_used if {
	tokens.gap == on_it("used last on 2026-10-30") with input as cluster([token({"lastUsed": "2026-10-30T00:00:00Z"})])
}

test_gap_of_one_that_is_not_used if {
	tokens.gap == on_it("made on 2024-05-01, and not used since the API server notes that") with input as cluster([token({})])
}

test_pass_when_the_server_made_it_invalid if count(tokens.gap) == 0 with input as cluster([token({"invalidSince": "2026-10-01T00:00:00Z"})])

test_pass_without_any if count(tokens.gap | tokens.skip) == 0 with input as cluster([])

test_skip_when_nobody_allowed_it if {
	count(tokens.skip) == 1 with input as {"legacyTokens": {"asked": false, "tokens": []}}
	count(tokens.gap) == 0 with input as {"legacyTokens": {"asked": false, "tokens": []}}
}
