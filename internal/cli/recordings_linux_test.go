package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/golden"
)

// uncounted stands for how many checks passed and were skipped: there are more with every release.
var uncounted = regexp.MustCompile(`[0-9]+ passed, [0-9]+ skipped`)

// TestRecordings compares what kready writes to a terminal of 80 and of 120 columns, of a healthy, a bare
// and a broken cluster, with what people have read.
func TestRecordings(t *testing.T) {
	dir := recorded(t)
	for _, cluster := range []string{"healthy", "bare", "broken"} {
		for _, columns := range []uint16{80, 120} {
			name := fmt.Sprintf("%s-%d.txt", cluster, columns)
			t.Run(name, func(t *testing.T) {
				seen := recording(t, dir, columns, map[string]string{"TERM": "xterm"}, "check", "--from", cluster+".json")
				golden.Compare(t, filepath.Join("testdata", "terminal", name), uncounted.ReplaceAll(seen, []byte("N passed, N skipped")))
				plain := paint.ReplaceAll(seen, nil)
				for line := range strings.Lines(string(plain)) {
					line = strings.TrimRight(line, "\n")
					isCommand := strings.HasPrefix(line, "  kready ") || strings.HasPrefix(line, strings.Repeat(" ", 10))
					if n := utf8.RuneCountInString(line); n > int(columns) && !isCommand {
						t.Errorf("%d columns: %s", n, line)
					}
				}
				for _, environment := range []map[string]string{{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}} {
					if got := recording(t, dir, columns, environment, "check", "--from", cluster+".json"); !bytes.Equal(got, plain) {
						t.Errorf("with %v it is another text:\n%s", environment, got)
					}
				}
			})
		}
	}
}

// paint are the sequences by which a terminal changes colours.
var paint = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// recorded is a folder with snapshots of the three clusters.
func recorded(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	bare, err := os.ReadFile("../../e2e/recorded/bare-kind.json")
	if err != nil {
		t.Fatal(err)
	}
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	healthy, err := set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	fixtures, err := set.Of("dns/present")
	if err != nil {
		t.Fatal(err)
	}
	var broken *facts.Snapshot
	for _, f := range fixtures {
		if f.Name == "gap" || f.Name == "gap.yaml" {
			if broken, err = set.Snapshot(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, value := range map[string]any{"bare": json.RawMessage(bare), "healthy": healthy, "broken": broken} {
		if s, ok := value.(*facts.Snapshot); ok {
			facts.FillEmpty(s)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// recording is what a command writes to a terminal of some columns.
func recording(t *testing.T, dir string, columns uint16, environment map[string]string, args ...string) []byte {
	t.Helper()
	person, program := openTerminal(t, columns)
	all := make(chan []byte)
	go func() {
		var b bytes.Buffer
		_, _ = io.Copy(&b, person) // ends with an error once the program's end is closed
		all <- b.Bytes()
	}()
	Main(append([]string{"kready"}, args...), Env{
		Dir: dir, Stdin: strings.NewReader(""), Stdout: program, Stderr: io.Discard, Builtin: sharedBuiltin,
		Getenv: func(name string) string { return environment[name] },
	})
	_ = program.Close()
	return bytes.ReplaceAll(<-all, []byte("\r\n"), []byte("\n"))
}
