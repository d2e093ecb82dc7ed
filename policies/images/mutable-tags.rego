# METADATA
# title: The platform's images are pinned to a version
# description: |
#   A tag such as `latest` is another image tomorrow. A pod that moves to a new node then runs a
#   version that nobody has tried, beside its siblings of yesterday, and a rollback brings the
#   same new version back.
#
#   kready looks at the images of the products that it knows: those without a tag, or with one
#   that moves by its name (`latest`, `main`, `master`, `edge`, `nightly`, `stable`), and without
#   a digest. A tag that looks like a version can be moved as well; that is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   level: configured
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [nodes]
#     gap: [workloads]
#   remediation: |
#     Set the image's tag to a release in the product's values, or pin the digest:
#     `image: registry/name:v1.2.3@sha256:…`.
package kready.images["mutable-tags"]

import data.kready.internal.images
import data.kready.lib

mutable_tags := {"", "latest", "main", "master", "edge", "nightly", "stable"}

mutable_images(w) := sort({name |
	some c in images.containers(w)
	c.image.digest == ""
	c.image.tag in mutable_tags
	name := image_text(c.image)
})

image_text(image) := sprintf("%s/%s", [image.registry, image.repository]) if image.tag == ""

image_text(image) := sprintf("%s/%s:%s", [image.registry, image.repository, image.tag]) if image.tag != ""

gap contains finding if {
	some w in images.product_workloads
	count(mutable_images(w)) > 0
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("it runs %s", [lib.shortened(mutable_images(w))]))
}

skip contains "no product that kready knows runs here" if count(images.product_workloads) == 0

amount := lib.counted(count(images.product_workloads), "workload", "workloads")

summary.pass contains sprintf("%s of the platform, each with pinned images", [amount])

summary.gap contains sprintf("%d of %s of the platform %s an image by a tag that moves", [count(gap), amount, run(count(gap))])

run(1) := "runs"

run(n) := "run" if n != 1
