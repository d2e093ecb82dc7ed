package config

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
)

const head = "apiVersion: kready.dev/v1\nkind: Config\n"

func TestParse(t *testing.T) {
	cfg, err := parse([]byte(head+`profile: minimal
batteries:
  mesh: {want: required}
  storage: {want: none, reason: nothing here keeps state}
  ingress: {expect: [traefik]}
`), "")
	if err != nil {
		t.Fatal(err)
	}
	for battery, want := range map[string]check.Requirement{
		"mesh": check.Required, "storage": check.None, "ingress": check.Optional, "network": check.Required,
	} {
		if got := cfg.Profile.Requirement(battery); got != want {
			t.Errorf("%s is %s, want %s", battery, got, want)
		}
	}
	if got := cfg.Batteries["ingress"].Expect; len(got) != 1 || got[0] != "traefik" {
		t.Errorf("ingress expects %v", got)
	}
	if again, _ := ProfileByName("minimal"); again.Requirement("mesh") != check.Optional {
		t.Error("the file changed the profile itself")
	}
}

func TestParseRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"another kind":         {"kind: Deployment\n", "must have apiVersion"},
		"empty":                {"", "must have apiVersion"},
		"unknown key":          {head + "profil: minimal\n", `line 3: unknown field "profil"`},
		"no YAML":              {head + "batteries: [\n", "line"},
		"unknown profile":      {head + "profile: prod\n", `unknown profile "prod"`},
		"unknown battery":      {head + "batteries: {ingres: {want: none}}\n", `unknown battery "ingres"`},
		"unknown want":         {head + "batteries: {mesh: {want: yes please}}\n", "must be one of required, optional, none"},
		"requires a reason":    {head + "batteries: {logs: {want: none}}\n", "requires a reason"},
		"waiver of nothing":    {head + "waivers: [{owner: a, reason: b, expires: 2026-12-31}]\n", "waivers: number 1 names neither"},
		"waiver of a battery?": {head + "waivers: [{battery: log, owner: a, reason: b, expires: 2026-12-31}]\n", `battery "log"`},
		"waiver, no reason":    {head + "waivers: [{check: dns/ha, owner: a, expires: 2026-12-31}]\n", "(dns/ha) gives no reason"},
		"waiver, no owner":     {head + "waivers: [{check: dns/ha, reason: a, expires: 2026-12-31}]\n", "(dns/ha) names no owner"},
		"waiver, no end":       {head + "waivers: [{check: dns/ha, reason: a, owner: b}]\n", "must be a day"},
		"none and expects":     {head + "batteries: {mesh: {want: none, reason: x, expect: [istio]}}\n", "cannot expect istio"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := parse([]byte(tt.text), "")
			if err == nil {
				err = cfg.CheckBatteries(nil)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

// TestProfileOverridesFile: --profile overrides the profile of the file.
func TestProfileOverridesFile(t *testing.T) {
	cfg, err := parse([]byte(head+"profile: minimal\n"), "kind")
	if err != nil || cfg.Profile.Name != "kind" {
		t.Errorf("profile %s, %v", cfg.Profile.Name, err)
	}
}

func TestProfilesKnowTheirBatteries(t *testing.T) {
	for _, p := range Profiles() {
		for battery := range p.Requirements {
			if !check.KnownBattery(battery) {
				t.Errorf("profile %s lists %s, which is not a battery", p.Name, battery)
			}
		}
		if p.Description == "" {
			t.Errorf("profile %s does not say whom it suits", p.Name)
		}
	}
}
