# METADATA
# title: The objects of a service that are Secrets, or that Secrets are made from
package kready.internal.secret_makers

import data.kready.internal.landing

# made are the Secrets that objects of the service are, or make, with their types: "" where that is not kept. Those
# that objects only add something to are not among them.
made contains {"by": o, "name": o.name, "type": type_of(o, "type")} if some o in landing.objects_of("", "Secret")

made contains {"by": o, "name": named(o, "spec.target.name"), "type": type_of(o, "spec.target.template.type")} if {
	some o in landing.objects_of("external-secrets.io", "ExternalSecret")
	not landing.value(o, "spec.target.creationPolicy") in {"None", "Merge"}
}

# The controller gives the Secret the name of the SealedSecret, whatever its template says.
made contains {"by": o, "name": o.name, "type": type_of(o, "spec.template.type")} if {
	some o in landing.objects_of("bitnami.com", "SealedSecret")
}

made contains {"by": o, "name": landing.value(o, "spec.secretName"), "type": "kubernetes.io/tls"} if {
	some o in landing.objects_of("cert-manager.io", "Certificate")
}

# Without create, the operator writes to a Secret that is there.
made contains {"by": o, "name": landing.value(o, "spec.destination.name"), "type": type_of(o, "spec.destination.type")} if {
	some kind in vault_kinds
	some o in landing.objects_of("secrets.hashicorp.com", kind)
	landing.value(o, "spec.destination.create") == "true"
}

made contains {"by": o, "name": f.value, "type": ""} if {
	some o in landing.objects_of("secrets-store.csi.x-k8s.io", "SecretProviderClass")
	some f in landing.values(o, "spec.secretObjects[].secretName")
}

# vault_kinds are the kinds of the Vault Secrets Operator that Secrets are made from.
vault_kinds := ["VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret"]

# named(o, path) is the name of the Secret that an object makes: its own where it gives none.
named(o, path) := name if {
	name := landing.value(o, path)
	name != ""
} else := o.name

type_of(o, path) := type if {
	type := landing.value(o, path)
	type != ""
} else := "Opaque"
