package kready.secrets["one-maker_test"]

import data.kready.mocks
import data.kready.secrets["one-maker"] as check

external(name, target, policy) := mocks.service_object("external-secrets.io", "v1", "ExternalSecret", name, {"line": 1, "fields": array.concat(
	[{"path": "spec.target.name", "value": target, "line": 3}],
	[{"path": "spec.target.creationPolicy", "value": policy, "line": 4} | policy != ""],
)})

sealed := mocks.service_object("bitnami.com", "v1alpha1", "SealedSecret", "db", {"line": 9, "fields": []})

certificate := mocks.service_object("cert-manager.io", "v1", "Certificate", "web", {"line": 5, "fields": [{"path": "spec.secretName", "value": "db", "line": 6}]})

land(objects) := {"service": {"objects": objects}, "syncedSecrets": [], "certificates": []}

beside(found) := object.union(land([external("mine", "db", "")]), {"syncedSecrets": found})

synced(changes) := object.union({"kind": "ExternalSecret", "namespace": "shop", "name": "old", "secret": "db", "shared": false}, changes)

test_pass if count(check.gap | check.unknown) == 0 with input as land([external("mine", "db", ""), external("yours", "cache", "")])

# One of the two is named: the one that is written later.
test_gap_two if {
	{f.object.kind | some f in check.gap} == {"SealedSecret"} with input as land([external("mine", "db", ""), sealed])
	count(check.gap) == 1 with input as land([external("mine", "db", ""), certificate])
}

test_pass_adds if count(check.gap) == 0 with input as land([external("mine", "db", "Merge"), sealed])

test_pass_other_namespace if count(check.gap) == 0 with input as land([external("mine", "db", ""), object.union(sealed, {"namespace": "cart"})])

test_gap_cluster if {
	{f.message | some f in check.gap} == {"it makes the Secret db, and so does ExternalSecret old of the cluster"} with input as beside([synced({})])
}

test_gap_certificate if {
	judged := object.union(land([external("mine", "db", "")]), {"certificates": [{"namespace": "shop", "name": "web", "secret": "db"}]})
	count(check.gap) == 1 with input as judged
}

# The service lands anew, or the object only adds to the Secret, or it is another namespace's.
test_pass_cluster if {
	every s in [synced({"name": "mine"}), synced({"shared": true}), synced({"namespace": "cart"}), synced({"secret": "cache"})] {
		count(check.gap | check.unknown) == 0 with input as beside([s])
	}
}

test_unknown_older if count(check.unknown) == 1 with input as beside([synced({"secret": ""})])

test_skip if count(check.skip) == 1 with input as land([external("mine", "db", "None")])
