package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

func TestMain(m *testing.M) {
	// client-go itself looks for the cluster that the process runs in.
	if err := os.Unsetenv("KUBERNETES_SERVICE_HOST"); err != nil {
		panic(err)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300) // at 100 it takes a third of the time
	}
	os.Exit(m.Run())
}

// sharedBuiltin are kready's own checks for all tests, so that each is compiled once.
var sharedBuiltin = sync.OnceValues(engine.Builtin)

// stdinFile is the variable of a script that names the file for the next command's stdin.
const stdinFile = "STDIN_FILE"

// TestScripts runs the command line on files, within this process. Every script finds
// healthy.json, a snapshot on which all checks pass, and may start from it. Besides what
// testscript has there are the names of the binary, and
//
//	input FILE              reads FILE as the stdin of the next command
//	exits CODE kready ...   demands this exit code
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
	cmds := map[string]func(*testscript.TestScript, bool, []string){
		"input": func(ts *testscript.TestScript, _ bool, args []string) { ts.Setenv(stdinFile, ts.MkAbs(args[0])) },
		"exits": func(ts *testscript.TestScript, _ bool, args []string) {
			if got := fmt.Sprint(runScripted(ts, args[1:])); got != args[0] {
				ts.Fatalf("exit %s, want %s", got, args[0])
			}
		},
	}
	for _, name := range []string{"kready", pluginName, pluginCompleteName} {
		cmds[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			if code := runScripted(ts, append([]string{name}, args...)); (code != 0) != neg {
				ts.Fatalf("exit %d", code)
			}
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:          cmds,
		Setup: func(env *testscript.Env) error {
			env.Setenv("KUBECONFIG", filepath.Join(env.WorkDir, "no-kubeconfig"))
			return os.WriteFile(filepath.Join(env.WorkDir, "healthy.json"), healthy, 0o644)
		},
	})
}

// runScripted runs a command line in a script's folder and environment.
func runScripted(ts *testscript.TestScript, args []string) int {
	in := io.Reader(strings.NewReader(""))
	if file := ts.Getenv(stdinFile); file != "" {
		in = strings.NewReader(ts.ReadFile(file))
		ts.Setenv(stdinFile, "")
	}
	return Main(args, Env{Stdin: in, Stdout: ts.Stdout(), Stderr: ts.Stderr(), Dir: ts.MkAbs("."), Getenv: ts.Getenv, Builtin: sharedBuiltin})
}
