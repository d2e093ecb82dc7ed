# METADATA
# title: Every certificate issuer is ready
# description: |
#   An issuer that is not ready issues and renews nothing: the account at the certificate
#   authority could not be registered, a CA's Secret is gone, a Vault refuses. Certificates that
#   exist stay valid until they expire, so that nobody notices before.
#
#   kready reads the Ready condition of each Issuer and ClusterIssuer of cert-manager, and of
#   those of AWS Private CA, Google CAS and Step. An issuer without a condition after 10
#   minutes is a gap. Issuers of other projects are not seen, and no certificate is asked for:
#   that an ACME challenge would succeed is not proved. Self-signed issuers pass; nobody
#   outside of the cluster trusts what they issue.
# related_resources:
# - ref: https://cert-manager.io/docs/configuration/
# - ref: https://cert-manager.io/docs/troubleshooting/acme/
# custom:
#   level: healthy
#   tier: must
#   requires: [certificates/issuer-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [issuers]
#   remediation: |
#     `kubectl describe` the issuer: its condition says what the authority answered. Correct the
#     address, the credentials or the CA's Secret; delete issuers that nothing uses any more.
#   remedies:
#   - state: unattended
#     text: |
#       cert-manager is ready and has not looked at it. See whether its controller may do its work: without the rights of its chart it cannot take
#       the Lease by which its pods agree on a leader, as where a provider lets nobody write to kube-system (the chart's
#       `global.leaderElection.namespace` moves it to another one), and without those of its ClusterRoles it reads no issuer. The log of its
#       controller says which:
#
#           kubectl get leases -A
#           kubectl get pods -A -l app.kubernetes.io/name=cert-manager
package kready.certificates["issuers-ready"]

import data.kready.internal.conditions
import data.kready.internal.workloads
import data.kready.lib

gap contains finding if {
	some i in input.issuers
	i.ready in {"False", "Unknown"}
	finding := lib.finding(i.kind, i.namespace, i.name, status_text(i))
}

gap contains finding if {
	some i in input.issuers
	i.ready == ""
	lib.older(i.createdAt, input.thresholds.pendingMinutes)
	finding := object.union(lib.finding(i.kind, i.namespace, i.name, "no controller has said anything about it"), unattended(i))
}

# unattended is the state of an issuer that cert-manager itself should have looked at.
unattended(i) := {"state": "unattended"} if {
	i.group == "cert-manager.io"
	count(managers) > 0
} else := {}

state contains "unattended" if {
	some f in gap
	object.get(f, "state", "") == "unattended"
}

unknown contains finding if {
	some i in input.issuers
	i.ready == ""
	not lib.known(i.createdAt)
	finding := lib.finding(i.kind, i.namespace, i.name, "it carries no status")
}

status_text(i) := conditions.reason_and_message(i.reason, i.message) if {
	concat("", [i.reason, i.message]) != ""
} else := sprintf("its Ready condition is %s", [i.ready])

managers contains impl if {
	some impl in input.inventory
	impl.name == "cert-manager"
	impl.state in {"running", "hidden"}
}

skip contains "cert-manager has no issuer" if {
	count(input.issuers) == 0
	count(managers) > 0
}

skip contains "cert-manager does not run here" if {
	count(input.issuers) == 0
	count(managers) == 0
}

# While cert-manager is down, its issuers cannot become ready: that is one gap, not two.
skip contains "a workload of cert-manager has no ready pod: see certificates/cert-manager-healthy" if {
	some impl in managers
	count(workloads.down(impl)) > 0
}

ready := [i | some i in input.issuers; i.ready == "True"]

issuers := lib.counted(count(input.issuers), "issuer", "issuers")

summary.pass contains sprintf("%d of %s %s ready%s", [count(ready), issuers, lib.are(count(ready)), note])

default note := ""

note := ", and nothing but self-signed ones" if {
	count(input.issuers) > 0
	every i in input.issuers {
		i.type == "selfSigned"
	}
}

summary.gap contains sprintf("%d of %s %s not ready", [count(gap), issuers, lib.are(count(gap))])

summary.unknown contains sprintf("%d of %s cannot be judged", [count(unknown), issuers])
