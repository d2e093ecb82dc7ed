# METADATA
# title: Whoever runs this is not in system:masters
# description: |
#   What a member of the group `system:masters` asks for is allowed, whatever roles and admission say of it, and it cannot be taken back: the
#   certificate is valid until it ends, for whoever has a copy. It is for the emergency in which nobody else gets in. Where
#   it is what people, pipelines and this check use every day, its copies are everywhere, and the audit log does not say who acted.
#
#   The API server takes the organisations of a client certificate for groups, and kready looks at those of the one in the kubeconfig,
#   of which it keeps what Kubernetes and kubeadm define. Nothing is asked for, so whoever signs in by a token, through a plugin or by
#   `--as` is not judged: `kubectl auth whoami` shows their groups. This is about the identity of one run, and not about who else has one:
#   `identity/user-authn` asks how people sign in. `kubeadm:cluster-admins`, to which kubeadm's `admin.conf` belongs since 1.29, is
#   bound by a role that can be taken away, and passes.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/#authentication-authorization
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Run kready by an account that may read what it needs and no more (`kready rbac` prints its role), give people identities of your
#     provider with roles of their own, and lock the kubeconfig of `system:masters` away.
#
#         kubectl auth whoami
package kready.identity.whoami

masters := "system:masters"

gap contains {"message": sprintf("the client certificate that it signs in by is of %s", [masters])} if {
	masters in input.caller.groups
}

skip contains "it does not sign in by a client certificate: whether it is in system:masters, kubectl auth whoami shows" if {
	not input.caller.told
	input.target.kind != "manifests"
}

skip contains "objects of a file do not tell who read them" if {
	not input.caller.told
	input.target.kind == "manifests"
}

bound := [g | some g in input.caller.groups; startswith(g, "kubeadm:")]

summary.pass contains sprintf("its client certificate is of %s, which a role binds", [concat(", ", bound)]) if count(bound) > 0

summary.pass contains sprintf("its client certificate is not of %s", [masters]) if count(bound) == 0

summary.gap contains "this run was allowed whatever it asked for"
