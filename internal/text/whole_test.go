package text_test

import (
	"testing"

	"github.com/kready/kready/internal/text"
)

func TestWhole(t *testing.T) {
	for in, want := range map[string]string{
		"1 of 1 node is ready":                  "the only node is ready",
		"it runs; 2 of 2 pods ready (2 of 2 x)": "it runs; both pods ready (both x)",
		"on 13 of 13 nodes":                     "on all 13 nodes",
		"1 of 10 nodes, 2 of 12, 11 of 1 x":     "1 of 10 nodes, 2 of 12, 11 of 1 x",
		"0 of 0 nodes":                          "0 of 0 nodes",
		"release 1.1 of 1 vendor":               "release 1.1 of 1 vendor",
	} {
		if got := text.Whole(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
