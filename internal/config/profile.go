// Package config reads what a cluster is for: the profile, which says which batteries it needs,
// and kready.yaml, which says where the cluster differs.
package config

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
)

// Profile says which batteries a kind of cluster requires.
type Profile struct {
	Name string
	// Description says which clusters it suits.
	Description string
	// Requirements are those of the batteries that are not required.
	Requirements map[string]check.Requirement
	// Disabled are the checks that do not apply to this kind of cluster, with the reason.
	Disabled map[string]string
}

// Default is the name of the profile that is used when none is named.
const Default = "production"

// Profiles returns all profiles, the default first.
func Profiles() []Profile {
	return []Profile{
		{
			Name:         Default,
			Description:  "a cluster that production services land on",
			Requirements: optional("mesh", "tracing", "delivery", "backup"),
		},
		{
			Name:         "mesh",
			Description:  "production, with a service mesh that must be there",
			Requirements: optional("tracing", "delivery", "backup"),
		},
		{
			Name:        "minimal",
			Description: "a small cluster: pods, names and volumes must work, all else may",
			Disabled:    disabled("a small cluster need not hand out load balancers", "network/loadbalancer-provider"),
			Requirements: optional("ingress", "mesh", "secrets", "identity", "certificates", "logs",
				"metrics", "tracing", "scaling", "policy", "backup", "delivery", "images"),
		},
		{
			Name:         "kind",
			Description:  "a throw-away cluster of a nightly job: what the platform installs must work, no redundancy",
			Requirements: optional("mesh", "identity", "tracing", "scaling", "backup", "delivery"),
			Disabled:     disabled("a throw-away cluster needs no redundancy, keeps no data and has no cloud", throwAway...),
		},
		{
			Name:         "edge",
			Description:  "few nodes on site, without a cloud: no redundancy across zones, no cloud identity",
			Requirements: optional("mesh", "identity", "tracing", "scaling", "backup", "delivery"),
			Disabled:     disabled("an edge site has one place, few nodes and no cloud", "cluster/zone-spread", "storage/node-local-default", "network/loadbalancer-provider"),
		},
	}
}

// throwAway are the checks about surviving a loss, about data worth keeping, and about
// what only a cloud gives.
var throwAway = []string{
	"cluster/zone-spread", "cluster/control-plane-ha", "dns/ha", "secrets/encryption-at-rest",
	"storage/node-local-default", "scaling/headroom", "logs/audit",
	"network/loadbalancer-provider", "scaling/addon-pdb", "certificates/webhook-ha", "metrics/retention",
	"metrics/alert-routing",
}

// ProfileByName returns the profile with that name, or an error that lists all.
func ProfileByName(name string) (Profile, error) {
	var names []string
	for _, p := range Profiles() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Profile{}, fmt.Errorf("unknown profile %q: must be one of %s", name, strings.Join(names, ", "))
}

// Requirement returns whether a battery is required, optional or none.
func (p Profile) Requirement(battery string) check.Requirement {
	if w, ok := p.Requirements[battery]; ok {
		return w
	}
	return check.Required
}

// optional are batteries that may be absent.
func optional(batteries ...string) map[string]check.Requirement {
	m := make(map[string]check.Requirement, len(batteries))
	for _, b := range batteries {
		m[b] = check.Optional
	}
	return m
}

func disabled(reason string, ids ...string) map[string]string {
	m := make(map[string]string, len(ids))
	for _, id := range ids {
		m[id] = reason
	}
	return m
}
