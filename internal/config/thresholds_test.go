package config

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestThresholds(t *testing.T) {
	cfg, err := parse([]byte(head+"thresholds:\n  pdbBlockedMinutes: 30\n  zoneSharePercent: 100 # all of it\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	want := facts.DefaultThresholds()
	want.PDBBlockedMinutes, want.ZoneSharePercent = 30, 100
	if cfg.Thresholds != want {
		t.Errorf("got %+v, want %+v", cfg.Thresholds, want)
	}
}

// TestThresholdsByDefault: without the key, and without a file.
func TestThresholdsByDefault(t *testing.T) {
	parsed, err := parse([]byte(head), "")
	if err != nil || parsed.Thresholds != facts.DefaultThresholds() {
		t.Errorf("a file that says nothing: %+v, %v", parsed.Thresholds, err)
	}
	unset, err := FromProfile("kind")
	if err != nil || unset.Thresholds != facts.DefaultThresholds() {
		t.Errorf("no file: %+v, %v", unset.Thresholds, err)
	}
}

func TestThresholdsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"unknown":       {"pdbBlocked: 5", `unknown threshold "pdbBlocked": must be one of settlingMinutes, pendingMinutes,`},
		"zero":          {"pendingMinutes: 0", "pendingMinutes must be a whole number from 1 to 1440, got 0"},
		"negative":      {"backupAgeHours: -1", "backupAgeHours must be a whole number from 1 to 8760, got -1"},
		"beyond all":    {"podIPUsePercent: 101", "podIPUsePercent must be a whole number from 1 to 100, got 101"},
		"no integer":    {"pendingMinutes: 99999999999999999999", "pendingMinutes must be a whole number"},
		"with a unit":   {"pendingMinutes: 10m", `must be a whole number from 1 to 1440, got "10m"`},
		"a fraction":    {"caExpiryDays: 1.5", ", got 1.5"},
		"nothing":       {"caExpiryDays:", ", got empty"},
		"a list":        {"caExpiryDays: [1, 2]", ", got [1 2]"},
		"set twice":     {"caExpiryDays: 1\n  caExpiryDays: 2", "already defined"},
		"another shape": {"- caExpiryDays", "line 4"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse([]byte(head+"thresholds:\n  "+tt.text+"\n"), "")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

// TestThresholdsAreDescribed: each has a description and a default in its range.
func TestThresholdsAreDescribed(t *testing.T) {
	for _, known := range Thresholds() {
		if known.Description == "" || known.Default < 1 || known.Default > known.Max {
			t.Errorf("%+v", known)
		}
	}
}
