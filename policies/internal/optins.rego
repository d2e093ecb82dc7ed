# METADATA
# title: Labels and annotations by which pods ask products of the cluster for something
package kready.internal.optins

import data.kready.internal.landing
import data.kready.lib

# said(table) are the labels and annotations of the service's objects by which a row of a table asks for something: on
# pod templates, on what they are written in, and on namespaces. A row has key, values (none for any but
# "false" and "disabled"), product with its title, the ends of its images, and what it asks for.
said(table) := {ask |
	some row in table
	row.key in keys
	some part in parts
	some words in part.texts
	value := words[row.key]
	asks(row, value)
	ask := {"part": part.part, "line": part.line, "key": row.key, "value": value, "product": row.product, "title": row.title, "images": row.images, "what": row.what}
}

# parts are what labels and annotations stand on.
parts contains {"part": p, "line": p.templateLine, "texts": [p.labels, p.annotations]} if some p in input.service.pods

parts contains {"part": o, "line": 0, "texts": [o.labels, o.annotations]} if {
	some o in input.service.objects
	o.builtin
	o.kind in {"Namespace", "Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"}
}

# keys are those of all labels and annotations: of most tables there is none among them.
keys := {key |
	some part in array.concat(input.service.pods, input.service.objects)
	some words in [part.labels, part.annotations]
	some key, _ in words
}

asks(row, value) if value in row.values

asks(row, value) if {
	count(row.values) == 0
	not value in {"", "false", "disabled"}
}

# runs(name) holds where a product runs, or the provider runs it.
runs(name) if {
	some impl in input.inventory
	impl.name == name
	impl.state in {"running", "hidden"}
}

# brings(product) holds for products that the service brings itself, as far as its images tell.
brings(images) if count(brought(images)) > 0

brought(images) := {name |
	some name in images
	some repository in repositories
	endswith(repository, name)
}

repositories contains c.image.repository if {
	some p in input.service.pods
	some c in p.containers
}

# unheard(table) are the findings on what is asked for and nothing hears.
unheard(table) := {landing.finding(ask.part, ask.line, "platform", message(ask)) |
	some ask in said(table)
	not runs(ask.product)
	not brings(ask.images)
}

# heard(table) are the findings on what a product of the cluster hears: each with what it needs.
heard(table) := {landing.finding(ask.part, ask.line, "platform", sprintf("%s: %s asks for %s", [ask.key, ask.value, ask.what])) |
	some ask in said(table)
	runs(ask.product)
}

message(ask) := sprintf("%s: %s asks for %s, and %s does not run", [ask.key, ask.value, ask.what, ask.title])

# perhaps is such a finding where something runs that is not recognised.
perhaps(finding) := object.union(finding, {"message": sprintf("%s, unless it is what is not recognised", [finding.message])})

# asked says how many objects ask for something.
asked(table) := lib.counted(count({[a.part.kind, a.part.namespace, a.part.name] | some a in said(table)}), "object asks", "objects ask")
