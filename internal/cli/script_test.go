package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

func TestMain(m *testing.M) {
	run := func() { os.Exit(Main(os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})) }
	testscript.Main(m, map[string]func(){"kready": run, pluginName: run, pluginCompleteName: run})
}

// TestScripts runs the real command line on files. Every script finds healthy.json,
// a snapshot on which all checks pass, and may start from it.
func TestScripts(t *testing.T) {
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	facts.FillEmpty(snapshot)
	healthy, err := json.Marshal(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("KUBECONFIG", filepath.Join(env.WorkDir, "no-kubeconfig"))
			env.Setenv("KUBERNETES_SERVICE_HOST", "")
			return os.WriteFile(filepath.Join(env.WorkDir, "healthy.json"), healthy, 0o644)
		},
	})
}
