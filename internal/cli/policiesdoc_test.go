package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// took is how long a test took, which is not for a document to say.
var took = regexp.MustCompile(`\([0-9][^)]*s\)`)

// TestPoliciesPage walks docs/policies.md as a reader does: it writes every file and runs
// every command of the page, in order, and compares what kready says with what the page
// says, apart from what is left out at an ellipsis.
func TestPoliciesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	named := regexp.MustCompile("`([^`]+)`:$")
	commands, before := 0, ""
	for lines := strings.Split(string(page), "\n"); len(lines) > 0; lines = lines[1:] {
		language, fenced := strings.CutPrefix(lines[0], "```")
		if !fenced {
			if lines[0] != "" {
				before = lines[0]
			}
			continue
		}
		var block []string
		for lines = lines[1:]; lines[0] != "```"; lines = lines[1:] {
			block = append(block, lines[0])
		}
		if language == "console" {
			commands += walkConsole(t, dir, block)
			continue
		}
		file := named.FindStringSubmatch(before)
		if file == nil {
			t.Fatalf("nothing names the file of a block in %s, before it stands %q", language, before)
		}
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(file[1])), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file[1]), []byte(strings.Join(block, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if commands < 10 {
		t.Errorf("only %d commands were found", commands)
	}
}

// walkConsole runs the commands of one block and returns how many they were.
func walkConsole(t *testing.T, dir string, block []string) int {
	t.Helper()
	n, code := 0, 0
	for i := 0; i < len(block); {
		command, is := strings.CutPrefix(block[i], "$ ")
		if !is {
			t.Fatalf("a console begins with %q", block[i])
		}
		end := i + 1
		for end < len(block) && !strings.HasPrefix(block[end], "$ ") {
			end++
		}
		want := strings.Join(block[i+1:end], "\n") + "\n"
		checked := end < len(block) && block[end] == "$ echo $?"
		i = end
		if command == "echo $?" {
			if got := strconv.Itoa(code) + "\n"; got != want {
				t.Errorf("exit %s, the page says %s", got, want)
			}
			continue
		}
		args := strings.Fields(command)
		if args[0] != "kready" {
			t.Fatalf("the page runs %q", command)
		}
		var out bytes.Buffer
		code = Main(args, Env{Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &out, Dir: dir, Getenv: func(string) string { return "" }, Builtin: sharedBuiltin})
		if code != 0 && !checked {
			t.Errorf("%s: exit %d, and the page does not say so\n%s", command, code, &out)
		}
		compareWithPage(t, command, took.ReplaceAllString(out.String(), "(…)"), took.ReplaceAllString(want, "(…)"))
		n++
	}
	return n
}

// compareWithPage compares the output of a command with what the page shows of it.
func compareWithPage(t *testing.T, command, got, shown string) {
	t.Helper()
	pattern := regexp.QuoteMeta(shown)
	pattern = strings.ReplaceAll(pattern, "…\n", `(?s:.*)`)
	pattern = strings.ReplaceAll(pattern, `\(…\)`, `\([^)]*\)`)
	pattern = strings.ReplaceAll(pattern, "…", ".*")
	if !regexp.MustCompile(`^` + pattern + `$`).MatchString(got) {
		t.Errorf("$ %s\n%s\n--- the page shows\n%s", command, got, shown)
	}
}
