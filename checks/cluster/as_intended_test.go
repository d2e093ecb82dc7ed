package cluster

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestAsIntended(t *testing.T) {
	product := func(name, state string, roles ...string) facts.Implementation {
		return facts.Implementation{Name: name, Title: name, State: state, Batteries: []string{"ingress"}, Roles: roles}
	}
	traefik := product("traefik", facts.StateRunning, "ingress/controller")
	for name, tt := range map[string]struct {
		intent facts.IntendedBattery
		found  []facts.Implementation
		want   check.Status
		says   string
	}{
		"as expected":           {facts.IntendedBattery{Expect: []string{"traefik"}}, []facts.Implementation{traefik}, check.StatusPass, "1 battery is as"},
		"run by the provider":   {facts.IntendedBattery{Expect: []string{"alb"}}, []facts.Implementation{product("alb", facts.StateHidden, "ingress/controller")}, check.StatusPass, ""},
		"not there":             {facts.IntendedBattery{Expect: []string{"traefik"}}, nil, check.StatusGap, "1 product is not as"},
		"left-overs only":       {facts.IntendedBattery{Expect: []string{"traefik"}}, []facts.Implementation{product("traefik", facts.StateRemnant)}, check.StatusGap, "1 product is not as"},
		"a second controller":   {facts.IntendedBattery{Expect: []string{"traefik"}}, []facts.Implementation{traefik, product("nginx", facts.StateRunning, "ingress/controller")}, check.StatusGap, "1 product is not as"},
		"a helper beside":       {facts.IntendedBattery{Expect: []string{"traefik"}}, []facts.Implementation{traefik, product("external-dns", facts.StateRunning, "dns/records")}, check.StatusPass, ""},
		"unwanted":              {facts.IntendedBattery{Want: "none"}, []facts.Implementation{traefik}, check.StatusGap, "1 product is not as"},
		"unwanted and absent":   {facts.IntendedBattery{Want: "none"}, nil, check.StatusPass, ""},
		"the file says nothing": {facts.IntendedBattery{Want: "required"}, []facts.Implementation{traefik}, check.StatusSkip, "no kready.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.intent.Name = "ingress"
			in := &facts.Input{Inventory: tt.found, Intent: facts.Intent{Batteries: []facts.IntendedBattery{tt.intent}}}
			expect(t, AsIntended(), in, tt.want, tt.says)
		})
	}
}
