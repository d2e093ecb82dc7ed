# METADATA
# title: The projects of the service's Argo CD Applications are there, and allow what they deliver
# description: |
#   An Application whose AppProject does not exist, or does not allow its repository or its destination, is accepted by the
#   API server and never synced: Argo CD says InvalidSpecError in its status.
#
#   kready looks for the AppProject of each Application of the service in the namespace of Argo CD, and holds against it the
#   repositories, the destination, and the namespace of the Application where that is not Argo CD's own. A project that the service
#   brings itself counts as there. Where a project denies by `!`, or names clusters otherwise than the Application does, and
#   for repositories by SSH, what is not plainly allowed is unknown. Kinds that a project leaves out are not judged.
# related_resources:
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Name a project that allows it, or have the platform add it to the project:
#
#         kubectl get appprojects -A -o yaml
package kready.delivery["project-allows"]

import data.kready.internal.landing
import data.kready.internal.products
import data.kready.lib

resource := "appprojects.argoproj.io"

applications := landing.objects_of("argoproj.io", "Application")

skip contains "the service has no Application of Argo CD" if count(applications) == 0

named(a) := landing.value(a, "spec.project") if landing.value(a, "spec.project") != ""

named(a) := "default" if landing.value(a, "spec.project") == ""

homes contains impl.namespace if {
	some impl in lib.running("delivery/gitops")
	impl.name == "argo-cd"
	impl.namespace != ""
}

# at_home holds for a namespace in which Argo CD looks for projects, as far as that is known.
at_home(namespace) if namespace in homes

at_home(_) if count(homes) == 0

project(a) := p if {
	some p in products.objects(resource)
	p.name == named(a)
	at_home(p.namespace)
}

brought(a) if {
	some o in landing.objects_of("argoproj.io", "AppProject")
	o.name == named(a)
}

# judged are the Applications whose project is read.
judged contains a if {
	some a in applications
	not brought(a)
	project(a)
}

unread := products.unread({resource})

gap contains on(a, "spec.project", "service", sprintf("the AppProject %s does not exist", [named(a)])) if {
	count(unread) == 0
	some a in applications
	not brought(a)
	not project(a)
}

gap contains on(a, "spec.destination.namespace", "platform", sprintf("the AppProject %s does not allow its destination (%s)", [named(a), destination(a)])) if {
	some a in judged
	not allowed(a)
	not undecided(a)
}

gap contains on(a, f.path, "platform", sprintf("the AppProject %s does not allow the repository %s", [named(a), f.value])) if {
	some a in judged
	some f in repositories(a)
	not repository_allowed(a, f.value)
	not repository_undecided(a, f.value)
}

gap contains on(a, "", "platform", sprintf("the AppProject %s does not allow Applications in the namespace %s", [named(a), a.namespace])) if {
	some a in judged
	not at_home(a.namespace)
	patterns := products.values(project(a), "spec.sourceNamespaces")
	every pattern in patterns { not glob.match(pattern, null, a.namespace) }
}

unknown contains on(a, "spec.project", "platform", sprintf("whether the AppProject %s exists is not known: %s", [named(a), reason])) if {
	some a in applications
	not brought(a)
	not project(a)
	some reason in unread
}

unknown contains on(a, "spec.destination.namespace", "platform", sprintf("whether the AppProject %s allows its destination (%s) is not known", [named(a), destination(a)])) if {
	some a in judged
	not allowed(a)
	undecided(a)
}

unknown contains on(a, f.path, "platform", sprintf("whether the AppProject %s allows the repository %s is not known", [named(a), f.value])) if {
	some a in judged
	some f in repositories(a)
	not repository_allowed(a, f.value)
	repository_undecided(a, f.value)
}

on(a, path, by, message) := landing.finding(a, landing.line(a, path), by, message)

servers(a) := products.values(project(a), "spec.destinations[].server")

names(a) := products.values(project(a), "spec.destinations[].name")

namespaces(a) := products.values(project(a), "spec.destinations[].namespace")

here := "https://kubernetes.default.svc"

in_cluster(a) if landing.value(a, "spec.destination.server") == here

in_cluster(a) if landing.value(a, "spec.destination.name") == "in-cluster"

server_of(a) := here if in_cluster(a)

server_of(a) := landing.value(a, "spec.destination.server") if not in_cluster(a)

name_of(a) := "in-cluster" if in_cluster(a)

name_of(a) := landing.value(a, "spec.destination.name") if not in_cluster(a)

destination(a) := sprintf("namespace %q of %s", [landing.value(a, "spec.destination.namespace"), cluster_text(a)])

cluster_text(a) := server_of(a) if server_of(a) != ""

cluster_text(a) := name_of(a) if server_of(a) == ""

# allowed holds where a destination of the project fits, and none of them denies anything.
allowed(a) if {
	not denies(a)
	some i, namespace in namespaces(a)
	glob.match(namespace, null, landing.value(a, "spec.destination.namespace"))
	cluster_fits(a, i)
}

cluster_fits(a, i) if {
	server_of(a) != ""
	glob.match(servers(a)[i], null, server_of(a))
}

cluster_fits(a, i) if {
	name_of(a) != ""
	glob.match(names(a)[i], null, name_of(a))
}

denies(a) if {
	some pattern in array.flatten([servers(a), names(a), namespaces(a)])
	startswith(pattern, "!")
}

undecided(a) if denies(a)

# A cluster that is named by the one, and by its address by the other.
undecided(a) if {
	some i, namespace in namespaces(a)
	glob.match(namespace, null, landing.value(a, "spec.destination.namespace"))
	named_otherwise(a, i)
}

named_otherwise(a, i) if {
	server_of(a) == ""
	servers(a)[i] != ""
}

named_otherwise(a, i) if {
	name_of(a) == ""
	names(a)[i] != ""
}

repositories(a) := array.concat(landing.values(a, "spec.source.repoURL"), landing.values(a, "spec.sources[].repoURL"))

patterns_of(a) := products.values(project(a), "spec.sourceRepos")

plain(url) := trim_suffix(trim_suffix(lower(url), "/"), ".git")

repository_allowed(a, url) if {
	not denies_repository(a)
	some pattern in patterns_of(a)
	repository_fits(pattern, url)
}

repository_fits("*", _)

repository_fits(pattern, url) if glob.match(plain(pattern), ["/"], plain(url))

denies_repository(a) if {
	some pattern in patterns_of(a)
	startswith(pattern, "!")
}

repository_undecided(a, _) if denies_repository(a)

repository_undecided(_, url) if by_ssh(url)

repository_undecided(a, _) if {
	some pattern in patterns_of(a)
	by_ssh(pattern)
}

by_ssh(url) if contains(url, "@")

by_ssh(url) if startswith(url, "ssh://")

counted(list) := lib.counted(count(list), "Application", "Applications")

summary.pass contains sprintf("%s, which their projects allow", [counted(applications)])

summary.gap contains sprintf("%s would not be synced", [counted({f.object | some f in gap})])

summary.unknown contains "whether the projects allow all Applications is not known"
