package diff

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

const hostile = "evil\x1b[2J\u202e<script>`=HYPERLINK()|@org/team\n# name"

// diffs are the cases that every format is tested on.
func diffs() map[string]Diff {
	compare := func(old, now report.Report, opts Options) Diff {
		opts.Tool = "v0.0.0-test"
		return New(Report{Name: "old.json", Form: "report", Report: old}, Report{Name: "new.json.gz", Form: "snapshot", Report: now}, opts)
	}
	opts := Options{FailOn: report.FailOnNew, ExpiringDays: ExpiringDays}
	calm := with(0, is("dns/ha", "healthy", "must", "pass"), is("dns/present", "present", "must", "pass"))
	calm.Batteries[1].Implementations = []report.Implementation{{Name: "coredns", Title: "CoreDNS", Version: "v1.14.6", State: "running"}}
	old := with(0,
		is("network/policy", "present", "must", "gap"), is("network/mode", "configured", "should", "gap", on("DaemonSet", "kube-proxy")),
		is("dns/present", "present", "must", "pass"), is("dns/ha", "healthy", "must", "pass"), is("dns/eol", "healthy", "should", "pass"),
		waived(is("logs/events", "present", "should", "gap"), "2026-11-23"), is("logs/collector", "present", "must", "pass"),
		is("logs/coverage", "healthy", "must", "gap", on("DaemonSet", "agent"), on("DaemonSet", "other")), is("logs/gone", "healthy", "must", "gap"),
	)
	old.Batteries[1].Implementations = calm.Batteries[1].Implementations
	now := with(1,
		is("network/policy", "present", "must", "pass"), is("network/mode", "configured", "should", "gap", on("DaemonSet", "kube-proxy")),
		is("dns/present", "present", "must", "unknown"), because(is("dns/ha", "healthy", "must", "unknown"), "dns/present"),
		because(is("dns/eol", "healthy", "should", "unknown"), "dns/present"),
		is("logs/events", "present", "should", "gap"), waived(is("logs/collector", "present", "must", "gap"), "2026-11-30"),
		is("logs/coverage", "healthy", "must", "gap", on("DaemonSet", "agent"), on("DaemonSet", "third")),
		is("logs/added", "healthy", "must", "gap"), is("mesh/mtls", "configured", "must", "gap"),
	)
	now.Profile, now.Target.Nodes, now.Target.Version = "production", 4, "v1.38.0"
	now.Batteries[1].Implementations = []report.Implementation{{Name: "coredns", Title: "CoreDNS", Version: "v1.15.0", State: "running"}}
	now.Batteries[3].Implementations = []report.Implementation{{Name: "fluent-bit", Title: "Fluent Bit", State: "remnant"}}
	now.Waivers = []report.Waiver{{Check: "logs/collector", Owner: "ops", Reason: "in hand", Expires: "2026-11-30", State: "active"}}
	nasty := with(1, is("dns/present", "present", "must", "pass"), is("dns/ha", "healthy", "must", "gap", on("DaemonSet", hostile+strings.Repeat("x", 253))))
	nasty.Target.Name, nasty.Results[1].Reason = hostile, "it is "+hostile
	nasty.Batteries[1].Implementations = []report.Implementation{{Name: "x", Title: hostile, Version: hostile, State: "running"}}
	return map[string]Diff{
		"same":    compare(calm, calm, opts),
		"worse":   compare(old, now, opts),
		"back":    compare(now, old, opts),
		"hostile": compare(calm, nasty, opts),
		"never":   compare(calm, nasty, Options{FailOn: report.Never}),
	}
}

// renderers are all formats of a comparison, by the extension of their files.
func renderers(d Diff) map[string]func(io.Writer) error {
	all := map[string]func(io.Writer) error{}
	for _, f := range Formats() {
		all[f.Extension] = func(w io.Writer) error { return f.Write(w, d, output.Options{}) }
	}
	return all
}

