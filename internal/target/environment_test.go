package target

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// environment is one whose working folder is dir.
func environment(dir string, variables map[string]string) Environment {
	return Environment{Getenv: func(name string) string { return variables[name] }, Dir: dir}
}

// TestEnvironment: kubeconfigs are found by the variables and the working folder that were
// passed in, and named in messages as they were given.
func TestEnvironment(t *testing.T) {
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "of-the-process"))
	dir := t.TempDir()
	for _, folder := range []string{"sub", ".kube"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for file, context := range map[string]string{"one": "first", "sub/two": "second", ".kube/config": "home"} {
		text := strings.NewReplacer("current-context: dev", "current-context: "+context, "name: dev", "name: "+context).
			Replace(kubeconfig("https://127.0.0.1:1", "{}"))
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	for _, c := range []struct{ variable, flag, want string }{
		{"", "one", "first"},
		{"", filepath.Join(dir, "one"), "first"},
		{"one" + string(filepath.ListSeparator) + "sub/two", "", "first"},
		{"none" + string(filepath.ListSeparator) + "sub/two", "", "second"},
		{"", "", "home"},
		{"none", "", "error: no kubeconfig found at none: set --kubeconfig or KUBECONFIG"},
		{"", "sub/none", "error: cannot read the kubeconfig sub/none: no such file or directory"},
	} {
		flags := NewConnectionFlags(environment(dir, map[string]string{"KUBECONFIG": c.variable, "HOME": dir}))
		flags.Kubeconfig = c.flag
		got := ""
		if src, err := NewLive(flags, LiveOptions{}); err != nil {
			got = "error: " + err.Error()
		} else {
			got = src.Describe().Name
		}
		if got != c.want {
			t.Errorf("KUBECONFIG=%s --kubeconfig %s: %s, want %s", c.variable, c.flag, got, c.want)
		}
	}
}
