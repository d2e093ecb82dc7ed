package cli

import (
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
	cfg := load(string(starter(&facts.Input{}, "", []string{"own: #1"}, []string{"team"})))
	if len(cfg.Policies) != 1 || filepath.Base(cfg.Policies[0]) != "own: #1" {
		t.Errorf("%q", cfg.Policies)
	}
	_, block, _ := strings.Cut(string(starter(&facts.Input{}, "", nil, nil)), "# policies:")
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
	text := string(starter(&facts.Input{}, "", nil, nil))
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
