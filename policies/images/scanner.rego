# METADATA
# title: A scanner of images that is installed runs
# description: |
#   Images that were clean when they were built have known faults a month later. A scanner in the
#   cluster finds them in what runs; one that is installed and stopped finds nothing, and its last
#   reports look like good news.
#
#   kready looks for a known product (Trivy Operator, Kubescape, NeuVector and others) with a ready
#   pod. It does not read its reports, and does not see a scanner of the registry or of the build.
#   A cluster without one is left out.
# related_resources:
# - ref: https://aquasecurity.github.io/trivy-operator/latest/
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/
# custom:
#   level: present
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     See why its pods are not ready:
#
#         kubectl -n NAMESPACE describe KIND NAME
package kready.images.scanner

import data.kready.internal.absence
import data.kready.internal.optional
import data.kready.lib

role := "images/scanner"

gap contains finding if some finding in optional.faults(role)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(lib.running(role)) == 0
	who := absence.expected(role)
}

skip contains "no scanner of images that kready knows runs here" if optional.none(role)

summary.pass contains sprintf("%s runs", [lib.names(lib.running(role))])

summary.gap contains "a scanner of images that is asked for does not run"
