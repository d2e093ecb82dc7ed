# METADATA
# title: The custom resources of the service are defined, in the version that the manifests ask for
# description: |
#   A custom resource needs the CustomResourceDefinition that defines its kind. Where it is missing, or does
#   not serve the version, the API server refuses the object; the rest of the service is applied, and works
#   without what the object asks for.
#
#   A CRD that the service brings itself counts as there. Kinds of aggregated APIs are looked for in
#   discovery. A snapshot of an older kready does not say which kind a CRD defines: then its plural name
#   tells.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
# custom:
#   subject: service
#   level: present
#   tier: must
#   since: 0.2.0
#   remedies:
#   - state: version
#     text: |
#       Write the object in a version that is served: the finding names those there are.
#   remediation: |
#     Install what defines the kind before the service lands, or leave the object out where the cluster has
#     another product for the same purpose.
package kready.cluster["custom-kinds"]

import data.kready.internal.addons
import data.kready.internal.landing
import data.kready.internal.served
import data.kready.lib

objects := [o | some o in input.service.objects; not o.builtin]

skip contains "the service has no custom resource" if count(objects) == 0

# defined are, for each object, the versions of its kind that are served: by the cluster, or once the
# service's own CRD is applied.
versions(o) := (brings(o) | in_discovery(o)) | in_crds(o)

brings(o) := {v |
	some crd in input.service.crds
	crd.group == o.group
	crd.definedFor == o.kind
	some v in crd.served
}

in_discovery(o) := {v |
	some k in served.kind(o.group, o.kind)
	some v in k.versions
}

in_crds(o) := {v |
	some crd in crds(o)
	crd.established != "False"
	some v in crd.served
}

# crds are those that define the kind of an object.
crds(o) := {crd |
	some crd in input.crds
	crd.group == o.group
	crd.kind == o.kind
}

# likely are CRDs of a snapshot that does not say which kinds they define, and whose name fits.
likely(o) := {crd |
	some crd in input.crds
	crd.group == o.group
	crd.kind == ""
	startswith(crd.name, trim_suffix(lower(o.kind), "y"))
}

gap contains landing.finding(o, 0, "platform", sprintf("nothing in the cluster defines %s%s", [apiversion(o, o.kind), addons.provides(o.group)])) if {
	some o in objects
	count(versions(o)) == 0
	count(crds(o)) == 0
	count(likely(o)) == 0
	not served.unanswered(o.group, o.version)
}

gap contains object.union(landing.finding(o, 0, "service", sprintf("%s is not served in version %s: there is %s", [o.kind, o.version, concat(", ", versions(o))])), {"state": "version"}) if {
	some o in objects
	count(versions(o)) > 0
	not o.version in versions(o)
}

gap contains object.union(landing.finding(o, 0, "service", sprintf("%s is not served in version %s: there is %s", [o.kind, o.version, concat(", ", crd.served)])), {"state": "version"}) if {
	some o in objects
	count(versions(o)) == 0
	some crd in likely(o)
	not o.version in crd.served
}

gap contains landing.finding(o, 0, "platform", sprintf("the CRD %s is not established: the API server does not serve it", [crd.name])) if {
	some o in objects
	count(versions(o)) == 0
	some crd in crds(o)
	crd.established == "False"
}

unknown contains landing.finding(o, 0, "platform", sprintf("the server behind %s does not answer", [apiversion(o, "its kind")])) if {
	some o in objects
	count(versions(o)) == 0
	served.unanswered(o.group, o.version)
}

state contains "version" if {
	some f in gap
	object.get(f, "state", "") == "version"
}

apiversion(o, kind) := sprintf("%s (%s/%s)", [kind, o.group, o.version])

summary.pass contains sprintf("%s, of kinds that are defined", [lib.counted(count(objects), "custom resource", "custom resources")])

summary.gap contains sprintf("%s of a kind or version that is not there", [lib.counted(count({[f.object, f.at.line] | some f in gap}), "custom resource is", "custom resources are")])
