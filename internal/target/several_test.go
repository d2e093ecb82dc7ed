package target

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

const manyContexts = `apiVersion: v1
kind: Config
current-context: prod-eu
contexts:
- {name: prod-eu, context: {cluster: c, user: u}}
- {name: prod-us, context: {cluster: c, user: u}}
- {name: "arn:aws:eks:eu-west-1:1:cluster/prod-x", context: {cluster: c, user: u}}
- {name: "[prod]*", context: {cluster: c, user: u}}
`

func contextFlags(t *testing.T, text string) *ConnectionFlags {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := NewConnectionFlags(Environment{})
	flags.Kubeconfig = file
	return flags
}

func TestContexts(t *testing.T) {
	for patterns, want := range map[string]string{
		"prod-us prod-eu":  "prod-us prod-eu",
		"prod-*":           "prod-eu prod-us",
		"prod-us prod-*":   "prod-us prod-eu",
		"*/prod-?":         "arn:aws:eks:eu-west-1:1:cluster/prod-x", // * goes over slashes
		"*prod*":           "[prod]* arn:aws:eks:eu-west-1:1:cluster/prod-x prod-eu prod-us",
		"[prod]*":          "[prod]*", // a name outweighs the pattern that it could be
		"prod-{eu,us}":     "prod-eu prod-us",
		"prod-* prod-eu *": "prod-eu prod-us [prod]* arn:aws:eks:eu-west-1:1:cluster/prod-x",
		"prod":             `error: no context matches "prod" in FILE: must be one of "[prod]*", "arn:aws:eks:eu-west-1:1:cluster/prod-x", "prod-eu", "prod-us"`,
		"prod-eu staging*": `error: no context matches "staging*" in FILE: must be one of`,
		"[a":               `error: "[a" is not a pattern for context names`,
	} {
		flags := contextFlags(t, manyContexts)
		names, err := Contexts(flags, strings.Fields(patterns))
		got := strings.Join(names, " ")
		if err != nil {
			if !IsConfigError(err) {
				t.Errorf("%s: %v is no error of the configuration", patterns, err)
			}
			got = "error: " + strings.ReplaceAll(err.Error(), flags.Kubeconfig, "FILE")
		}
		if got != want && (err == nil || !strings.HasPrefix(got, want)) {
			t.Errorf("%s: %s, want %s", patterns, got, want)
		}
	}
	if _, err := Contexts(contextFlags(t, "apiVersion: v1\nkind: Config\n"), []string{"*"}); err == nil || !IsConfigError(err) {
		t.Errorf("without any context: %v", err)
	}
}

// TestForContext: every flag of a connection is either taken over, or one that
// SingleClusterFlags returns: no new flag of kubectl's is left out unnoticed.
func TestForContext(t *testing.T) {
	flags := contextFlags(t, manyContexts)
	set := map[string]string{
		"as": "somebody", "as-uid": "7", "as-group": "g", "as-user-extra": "k=v", "insecure-skip-tls-verify": "true",
		"request-timeout": "3s", "disable-compression": "true", "proxy-url": "http://127.0.0.1:9", "kubeconfig": flags.Kubeconfig,
	}
	given := connectionFlags(flags)
	for name, value := range set {
		if err := given.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	own := connectionFlags(ForContext(flags, "prod-us"))
	for _, name := range flagNames(given) {
		value := own.Lookup(name).Value.String()
		switch {
		case name == "context":
			if value != "prod-us" {
				t.Errorf("the context is %q", value)
			}
		case set[name] != "":
			if value != given.Lookup(name).Value.String() {
				t.Errorf("--%s is %q", name, value)
			}
		case !slices.Contains(SingleClusterFlags(), name):
			t.Errorf("--%s is neither taken over nor refused", name)
		}
	}
}

func connectionFlags(flags *ConnectionFlags) *pflag.FlagSet {
	set := pflag.NewFlagSet("connection", pflag.ContinueOnError)
	flags.AddTo(set)
	return set
}

func flagNames(set *pflag.FlagSet) []string {
	var names []string
	set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
