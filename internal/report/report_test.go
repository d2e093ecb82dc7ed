package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// result is one check with its outcome, for a report made by hand.
func result(id string, level check.Level, tier check.Tier, out check.Outcome) check.Result {
	return check.Result{
		Check: check.Check{
			ID: id, Title: "The thing of " + id + " is as it should be", Level: level, Tier: tier,
			Doc: "A service that lands without it fails in ways that no API error announces, e.g. at night. " +
				"Nobody notices.\n\nkready looks at objects.",
			Remediation: "Install the thing:\n\n- with `helm install thing`, which is the shortest way and takes a minute or two at most\n- or by hand",
			Links:       []string{"https://example.com/" + id},
		},
		Outcome: out,
	}
}

var hostile = "evil\x1b[2J\u202e<script>=HYPERLINK()\nname"

// reports are the cases that every format is tested on.
func reports() map[string]Report {
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	target := Target{
		Kind: "cluster", Name: "kind-demo", Server: "127.0.0.1:6443", Version: "v1.37.2",
		Distribution: "kind", DistributionTitle: "kind", Nodes: 3, CollectedAt: day, AsOf: day,
	}
	opts := Options{
		Tool: "v0.0.0-test", Profile: "production", FailOn: "must",
		Want: func(b string) check.Want {
			if b == "mesh" {
				return check.Optional
			}
			return check.Required
		},
	}
	pass := check.Pass("all 3 nodes are Ready")
	nodes := result("cluster/nodes-ready", check.LevelHealthy, check.TierMust, pass)
	found := map[string][]Implementation{"dns": {{Name: "coredns", Title: "CoreDNS", Version: "v1.15.0", State: "running", Namespace: "kube-system"}}}
	findings := func(n int, name string) []check.Finding {
		var all []check.Finding
		for range n {
			all = append(all, check.Finding{Object: facts.ObjectRef{Kind: "DaemonSet", Namespace: "logging", Name: name}, Message: "misses 2 of 3 nodes: worker-1, worker-2"})
		}
		return all
	}
	gaps := []check.Result{
		nodes,
		result("network/policy-engine", check.LevelPresent, check.TierMust, check.Gap("nothing in this cluster can enforce a NetworkPolicy")),
		result("network/kube-proxy-mode", check.LevelConfigured, check.TierShould, check.Gap("kube-proxy's mode is left unset", findings(1, "kube-proxy")...)),
		result("dns/present", check.LevelPresent, check.TierMust, check.Pass("CoreDNS answers")),
		result("logs/coverage", check.LevelHealthy, check.TierMust, check.Gap("2 agents miss nodes", findings(6, "agent")...)),
		result("mesh/present", check.LevelPresent, check.TierMust, check.Skip("no mesh wanted by profile production, and none is there")),
	}
	blind := []BlindSpot{
		{Facts: "nodes", Verb: "list", Resource: "nodes", Reason: "forbidden", Message: `nodes is forbidden: User "x" cannot list`},
		{Facts: "crds", Verb: "list", Resource: "customresourcedefinitions.apiextensions.k8s.io", Reason: "timeout"},
	}
	unknown := []check.Result{
		result("cluster/nodes-ready", check.LevelHealthy, check.TierMust, check.Unknown("could not be read: nodes (forbidden)")),
		result("network/cni-coverage", check.LevelHealthy, check.TierMust, check.Unknown("could not be read: nodes (forbidden)")),
		result("dns/present", check.LevelPresent, check.TierMust, check.Outcome{Status: check.StatusError, Reason: "the check panicked: ouch"}),
	}
	waived := slices.Clone(gaps)
	waiver := check.Waiver{Check: "network/policy-engine", Owner: "net-team", Reason: "the engine comes with the new CNI", Expires: day.AddDate(0, 1, 0)}
	waived[1].Waiver = &waiver
	waived[4].Waived = findings(1, "old-agent")
	waiverOpts := opts
	waiverOpts.Waivers = []Waiver{
		NewWaiver(waiver, check.WaiverActive),
		NewWaiver(check.Waiver{Check: "dns/ha", Object: "kube-system/kube-dns", Owner: "ops", Reason: "x", Expires: day.AddDate(0, 0, -3)}, check.WaiverExpired),
		NewWaiver(check.Waiver{Battery: "backup", Owner: "ops", Reason: "x", Expires: day}, check.WaiverUnused),
	}
	nasty := []check.Result{result("logs/coverage", check.LevelHealthy, check.TierMust,
		check.Gap("an agent named "+hostile+" misses nodes", findings(1, hostile+strings.Repeat("x", 253))...))}
	nastyTarget := target
	nastyTarget.Name = hostile
	return map[string]Report{
		"healthy": New(target, []check.Result{nodes}, found, nil, opts),
		"gaps":    New(target, gaps, found, nil, opts),
		"waived":  New(target, waived, found, nil, waiverOpts),
		"unknown": New(target, unknown, nil, blind, opts),
		"hostile": New(nastyTarget, nasty, map[string][]Implementation{"logs": {{Name: "x", Title: hostile, Version: hostile, State: "remnant"}}}, nil, opts),
	}
}

