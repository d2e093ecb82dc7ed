package kready.secrets["eso-api_test"]

import data.kready.lib
import data.kready.secrets["eso-api"] as eso

writer(changes) := object.union(
	{
		"name": "externalsecrets.external-secrets.io", "group": "external-secrets.io", "version": "v1beta1", "kind": "ExternalSecret",
		"manager": "kustomize-controller", "objects": 1, "object": {"kind": "ExternalSecret", "namespace": "shop", "name": "db"},
	},
	changes,
)

cluster(versions, writers) := {
	"apis": [{"name": "external-secrets.io", "versions": versions, "resources": ["externalsecrets"], "unanswered": [], "kinds": []}],
	"externalSecretWriters": writers,
}

test_pass if {
	eso.summary.pass == {"it serves external-secrets.io in no version that is gone"} with input as cluster(["v1"], [])
	eso.summary.pass == {"nobody but the operator writes in external-secrets.io/v1beta1"} with input as cluster(["v1", "v1beta1"], [])
}

test_gap if {
	eso.gap == {
		lib.finding("ExternalSecret", "shop", "db", "kustomize-controller wrote it as external-secrets.io/v1beta1"),
	} with input as cluster(["v1", "v1beta1"], [writer({})])
	eso.gap == {
		lib.finding("ExternalSecret", "shop", "db", "kustomize-controller wrote it as external-secrets.io/v1beta1, as 2 others of that kind"),
	} with input as cluster(["v1", "v1beta1"], [writer({"objects": 3})])
	count(eso.state) == 0 with input as cluster(["v1", "v1beta1"], [writer({})])
}

# The operator of before 0.16 writes its status in the version that it knows.
test_the_operator_itself if {
	count(eso.gap) == 0 with input as cluster(["v1", "v1beta1"], [writer({"manager": "external-secrets"})])
}

test_no_v1_yet if eso.state == {"no-v1"} with input as cluster(["v1beta1"], [writer({})])

test_skip if eso.skip == {"the cluster serves no objects of External Secrets"} with input as {"apis": []}
