# METADATA
# title: What the pods' annotations ask for of injectors of secrets is there
# description: |
#   An annotation that asks for secrets to be put into a pod is heard by an injector alone. Without it the pods
#   start with nothing in the place of the secrets, or with references where the values should be. An
#   annotation for a reloader does nothing without one: pods keep the old value.
#
#   kready looks at the annotations of pod templates and workloads for those of the Vault Agent Injector, the
#   Bank-Vaults webhook, 1Password's injector and operator, Akeyless and Stakater Reloader, and for a product that
#   hears them. Where the webhook of the Vault Agent Injector has nobody behind it, this is a gap as well.
#   A product that the service brings itself counts as there.
# related_resources:
# - ref: https://developer.hashicorp.com/vault/docs/deploy/kubernetes/injector/annotations
# - ref: https://github.com/stakater/Reloader
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [secrets/vault-injector]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Have the platform install the product, or get the secrets another way that is there.
package kready.secrets["opt-in-heard"]

import data.kready.internal.absence
import data.kready.internal.optins

vault := {"key": "vault.hashicorp.com/agent-inject", "values": ["true"], "product": "vault-injector", "title": "the Vault Agent Injector", "images": ["vault-k8s"], "what": "secrets of Vault"}

reloader := {"values": ["true"], "product": "reloader", "title": "Stakater Reloader", "images": ["stakater/reloader"], "what": "a restart when its configuration changes"}

table := [
	vault,
	{
		"key": "vault.security.banzaicloud.io/vault-addr", "values": [],
		"product": "bank-vaults-webhook", "title": "the Bank-Vaults webhook",
		"images": ["vault-secrets-webhook", "secrets-webhook"],
		"what": "secrets of Vault",
	},
	{
		"key": "operator.1password.io/inject", "values": [],
		"product": "onepassword-secrets-injector", "title": "1Password's injector",
		"images": ["kubernetes-secrets-injector", "onepassword-secrets-injector"],
		"what": "secrets of 1Password",
	},
	{
		"key": "operator.1password.io/item-path", "values": [],
		"product": "onepassword-operator", "title": "1Password's operator",
		"images": ["onepassword-operator"],
		"what": "a Secret of an item of 1Password",
	},
	{
		"key": "akeyless/enabled", "values": ["true"],
		"product": "akeyless-injector", "title": "Akeyless' injector",
		"images": ["akeyless/k8s-webhook-server"],
		"what": "secrets of Akeyless",
	},
	object.union(reloader, {"key": "reloader.stakater.com/auto"}),
	object.union(reloader, {"key": "reloader.stakater.com/search"}),
	object.union(reloader, {"key": "configmap.reloader.stakater.com/reload", "values": []}),
	object.union(reloader, {"key": "secret.reloader.stakater.com/reload", "values": []}),
]

skip contains "no annotation of the service asks for secrets" if count(optins.said(table)) == 0

strangers := absence.possible_of({"secrets/injector", "secrets/operator", "secrets/reload"})

gap contains finding if {
	count(strangers) == 0
	some finding in optins.unheard(table)
}

unknown contains optins.perhaps(finding) if {
	count(strangers) > 0
	some finding in optins.unheard(table)
}

needy contains finding if some finding in optins.heard([vault])

summary.pass contains sprintf("%s for secrets, of products that run", [optins.asked(table)])

summary.gap contains "the service asks for secrets, and nothing hears it"

summary.unknown contains "whether anything hears what the service asks for is not known"
