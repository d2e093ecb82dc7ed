package policy

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// withRemedies is the head of a policy with these lines of METADATA below custom.
func withRemedies(lines ...string) string {
	var b strings.Builder
	b.WriteString("#   remedies:\n")
	for _, l := range lines {
		b.WriteString("#   " + l + "\n")
	}
	return strings.Replace(head, "package ", b.String()+"package ", 1)
}

// TestStates: the states of a gap or unknown are the check's own, and one without a finding is none.
func TestStates(t *testing.T) {
	remedies := withRemedies("- {state: broken, text: Mend it.}", "- {state: gone, distributions: [k3s], text: Bring it back.}")
	const states = `
state contains "broken" if input.nodes == []

state contains "gone" if count(input.nodes) > 0
`
	for rules, want := range map[string][]string{
		"gap contains {\"message\": \"m\"} if input.nodes == []\n":                                               {"broken"},
		"gap contains {\"message\": \"m\"} if count(input.nodes) > 0\n\nunknown contains {\"message\": \"m\"}\n": {"broken"},
		"gap contains {\"message\": \"m\"} if count(input.nodes) > 0\n":                                          nil,
	} {
		checks, err := loadBuiltin(fstest.MapFS{"demo/one.rego": {Data: []byte(remedies + rules + states)}})
		if err != nil {
			t.Fatal(err)
		}
		in := &facts.Input{}
		facts.FillEmpty(in)
		out, err := checks[0].Run(t.Context(), in)
		if err != nil || !reflect.DeepEqual(out.States, want) {
			t.Errorf("%s: states %v, want %v (%+v, %v)", rules, out.States, want, out, err)
		}
	}
}

// TestRemediesAreRead: the METADATA's variants become the check's.
func TestRemediesAreRead(t *testing.T) {
	source := withRemedies("- distributions: [k3s, managed]", "  providers: [aws]", "  state: broken", "  text: |", "    Mend it.", "", "        mend NODE",
		"- distributions: [gke]", "  text: ''") + harmless + "\nstate contains \"broken\"\n"
	checks, err := loadBuiltin(fstest.MapFS{"demo/one.rego": {Data: []byte(source)}})
	if err != nil {
		t.Fatal(err)
	}
	want := []check.Remedy{
		{Distributions: []string{"k3s", "managed"}, Providers: []string{"aws"}, State: "broken", Text: "Mend it.\n\n    mend NODE"},
		{Distributions: []string{"gke"}},
	}
	if !reflect.DeepEqual(checks[0].Remedies, want) {
		t.Errorf("%+v", checks[0].Remedies)
	}
}

// TestRemediesRefused: what would never be chosen, or is for nothing that exists, is an error.
func TestRemediesRefused(t *testing.T) {
	for name, tt := range map[string]struct{ remedies, rules, want string }{
		"unknown key":          {"- {platform: k3s, text: x}", "", "custom.remedies[0].platform, which is unknown: there is before, distributions, providers, state, text"},
		"no text":              {"- {distributions: [k3s]}", "", "custom.remedies[0] has no text"},
		"no object":            {"- k3s", "", "custom.remedies[0] is k3s, not an object"},
		"no list":              {"  a: b", "", "custom.remedies is map[a:b], not a list"},
		"unknown distribution": {"- {distributions: [k3], text: x}", "", `for the distribution "k3": there is ack`},
		"unknown provider":     {"- {providers: [amazon], text: x}", "", `nodes of "amazon": there is aws`},
		"for everything":       {"- {text: x}", "", "is the remediation"},
		"empty":                {"- {state: a, text: ''}", "state contains \"a\"\n", "the remedy for state a has no text"},
		"twice":                {"- {distributions: [k3s, rke2], text: x}\n#   - {distributions: [rke2, eks], text: y}", "", "two remedies are for on rke2, eks"},
		"state without a rule": {"- {state: a, text: x}", "", `a remedy for the state "a", which no rule gives`},
		"rule without remedy":  {"- {state: a, text: x}", "state contains \"a\"\n\nstate contains \"b\"\n", `no remedy is for the state "b": there is a`},
		"made up":              {"- {state: a, text: x}", "state contains n.name if some n in input.nodes\n", "a state is a text that is written out"},
		"no set":               {"- {state: a, text: x}", "state := \"a\"\n", "`state` is not a set"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadBuiltin(fstest.MapFS{"demo/one.rego": {Data: []byte(withRemedies(tt.remedies) + harmless + "\n" + tt.rules)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
