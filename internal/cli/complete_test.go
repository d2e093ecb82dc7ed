package cli

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
)

// complete returns what the shell is offered after the words, and the directive.
func complete(t *testing.T, words ...string) (offers []string, directive string) {
	t.Helper()
	return completeWith(t, sharedBuiltin, words...)
}

// completeWith is complete with the checks that builtin returns; nil loads them.
func completeWith(t *testing.T, builtin func() ([]check.Check, error), words ...string) (offers []string, directive string) {
	t.Helper()
	var out bytes.Buffer
	root := newRoot(Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Builtin: builtin})
	root.SetArgs(append([]string{cobra.ShellCompNoDescRequestCmd}, words...))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

// TestCompleteFormats compares the formats that each command offers with those that its
// message for an unknown format names.
func TestCompleteFormats(t *testing.T) {
	seen := 0
	for _, cmd := range allCommands(Commands()) {
		flag := cmd.Flags().Lookup("output")
		if flag == nil {
			continue
		}
		path := strings.Fields(cmd.CommandPath())[1:]
		offers, _ := complete(t, append(path, "-o", "")...)
		if len(offers) == 0 {
			if name, _ := pflag.UnquoteUsage(flag); name != "FILE" {
				t.Errorf("%s -o completes nothing, and its usage names no FILE: %s", cmd.CommandPath(), flag.Usage)
			}
			continue
		}
		seen++
		var stderr bytes.Buffer
		args := slices.Concat([]string{"kready"}, path, []string{"-o", "no-such-format"})
		args = append(args, map[string][]string{"diff": {"old.json", "new.json"}, "render": {"--from", "report.json"}}[cmd.Name()]...)
		code := Main(args, Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin})
		_, choices, found := strings.Cut(stderr.String(), "must be one of")
		if code != exitUsage || !found {
			t.Errorf("%s does not say which formats it takes: %s", cmd.CommandPath(), stderr.String())
			continue
		}
		takes := words(choices)
		if got, want := strings.Join(slices.Sorted(slices.Values(offers)), " "), strings.Join(slices.Sorted(slices.Values(takes)), " "); got != want {
			t.Errorf("%s -o completes %s, and takes %s", cmd.CommandPath(), got, want)
		}
	}
	if seen < 5 {
		t.Errorf("%d commands have formats", seen)
	}
}

// TestCompleteFast bounds what a shell waits for; compiling the policies takes longer. On a
// busy machine, one of many tries has to keep to it.
func TestCompleteFast(t *testing.T) {
	const bound = 250 * time.Millisecond
	best := time.Hour
	for tries := 0; best > bound && tries < 20; tries++ {
		start := time.Now()
		if offers, _ := completeWith(t, nil, "check", ""); len(offers) < 100 {
			t.Fatalf("%d offers", len(offers))
		}
		best = min(best, time.Since(start))
	}
	if best > bound {
		t.Errorf("completing checks takes %s", best)
	}
}

// TestCompleteKnows holds the ids that are offered to the checks that there are.
func TestCompleteKnows(t *testing.T) {
	all, err := sharedBuiltin()
	if err != nil {
		t.Fatal(err)
	}
	offers, _ := complete(t, "explain", "")
	if want := len(all) + len(check.Batteries()); len(offers) != want {
		t.Errorf("%d checks and batteries are offered, and there are %d", len(offers), want)
	}
	for _, c := range all {
		if got, _ := complete(t, "explain", c.ID); len(got) == 0 || got[0] != c.ID {
			t.Errorf("%s is not offered: %.100q", c.ID, got)
		}
	}
}
