package policy

import (
	"errors"
	"strings"
	"testing"
)

// TestUnknownValues: a literal that is compared with an enum which lacks it is refused, however
// it gets there, with the values that there are.
func TestUnknownValues(t *testing.T) {
	const gap = "gap contains {\"message\": \"x\"} if "
	for name, tt := range map[string]struct {
		rules string
		want  string // "" when it is not refused
	}{
		"role in a call": {
			"import data.kready.lib\n\n" + gap + "count(lib.running(\"mesh/control-plain\")) == 0\n",
			`own/demo/one.rego:14: unknown value "mesh/control-plain": there is mesh/control-plane, `,
		},
		"status": {
			gap + "{\n\tsome n in input.nodes\n\tsome c in n.conditions\n\tc.status == \"Treu\"\n}\n",
			`own/demo/one.rego:15: unknown value "Treu": there is True, `,
		},
		"status by reference": {gap + "input.nodes[_].conditions[_].status == \"true\"\n", `own/demo/one.rego:12: unknown value "true"`},
		"the other way round": {gap + "\"true\" == input.nodes[_].conditions[_].status\n", `own/demo/one.rego:12: unknown value "true"`},
		"not equal":           {gap + "input.nodes[_].taints[_].effect != \"NoSchedul\"\n", `own/demo/one.rego:12: unknown value "NoSchedul": there is NoSchedule, `},
		"negated":             {gap + "{\n\tsome i in input.inventory\n\tnot i.state == \"runnin\"\n}\n", `unknown value "runnin": there is running, `},
		"set":                 {gap + "{\n\tsome i in input.inventory\n\ti.state in {\"running\", \"hiden\"}\n}\n", `own/demo/one.rego:14: unknown value "hiden": there is hidden, `},
		"array":               {gap + "{\n\tsome i in input.inventory\n\ti.state in [\"hiden\"]\n}\n", `unknown value "hiden"`},
		"role in roles":       {gap + "{\n\tsome i in input.inventory\n\t\"network/cn\" in i.roles\n}\n", `unknown value "network/cn": there is network/cni, `},
		"assigned":            {gap + "{\n\tsome i in input.inventory\n\tstate := i.state\n\tstate == \"gone\"\n}\n", `unknown value "gone"`},
		"assigned literal":    {gap + "{\n\twanted := \"gone\"\n\tsome i in input.inventory\n\ti.state == wanted\n}\n", `own/demo/one.rego:13: unknown value "gone"`},
		"of a list":           {gap + "{\n\tsome role in [\"dns/cluster\", \"dns/clustre\"]\n\tsome i in input.inventory\n\trole in i.roles\n}\n", `own/demo/one.rego:13: unknown value "dns/clustre"`},
		"through a rule":      {"mine := [i | some i in input.inventory; i.name == \"x\"]\n\n" + gap + "{\n\tsome i in mine\n\ti.state == \"gone\"\n}\n", `own/demo/one.rego:16: unknown value "gone"`},
		"through a set":       {"states contains i.state if some i in input.inventory\n\n" + gap + "\"gone\" in states\n", `own/demo/one.rego:14: unknown value "gone"`},
		"set minus":           {gap + "count({i.state | some i in input.inventory} - {\"runnin\"}) > 0\n", `unknown value "runnin"`},
		"own function":        {"ready(c) if c.status == \"Ture\"\n\n" + gap + "{\n\tsome n in input.nodes\n\tready(n.conditions[_])\n}\n", `own/demo/one.rego:12: unknown value "Ture"`},
		"argument":            {"is(c, status) if c.status == status\n\n" + gap + "{\n\tsome n in input.nodes\n\tis(n.conditions[_], \"Ture\")\n}\n", `own/demo/one.rego:16: unknown value "Ture"`},
		"every":               {gap + "every n in input.nodes {\n\tevery c in n.conditions { c.status == \"Ture\" }\n}\n", `own/demo/one.rego:13: unknown value "Ture"`},
		"key of an object":    {"titles := {\"running\": \"it runs\", \"decleared\": \"it is declared\"}\n\ngap contains {\"message\": titles[i.state]} if some i in input.inventory\n", `own/demo/one.rego:12: unknown value "decleared": there is declared, `},
		"role of a backend":   {gap + "\"dnss\" in input.backends[_].roles\n", `unknown value "dnss": there is dns, `},
		"type of a policy":    {gap + "input.networkPolicies[_].policyTypes[_] == \"Egres\"\n", `unknown value "Egres": there is Egress, Ingress`},
		"blind spot":          {gap + "input.blindSpots[_].reason == \"forbidde\"\n", `there is forbidden, `},
		"constant of a rule":  {"wanted := \"gone\"\n\n" + gap + "input.inventory[_].state == wanted\n", `own/demo/one.rego:12: unknown value "gone"`},

		"a known word":            {"import data.kready.lib\n\n" + gap + "{\n\tcount(lib.running(\"mesh/control-plane\")) == 0\n\tinput.inventory[_].state == \"hidden\"\n}\n", ""},
		"a text of the user":      {gap + "input.namespaces[_].labels.team == \"Treu\"\n", ""},
		"a name":                  {gap + "input.inventory[_].name == \"mesh/control-plain\"\n", ""},
		"a type of condition":     {gap + "input.nodes[_].conditions[_].type == \"Splendid\"\n", ""},
		"a word of its own":       {"word(n) := \"none\" if count(n.conditions) == 0\n\nword(n) := n.conditions[0].status if count(n.conditions) > 0\n\n" + gap + "word(input.nodes[_]) == \"none\"\n", ""},
		"a function of two kinds": {"known(x) if x in {s | s := input.inventory[_].state}\n\nknown(x) if x == \"mine\"\n\n" + gap + "known(\"mine\")\n", ""},
		"both kinds of argument":  {"same(a, b) if a == b\n\n" + gap + "{\n\tsome n in input.nodes\n\tsame(n.conditions[_].status, \"True\")\n\tsame(n.name, \"mine\")\n}\n", ""},
		"a declared resource":     {gap + "input.custom.topics[_].status.conditions[_].type == \"Treu\"\n", ""},
		"a made text":             {gap + "{\n\tsome i in input.inventory\n\tsprintf(\"%s\", [i.state]) == \"gone\"\n}\n", ""},
		"the empty word":          {gap + "input.deliveries[_].ready in {\"\", \"Unknown\"}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Load(folder(map[string]string{"one": tt.rules}))
			err := errors.Join(problems...)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || len(problems) != 1):
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"Treu", "True", 2}, {"runnin", "running", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%s, %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
