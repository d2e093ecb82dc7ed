# METADATA
# title: The API server allows only what somebody was given a right to
# description: |
#   An API server that is started with `--authorization-mode=AlwaysAllow` does whatever a user asks for who can prove who they are. Each pod
#   can, by the token of its ServiceAccount: one service that was broken into is then the whole cluster. Roles and bindings can be
#   created as ever and decide nothing, so that what looks at them finds all well. It is the default of kube-apiserver, which nearly every
#   installer changes; MicroK8s does not until its add-on `rbac` is enabled.
#
#   kready looks at the flags of API servers whose pods can be seen, and at what `/readyz` lists: where RBAC is among the
#   authorizers, it has the hook that makes RBAC's default roles, and lacks it where RBAC is not. It is a gap when a flag says AlwaysAllow, alone or beside others, and
#   when RBAC is none of the authorizers and no flag that is seen names another one. Where `/readyz` lists no hooks, the bindings that RBAC makes when it
#   starts tell it; that files of objects lack them tells nothing. It is skipped for a file of a cluster whose provider starts the API server
#   and where neither is seen.
#
#   Of API servers with flags out of sight, that AlwaysAllow stands beside RBAC is not seen, nor what is in the file of `--authorization-config`. Of several API servers
#   behind one address, one answers. What RBAC then allows to whom is for `identity/broad-bindings`, `identity/nodes-proxy` and
#   `secrets/broad-read`, which cannot tell where roles decide nothing.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#authorization-modules
# - ref: https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/apiserver/config.go
# - ref: https://github.com/canonical/microk8s/blob/master/microk8s-resources/default-args/kube-apiserver
# custom:
#   level: configured
#   tier: must
#   since: 0.2.0
#   standsWithout:
#     asked: [grants, nodes]
#   remediation: |
#     Start each kube-apiserver with `--authorization-mode=Node,RBAC`: it makes RBAC's default roles then. What was installed without
#     roles, and people whom no binding names, can do nothing any more: give them theirs first.
#   remedies:
#   - distributions: [microk8s]
#     text: |
#       Enable the add-on, on each node of the control plane:
#
#           microk8s enable rbac
#
#       What was installed without roles, and people whom no binding names, can do nothing any more: give them theirs first.
#   - distributions: [k3s]
#     text: |
#       Take `authorization-mode` out of `kube-apiserver-arg` in /etc/rancher/k3s/config.yaml on each server, and restart it: the API server has
#       RBAC by itself. What was installed without roles, and people whom no binding names, can do nothing any more: give them theirs first.
#   - distributions: [rke2]
#     text: |
#       Take `authorization-mode` out of `kube-apiserver-arg` in /etc/rancher/rke2/config.yaml on each server, and restart it: the API server has
#       RBAC by itself. What was installed without roles, and people whom no binding names, can do nothing any more: give them theirs first.
#   - distributions: [kubeadm]
#     text: |
#       Set `authorization-mode` to `Node,RBAC` under `apiServer.extraArgs` of the ClusterConfiguration, and on each node of the
#       control plane have its manifest made anew:
#
#           kubeadm init phase control-plane apiserver --config FILE
#
#       What was installed without roles, and people whom no binding names, can do nothing any more: give them theirs first.
#   - distributions: [managed]
#     text: |
#       The provider starts the API server: turn RBAC on there, which some do for new clusters alone.
package kready.identity.authorization

import data.kready.internal.authorization
import data.kready.internal.unread
import data.kready.lib

servers := input.authorization.servers

# deciding are the authorizers that refuse what nobody was given a right to. ABAC decides by a file that is not seen.
deciding := {"AlwaysDeny", "Node", "RBAC", "Webhook"}

decided(s) if {
	not "ABAC" in s.modes
	decides(s)
}

decides(s) if {
	some mode in s.modes
	mode in deciding
}

decides(_) if input.authorization.rbac == "yes"

# provided holds where the provider starts the API server, and nothing that is seen tells how.
provided if {
	input.distribution.managed
	count(servers) == 0
	input.authorization.rbac == ""
	not made_tells
}

skip contains "the provider starts the API server, and what it authorizes by is not in this file" if {
	provided
	input.target.kind != "cluster"
}

