package kready.images["mutable-tags_test"]

import data.kready.images["mutable-tags"] as tags
import data.kready.lib

ref := {"kind": "Deployment", "namespace": "velero", "name": "velero"}

cluster(image) := {
	"inventory": [{"title": "Velero", "state": "running", "roles": ["backup/cluster"], "workloads": [ref]}],
	"workloads": [object.union(ref, {
		"initContainers": [],
		"containers": [{"name": "velero", "image": object.union({"registry": "docker.io", "repository": "velero/velero", "tag": "", "digest": ""}, image)}],
	})],
}

test_pass if {
	tags.summary.pass == {"1 workload of the platform, each with pinned images"} with input as cluster({"tag": "v1.19.1"})
	every image in [{"tag": "v1.19.1"}, {"tag": "latest", "digest": "sha256:ab"}, {"digest": "sha256:ab"}, {"repository": "auto"}] {
		count(tags.gap) == 0 with input as cluster(image)
	}
}

test_gap if {
	every tag, image in {"": "velero", "latest": "velero:latest", "main": "velero:main"} {
		tags.gap == {
			lib.finding("Deployment", "velero", "velero", sprintf("it runs docker.io/velero/%s", [image])),
		} with input as cluster({"tag": tag})
	}
}

test_services_do_as_they_like if {
	count(tags.gap) == 0 with input as object.union(cluster({}), {"inventory": []})
	tags.skip == {"no product that kready knows runs here"} with input as object.union(cluster({}), {"inventory": []})
}
