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

// TestStarterThresholds: the block that `kready init` comments out is taken as it stands,
// and says what holds anyway.
func TestStarterThresholds(t *testing.T) {
	text := string(starter(&facts.Input{}, ""))
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
	intent, err := config.Load(file, "")
	if err != nil || intent.Thresholds != facts.DefaultThresholds() {
		t.Errorf("%+v, %v", intent.Thresholds, err)
	}
}
