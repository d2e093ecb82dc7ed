package text

import (
	"strings"
	"testing"
)

func TestBreakCommands(t *testing.T) {
	for in, want := range map[string]string{
		"plain ::error:: inside":        "plain ::error:: inside",
		"::error::x":                    ": :error::x",
		"a\n  ::set-env name=a::b\n\tc": "a\n  : :set-env name=a::b\n\tc",
		"x ##[error]y":                  "x ## [error]y",
		"::1 is an address":             ": :1 is an address",
	} {
		if got := BreakCommands(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzBreakCommands(f *testing.F) {
	f.Add(" \u2003::error::x\n##[##[")
	f.Fuzz(func(t *testing.T, s string) {
		got := BreakCommands(s)
		if strings.Contains(got, "##[") {
			t.Errorf("%q", got)
		}
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q", line)
			}
		}
	})
}
