package text_test

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/text"
)

func TestHang(t *testing.T) {
	for want, lines := range map[string][]string{
		"GAP  a  one two|     three":               text.Hang("GAP  a  ", "     ", "one two three", 16),
		"- one|  averyveryverylongword|  two":      text.Hang("- ", "  ", "one averyveryverylongword two", 10),
		"one two":                                  text.Hang("", "", " one  two ", 80),
		"Head:":                                    text.Hang("Head: ", "  ", "", 80),
		"- one two three four (and|  2 more)":      text.HangCut("- ", "  ", "one two three four", 3, "(and 2 more)", 25),
		"- one … (and 2 more)":                     text.HangCut("- ", "  ", "one, two three four five", 1, "(and 2 more)", 22),
		"- one two …":                              text.HangCut("- ", "  ", "one two three four", 1, "", 12),
		"- averyveryverylongword|  … (and 2 more)": text.HangCut("- ", "  ", "averyveryverylongword two three", 1, "(and 2 more)", 20),
	} {
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestFirstStep: what stands for a remedy is a whole sentence, and a command is shown only where it
// is what that sentence says.
func TestFirstStep(t *testing.T) {
	for remedy, want := range map[string][2]string{
		"Scale it up:\n\n    kubectl scale x --replicas=2\n    kubectl get x":                             {"Scale it up:", "kubectl scale x --replicas=2"},
		"Install the driver. If there is to be none, take the taint away:\n\n    kubectl taint node a x-": {"Install the driver.", ""},
		"Write a class:\n\n    kind: StorageClass\n    name: x":                                           {"Write a class.", ""},
		"Apply it:\n\n    kubectl apply -f - <<'END'\n    kind: X\n    END":                               {"Apply it.", ""},
		"One of these:\n\n- `a`, the shortest way. Not for all.\n- b":                                     {"One of these: `a`, the shortest way.", ""},
		"    kubectl get x":                          {"", "kubectl get x"},
		"Use e.g. Calico. Or another.":               {"Use e.g. Calico.", ""},
		"Set `a. b` in its values. Then restart it.": {"Set `a. b` in its values.", ""},
		"": {"", ""},
	} {
		if said, command := text.FirstStep(remedy); said != want[0] || command != want[1] {
			t.Errorf("%q: got %q and %q, want %q", remedy, said, command, want)
		}
	}
}
