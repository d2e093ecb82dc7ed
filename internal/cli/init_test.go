package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
)

// TestStarterPolicies: what init writes on policies is taken as it stands, and once the
// comment signs are gone.
func TestStarterPolicies(t *testing.T) {
	load := func(text string) config.Config {
		t.Helper()
		file := filepath.Join(t.TempDir(), config.FileName)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := config.Load("", file, "")
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return cfg
	}
	cfg := load(string(starter(&facts.Input{}, byDefault(t), []string{"own: #1"}, []string{"team"})))
	if len(cfg.Policies) != 1 || filepath.Base(cfg.Policies[0]) != "own: #1" {
		t.Errorf("%q", cfg.Policies)
	}
	_, block, _ := strings.Cut(string(starter(&facts.Input{}, byDefault(t), nil, nil)), "# policies:")
	block, _, _ = strings.Cut(block, "# The numbers")
	block = regexp.MustCompile(`(?m)^# ([a-z-]|  )`).ReplaceAllString("# policies:"+block, "$1")
	cfg = load("apiVersion: kready.dev/v1\nkind: Config\n" + block)
	if len(cfg.Policies) != 1 || len(cfg.Custom) != 1 || len(cfg.Custom[0].Fields) != 2 {
		t.Errorf("%+v", cfg)
	}
}

// TestStarterThresholds: the block that `kready init` comments out is taken as it stands,
// and says what holds anyway.
func TestStarterThresholds(t *testing.T) {
	text := string(starter(&facts.Input{}, byDefault(t), nil, nil))
	_, block, found := strings.Cut(text, "# thresholds:\n")
	if !found {
		t.Fatal("init writes no thresholds")
	}
	block, _, _ = strings.Cut(block, "\n\n")
	block = regexp.MustCompile(`(?m)^#`).ReplaceAllString(block, "")
	if got, want := strings.Count(block, "\n")+1, len(config.Thresholds()); got != want {
		t.Errorf("%d thresholds, want %d:\n%s", got, want, block)
	}
	file := filepath.Join(t.TempDir(), config.FileName)
	if err := os.WriteFile(file, []byte("apiVersion: kready.dev/v1\nkind: Config\nthresholds:\n"+block+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load("", file, "")
	if err != nil || cfg.Thresholds != facts.DefaultThresholds() {
		t.Errorf("%+v, %v", cfg.Thresholds, err)
	}
}

// byDefault is the default profile.
func byDefault(t *testing.T) chosenProfile {
	t.Helper()
	p, err := config.ProfileByName(config.Default)
	if err != nil {
		t.Fatal(err)
	}
	return chosenProfile{Profile: p, why: "the default"}
}

// TestInitSaysWhatTheProfileDoes: whoever is given another profile than the default learns why, and
// what it leaves out.
func TestInitSaysWhatTheProfileDoes(t *testing.T) {
	run := func(args ...string) (string, string) {
		var out, stderr bytes.Buffer
		args = append([]string{"kready", "init", "--from", "../../e2e/recorded/bare-kind.json", "-o", "-"}, args...)
		if code := Main(args, Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &stderr, Getenv: os.Getenv, Builtin: sharedBuiltin}); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr.String())
		}
		return out.String(), stderr.String()
	}
	file, said := run()
	for _, want := range []string{
		"kready: profile kind, because the cluster is kind: ",
		"kready: by it there are 8 must-have gaps today; by production there are 10 must-have gaps\n",
		"kready: the profile kind does not ask for dns/ha, secrets/encryption-at-rest: choose --profile production where that matters\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said:\n%s", want, said)
		}
	}
	if !strings.Contains(file, "# By it there are 8 must-have gaps today; by production there are 10 must-have gaps.\n") || !strings.Contains(file, "\nprofile: kind\n") {
		t.Errorf("the file:\n%s", file)
	}
	if _, said := run("--profile", "production"); !strings.Contains(said, "profile production, as --profile says: ") || strings.Contains(said, "does not ask") {
		t.Errorf("%s", said)
	}
}
