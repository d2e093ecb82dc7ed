package target

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write puts a file into a folder of the test's own.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// flagsFor are the connection flags for a kubeconfig and a context.
func flagsFor(kubeconfig, context string) *ConnectionFlags {
	flags := NewConnectionFlags(Environment{})
	flags.Kubeconfig, flags.Context = kubeconfig, context
	return flags
}

// kubeconfig is one with two contexts; user is the YAML of the user's credentials.
func kubeconfig(server, user string) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: dev
clusters:
- name: c
  cluster: {server: "%s"}
contexts:
- name: dev
  context: {cluster: c, user: u}
- name: prod
  context: {cluster: c, user: u}
users:
- name: u
  user: %s
`, server, user)
}

func TestKubeconfigErrors(t *testing.T) {
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "none"))
	t.Setenv("HOME", t.TempDir())
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	good := write(t, "good", kubeconfig("https://127.0.0.1:1", "{token: t}"))
	missing := filepath.Join(t.TempDir(), "missing")
	cases := []struct {
		name, path, context string
		want                []string
	}{
		{"no kubeconfig", "", "", []string{"no kubeconfig found", "--kubeconfig"}},
		{"context without kubeconfig", "", "prod", []string{`context "prod" does not exist`}},
		{"missing file", missing, "", []string{"cannot read the kubeconfig " + missing + ": no such file"}},
		{"not YAML", write(t, "broken", "clusters: [{"), "", []string{"broken does not parse"}},
		{"not a kubeconfig", write(t, "pod", "apiVersion: v1\nkind: Pod\n"), "", []string{"pod does not parse"}},
		{"unknown context", good, "staging", []string{`context "staging" does not exist`, `"dev", "prod"`}},
		{
			"no current context", write(t, "current", strings.Replace(kubeconfig("https://127.0.0.1:1", "{}"), "current-context: dev", "", 1)), "",
			[]string{"has no current context", "--context", `"dev", "prod"`},
		},
		{"empty", write(t, "empty", ""), "", []string{"empty has no contexts"}},
		{"no server", write(t, "noserver", kubeconfig("", "{}")), "", []string{`context "dev" cannot be used`}},
		{
			"missing plugin", write(t, "plugin", kubeconfig("https://127.0.0.1:1",
				`{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never, installHint: "Install it\nwith brew."}}`)), "",
			[]string{`context "dev" signs in with the program "no-such-plugin"`, "not installed", "Install it with brew."},
		},
		{
			"missing certificate", write(t, "cert", kubeconfig("https://127.0.0.1:1", "{client-certificate: /no/such, client-key: /no/such}")), "",
			[]string{`context "dev" cannot be used`, "/no/such"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewLive(flagsFor(c.path, c.context), LiveOptions{})
			if !IsConfigError(err) {
				t.Fatalf("not of the configuration: %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestTargetNames(t *testing.T) {
	src, err := NewLive(flagsFor(write(t, "good", kubeconfig("https://api.example.com", "{token: t}")), "prod"), LiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if about := src.Describe(); about.Kind != "cluster" || about.Name != "prod" || about.Server != "api.example.com:443" {
		t.Errorf("it is %+v", about)
	}
}

func TestServerFlagNeedsNoContext(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("KUBECONFIG", "")
	flags := flagsFor("", "")
	flags.Server = "http://127.0.0.1:8080"
	src, err := NewLive(flags, LiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if about := src.Describe(); about.Server != "127.0.0.1:8080" {
		t.Errorf("it is %+v", about)
	}
}