func render(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for name, d := range diffs() {
		for format, write := range renderers(d) {
			if format == ".json" && name != "worse" {
				continue
			}
			golden.Compare(t, filepath.Join("testdata", name+format), render(t, write))
		}
	}
}

// TestVerdictEverywhere: every format says the word and the code that the command exits with.
func TestVerdictEverywhere(t *testing.T) {
	want := map[string]int{"same": 0, "worse": 1, "back": 1, "hostile": 1, "never": 0}
	for name, d := range diffs() {
		word, _, meaning := d.Verdict.Headline()
		if d.Verdict.ExitCode != want[name] || strings.HasPrefix(word, "WORSE") != d.Verdict.Worse {
			t.Errorf("%s: %s, exit %d, worse %v; want exit %d", name, word, d.Verdict.ExitCode, d.Verdict.Worse, want[name])
		}
		r := renderers(d)
		if s := fmt.Sprintf("\n%s: %s (exit %d).\n", word, meaning, d.Verdict.ExitCode); !strings.HasSuffix(string(render(t, r[".txt"])), s) {
			t.Errorf("%s: the text does not end in %q", name, s)
		}
		if s := "\n**" + word + "**: " + meaning; !strings.Contains(string(render(t, r[".md"])), s) {
			t.Errorf("%s: the Markdown does not say %q", name, s)
		}
	}
}

// TestHostile: nothing that a cluster says reaches a terminal raw, leaves its line in
// Markdown, becomes HTML there, or calls somebody. Only the verdict may be a long line.
func TestHostile(t *testing.T) {
	for name, d := range diffs() {
		text := string(render(t, renderers(d)[".txt"]))
		if strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%s: a control character reaches the terminal:\n%q", name, text)
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > 80 && name != "hostile" && name != "never" && !strings.HasPrefix(line, "WORSE: ") {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
		md := string(render(t, renderers(d)[".md"]))
		code := regexp.MustCompile("``.*?``|`[^`]*`")
		plain := code.ReplaceAllString(md, "")
		if strings.ContainsAny(md, "\x1b\u202e") || strings.Contains(plain, "<script") || strings.Contains(plain, "@org") || strings.Contains(md, "\n# name") {
			t.Errorf("%s: the Markdown is not safe:\n%s", name, md)
		}
	}
}

// TestColorSaysNothing: without its colours a painted comparison is the plain one.
func TestColorSaysNothing(t *testing.T) {
	paint := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, d := range diffs() {
		painted := render(t, func(w io.Writer) error { return Text(w, d, output.Options{Color: true}) })
		if !paint.Match(painted) || !bytes.Equal(paint.ReplaceAll(painted, nil), render(t, renderers(d)[".txt"])) {
			t.Errorf("%s: colour changes the text:\n%s", name, painted)
		}
	}
}

// TestFitsComment: however much changed, it fits into one comment, and what does not is
// counted.
func TestFitsComment(t *testing.T) {
	var old, now []report.Result
	for i := range 400 {
		id := fmt.Sprintf("dns/check-%03d", i)
		now = append(now, is(id, "healthy", "must", "gap", on("DaemonSet", strings.Repeat("x", 253)), on("DaemonSet", strings.Repeat("y", 253))))
		old = append(old, is(id, "healthy", "must", "pass"))
	}
	d := New(Report{Report: with(0, old...)}, Report{Report: with(1, now...)}, Options{FailOn: report.FailOnNew})
	md := string(render(t, renderers(d)[".md"]))
	shown := strings.Count(md, "**new gap**")
	if len(md) > 65536 || !strings.HasSuffix(md, fmt.Sprintf("- and %d more changes that did not fit here\n", 400-shown+len(d.Levels))) {
		t.Errorf("%d characters, %d of 400 shown, the end is %q", len(md), shown, md[len(md)-80:])
	}
}

// TestSchema: every comparison is valid by the schema that kready prints.
func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("diff.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("diff.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range diffs() {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, renderers(d)[".json"])))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		value.(map[string]any)["surprise"] = true
		if compiled.Validate(value) == nil {
			t.Errorf("%s: the schema takes anything", name)
		}
	}
}