func TestGolden(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".txt", Text{}.Renderer(r))
			golden(t, name+"-verbose.txt", Text{Verbose: true}.Renderer(r))
			golden(t, name+".html", htmlContent(r))
		})
	}
}

func golden(t *testing.T, name string, render func(io.Writer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := render(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s differs (go test ./internal/report -update rewrites it):\n%s", name, b.String())
	}
}

// TestFits: no line is wider than a terminal unless one word alone is, and nothing
// that a cluster says reaches the terminal raw.
func TestFits(t *testing.T) {
	for name, r := range reports() {
		var b bytes.Buffer
		if err := (Text{Verbose: true}).Write(&b, r); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if utf8.RuneCountInString(line) > width && strings.Contains(strings.TrimSpace(line), " ") && name != "hostile" {
				t.Errorf("%s: %d columns: %s", name, utf8.RuneCountInString(line), line)
			}
			if strings.ContainsAny(line, "\x1b\u202e") {
				t.Errorf("%s: a control character reaches the terminal: %q", name, line)
			}
		}
	}
}

// TestColorSaysNothing: without its colours a painted report is the plain one.
func TestColorSaysNothing(t *testing.T) {
	paint := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, r := range reports() {
		var plain, painted bytes.Buffer
		if err := (Text{}).Write(&plain, r); err != nil {
			t.Fatal(err)
		}
		if err := (Text{Color: true}).Write(&painted, r); err != nil {
			t.Fatal(err)
		}
		if !paint.Match(painted.Bytes()) {
			t.Errorf("%s: no colour", name)
		}
		if got := paint.ReplaceAll(painted.Bytes(), nil); !bytes.Equal(got, plain.Bytes()) {
			t.Errorf("%s: colour changes the text:\n%s", name, got)
		}
	}
}

// TestSchema: every report is valid by the schema that kready prints.
func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range reports() {
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerdict(t *testing.T) {
	gap := func(tier check.Tier) check.Result {
		return result("dns/a", check.LevelPresent, tier, check.Gap("x"))
	}
	unknown := func(id string, tier check.Tier) check.Result {
		return result(id, check.LevelPresent, tier, check.Unknown("x"))
	}
	for name, tt := range map[string]struct {
		results []check.Result
		failOn  string
		allow   bool
		want    int
	}{
		"nothing":                   {nil, "must", false, 0},
		"must gap":                  {[]check.Result{gap(check.TierMust)}, "must", false, 1},
		"should gap":                {[]check.Result{gap(check.TierShould)}, "must", false, 0},
		"should gap, strict":        {[]check.Result{gap(check.TierShould)}, "should", false, 1},
		"never":                     {[]check.Result{gap(check.TierMust)}, "never", false, 0},
		"must unknown":              {[]check.Result{unknown("dns/a", check.TierMust)}, "must", false, 3},
		"must unknown, allowed":     {[]check.Result{unknown("dns/a", check.TierMust)}, "must", true, 0},
		"should unknown":            {[]check.Result{unknown("dns/a", check.TierShould)}, "must", false, 0},
		"unknown in optional":       {[]check.Result{unknown("mesh/a", check.TierMust)}, "must", false, 0},
		"gap outweighs unknown":     {[]check.Result{gap(check.TierMust), unknown("dns/b", check.TierMust)}, "must", false, 1},
		"never, but unknown counts": {[]check.Result{unknown("dns/a", check.TierMust)}, "never", false, 3},
	} {
		t.Run(name, func(t *testing.T) {
			v := verdict(tt.results, Options{FailOn: tt.failOn, AllowUnknown: tt.allow, Want: func(b string) check.Want {
				if b == "mesh" {
					return check.Optional
				}
				return check.Required
			}})
			if v.ExitCode != tt.want || v.Ready != (tt.want == 0) {
				t.Errorf("exit %d ready %v, want exit %d", v.ExitCode, v.Ready, tt.want)
			}
		})
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"nothing is there":           "Nothing is there.",
		"kube-proxy's mode is unset": "kube-proxy's mode is unset.",
		"it is so.":                  "It is so.",
		"":                           "",
	} {
		if got := sentence(in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestOpening: a short first sentence takes the next ones with it, up to a glance.
func TestOpening(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for in, want := range map[string]string{
		"It fails, e.g. at night. Nobody notices.\n\nMore.": "It fails, e.g. at night. Nobody notices.",
		long + "end. More of it.":                           long + "end.",
		"Short. " + long + "end. More of it.":               "Short. " + long + "end.",
		"":                                                  "",
		"No full stop":                                      "No full stop",
	} {
		if got := opening(in); got != want {
			t.Errorf("opening(%q) =\n%q, want\n%q", in, got, want)
		}
	}
}
