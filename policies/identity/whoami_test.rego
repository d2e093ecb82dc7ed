package kready.identity.whoami_test

import data.kready.identity.whoami

test_masters if {
	whoami.gap == {{"message": "the client certificate that it signs in by is of system:masters"}} with input as {"caller": told(["people", "system:masters"])}
}

test_others if {
	every groups in [[], ["system:nodes"], ["kubeadm:cluster-admins"]] {
		count(whoami.gap | whoami.skip) == 0 with input as {"caller": told(groups)}
	}
}

test_by_another_way if {
	count(whoami.skip) == 1 with input as {"caller": {"told": false, "groups": []}}
	count(whoami.gap) == 0 with input as {"caller": {"told": false, "groups": []}}
}

told(groups) := {"told": true, "groups": groups}

test_a_file if whoami.skip == {"objects of a file do not tell who read them"} with input as {"caller": {"told": false, "groups": []}, "target": {"kind": "manifests"}}