# undecided are the API servers in sight whose flags do not tell what decides.
undecided := [s | some s in servers; not authorization.allows_all in s.modes; not decided(s)]

# made are the bindings for everybody that RBAC makes when it starts:
# https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
made contains g.name if {
	some g in input.grants
	g.kind == "ClusterRoleBinding"
	g.name == g.roleName
	g.name in {"system:basic-user", "system:discovery", "system:public-info-viewer"}
}

# by_bindings holds where nothing but what lies in the cluster can tell.
by_bindings if {
	input.target.kind == "cluster"
	input.authorization.rbac == ""
	count(servers) == 0
	not unread.incomplete("grants")
	not unread.incomplete("nodes")
}

microk8s if input.distribution.name == "microk8s"

# made_tells holds where these bindings are there, which is evidence in files of objects as well.
made_tells if {
	input.authorization.rbac == ""
	count(servers) == 0
	not microk8s
	not unread.incomplete("nodes")
	count(made) > 0
}

gap contains lib.finding("Pod", s.namespace, s.name, sprintf("it is started with --authorization-mode=%s: whoever signs in, and each pod, may do everything", [concat(",", s.modes)])) if {
	some s in authorization.open
}

gap contains lib.finding("Pod", s.namespace, s.name, "it has no --authorization-mode and RBAC is none of its authorizers: it allows everything, which is the default") if {
	authorization.without_rbac
	some s in undecided
	count(s.modes) == 0
	not s.file
}

gap contains {"message": "RBAC is none of the API server's authorizers, and MicroK8s starts it with AlwaysAllow: whoever signs in, and each pod, may do everything"} if {
	authorization.without_rbac
	count(servers) == 0
	microk8s
}

gap contains {"message": "RBAC is none of the API server's authorizers: no role and no binding decides anything, and unless a webhook does, whoever signs in, and each pod, may do everything"} if {
	authorization.without_rbac
	count(servers) == 0
	not microk8s
}

gap contains {"message": "MicroK8s starts the API server with AlwaysAllow, and the bindings that RBAC makes when it starts are not there: whoever signs in, and each pod, may do everything"} if {
	by_bindings
	microk8s
	count(made) == 0
}

unknown contains lib.finding("Pod", s.namespace, s.name, text) if {
	some s in undecided
	text := why(s)
}

unknown contains {"message": "neither the flags of an API server nor what /readyz lists is here: by what it decides cannot be told"} if {
	count(servers) == 0
	input.authorization.rbac == ""
	not by_bindings
	not made_tells
}

unknown contains {"message": "the bindings that RBAC makes when it starts are not there, and by what the API server decides instead cannot be seen"} if {
	by_bindings
	not microk8s
	count(made) == 0
}

unknown contains {"message": "the bindings that RBAC makes are there, and stay when the add-on rbac is disabled: by what the API server decides now cannot be seen"} if {
	by_bindings
	microk8s
	count(made) > 0
}

why(s) := "it has ABAC among its authorizers, whose file cannot be read" if "ABAC" in s.modes

why(s) := "its authorizers are in the file of --authorization-config, which cannot be read" if {
	s.file
	not "ABAC" in s.modes
}

why(s) := "no --authorization-mode is seen, and without it the API server allows everything" if {
	not s.file
	count(s.modes) == 0
	not authorization.without_rbac
}

modes := sort({mode | some s in servers; some mode in s.modes})

summary.pass contains sprintf("API servers are started with --authorization-mode=%s", [concat(",", modes)]) if count(modes) > 0

summary.pass contains "RBAC is among the API server's authorizers" if {
	count(modes) == 0
	input.authorization.rbac == "yes"
}

summary.pass contains "the bindings are there that RBAC makes when it starts" if made_tells

summary.gap contains "the API server is not known to refuse anything" if count(authorization.open) == 0

summary.gap contains "the API server allows every request" if count(authorization.open) > 0

summary.unknown contains "by what the API server decides is not known" if count(unread_parts) == 0

summary.unknown contains sprintf("by what the API server decides is not known: %s", [concat(", ", sort(unread_parts))]) if count(unread_parts) > 0

# unread_parts are what could not be read of the API server.
unread_parts contains sprintf("%s could not be read (%s)", [spot.resource, spot.reason]) if {
	some spot in input.blindSpots
	spot.facts == "authorization"
}
