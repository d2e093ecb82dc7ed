package kready.identity["user-authn_test"]

import data.kready.identity["user-authn"] as signin

cluster(name, servers, by) := {"nodeKinds": [{"count": 1}], "distribution": {"name": name, "managed": false}, "userSignIn": {"servers": servers, "by": by}}

test_pass if {
	count(signin.gap | signin.skip) == 0 with input as cluster("kubeadm", 1, ["oidc-issuer-url"])
	signin.summary.pass == {"the API server is set up by --oidc-issuer-url"} with input as cluster("kubeadm", 1, ["oidc-issuer-url"])
}

test_gap if count(signin.gap) == 1 with input as cluster("kubeadm", 1, [])

test_skip_where_it_is_not_seen if {
	count(signin.skip) == 1 with input as cluster("eks", 0, [])
	count(signin.gap) == 0 with input as cluster("eks", 0, [])
}

test_skip_for_one_developer if {
	count(signin.skip) == 1 with input as cluster("kind", 1, [])
	count(signin.gap) == 0 with input as cluster("kind", 1, [])
}

test_unknown_without_nodes if {
	hidden := object.union(cluster("kubeadm", 1, []), {"nodeKinds": []})
	count(signin.unknown) == 1 with input as hidden
	count(signin.gap) == 0 with input as hidden
}
