package kready.secrets["broad-read_test"]

import data.kready.secrets["broad-read"] as readers

binding(subjects, rule) := {"secretReaders": [{"name": "b", "roleName": "r", "subjects": subjects, "rules": [rule]}]}

some_rule := {"groups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}

everything := {"groups": ["*"], "resources": ["*"], "verbs": ["*"]}

group(name) := {"kind": "Group", "namespace": "", "name": name}

account(namespace) := {"kind": "ServiceAccount", "namespace": namespace, "name": "default"}

found(subjects, rule) := messages if {
	messages := {f.message | some f in readers.gap} with input as binding(subjects, rule)
}

test_gap_of_default_accounts if {
	found([account("shop")], some_rule) == {"it lets ServiceAccount shop/default, which pods have that ask for none, read all Secrets, by ClusterRole r"}
}

test_gap_of_all_pods_of_a_namespace if {
	found([group("system:serviceaccounts:shop")], everything) == {"it lets every pod of namespace shop read all Secrets, by ClusterRole r"}
}

test_gap_of_a_group if found([group("")], some_rule) == {"it lets a group read all Secrets, by ClusterRole r"}

# Whoever has all rights is an administrator, and meant to be one.
test_administrators if found([group("")], everything) == set()

test_default_account_as_administrator if count(found([account("shop")], everything)) == 1

test_own_groups if found([group("system:masters"), group("system:nodes"), group("kubeadm:cluster-admins")], some_rule) == set()

test_system_namespaces if found([account("kube-system"), group("system:serviceaccounts:openshift-infra")], some_rule) == set()
