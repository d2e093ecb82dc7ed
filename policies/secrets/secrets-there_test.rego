package kready.secrets["secrets-there_test"]

import data.kready.mocks
import data.kready.secrets["secrets-there"] as secrets

land(reference, objects) := {"service": {
	"makes": [], "objects": objects,
	"pods": [mocks.service_pods("web", {"references": [object.union(
		{"kind": "Secret", "name": "db", "key": "", "use": "the volume db", "optional": false, "pull": false, "line": 9},
		reference,
	)]})],
}}

secret(type) := mocks.service_object("", "v1", "Secret", "db", {"fields": [{"path": "type", "value": type, "line": 5}]})

test_brought if {
	judged := land({}, [secret("Opaque")])
	count(secrets.gap | secrets.unknown) == 0 with input as judged
}

test_nowhere if {
	secrets.unknown == {mocks.on("Deployment", "web", 9, "service", "whether the Secret db exists is not known, and the volume db takes it")} with input as land({}, [])
}

test_optional if count(secrets.skip) == 1 with input as land({"optional": true}, [])

# Only what images are pulled with has to be of a type.
test_types if {
	count(secrets.gap) == 1 with input as land({"pull": true}, [secret("Opaque")])
	count(secrets.gap) == 0 with input as land({"pull": true}, [secret("kubernetes.io/dockercfg")])
}

# An ExternalSecret that names no target makes a Secret of its own name.
test_target if {
	count(secrets.unknown) == 0 with input as land({}, [mocks.service_object("external-secrets.io", "v1", "ExternalSecret", "db", {"fields": []})])
	named := [{"path": "spec.target.name", "value": "other", "line": 5}]
	count(secrets.unknown) == 1 with input as land({}, [mocks.service_object("external-secrets.io", "v1", "ExternalSecret", "db", {"fields": named})])
}

test_made_by_itself if {
	judged := object.union(land({}, []), {"service": {"makes": ["secrets"]}})
	some finding in secrets.unknown with input as judged
	endswith(finding.message, "its own roles allow it")
}
