package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeCommands runs every command of README.md in its order, from one folder, against a server
// that lets nobody do anything. None is used wrongly, and none breaks.
func TestReadmeCommands(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := refusing(t, dir)
	ran := 0
	for i, block := range strings.Split(string(page), "```") {
		script, isShell := strings.CutPrefix(block, "sh\n")
		if i%2 == 0 || !isShell {
			continue
		}
		for line := range strings.Lines(script) {
			line, _, _ = strings.Cut(line, "#")
			line, _, _ = strings.Cut(line, "|")
			line = strings.TrimSpace(line)
			words := strings.Fields(strings.ReplaceAll(line, "'", ""))
			switch {
			case len(words) == 0:
			case words[0] == "make":
				if !bytes.Contains(makefile, []byte("\n"+words[1]+":")) {
					t.Errorf("%s: there is no such target", line)
				}
				ran++
			case words[0] == "kready":
				runDocumented(t, dir, config, words)
				ran++
			default:
				t.Errorf("%s: what is to run this?", line)
			}
		}
	}
	if ran < 15 {
		t.Errorf("only %d commands were found", ran)
	}
}

// runDocumented runs a command, which may say that nothing could be judged, and not that it is wrong.
func runDocumented(t *testing.T, dir, config string, words []string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := Main(words, Env{
		Dir: dir, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Builtin: sharedBuiltin,
		Getenv: environmentOf(map[string]string{"KUBECONFIG": config}),
	})
	line := strings.Join(words, " ")
	if code == exitUsage {
		t.Errorf("%s: exit %d: %s", line, code, &errs)
	}
	if said := out.String() + errs.String(); said == "" && !strings.Contains(line, "=") && !strings.Contains(line, " -o ") || strings.Contains(said, "panic") {
		t.Errorf("%s: exit %d: %q", line, code, said)
	}
}

func environmentOf(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

// refusing writes a kubeconfig for a server that says its version and refuses all else, under the names
// of contexts that README.md uses.
func refusing(t *testing.T, dir string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/version" {
			fmt.Fprint(w, `{"gitVersion":"v1.36.0"}`)
			return
		}
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"no","code":403}`)
	}))
	t.Cleanup(server.Close)
	var contexts []string
	for _, name := range []string{"current", "staging", "prod-eu", "prod-us"} {
		contexts = append(contexts, fmt.Sprintf(`{"name":%q,"context":{"cluster":"c","user":"u"}}`, name))
	}
	file := filepath.Join(dir, "kubeconfig")
	err := os.WriteFile(file, fmt.Appendf(nil, `{"apiVersion":"v1","kind":"Config","current-context":"current",
"contexts":[%s],"users":[{"name":"u","user":{}}],"clusters":[{"name":"c","cluster":{"server":%q}}]}`, strings.Join(contexts, ","), server.URL), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
