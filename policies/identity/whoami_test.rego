package kready.identity.whoami_test

import data.kready.identity.whoami

cluster(kind, caller) := {"target": {"kind": kind}, "caller": caller}

told(groups) := {"told": true, "groups": groups}

test_gap if {
	whoami.gap == {
		{"message": "the API server takes it for a member of system:masters"},
	} with input as cluster("cluster", told(["system:authenticated", "system:masters"]))
}

test_pass if {
	every groups in [["system:authenticated"], ["system:authenticated", "system:serviceaccounts"], []] {
		count(whoami.gap | whoami.skip) == 0 with input as cluster("cluster", told(groups))
	}
}

# Its role can be taken away.
test_pass_kubeadm if {
	count(whoami.gap) == 0 with input as cluster("cluster", told(["kubeadm:cluster-admins", "system:authenticated"]))
}

test_skip if {
	whoami.skip == {"there is no API server to ask who this is"} with input as cluster("manifests", {"told": false, "groups": []})
	count(whoami.skip) == 1 with input as cluster("cluster", {"told": false, "groups": []})
}
