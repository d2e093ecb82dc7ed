package text_test

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/text"
)

// TestCommandLength: a command ends where a shell would run it.
func TestCommandLength(t *testing.T) {
	for in, want := range map[string]int{
		"kubectl get po":                                   1,
		"kubectl get po\nkubectl get no":                   1,
		"kubectl label ns a \\\n  b=c\nx":                  2,
		"kubectl get po |\n  grep x\nx":                    2,
		"a &&\nb\nc":                                       2,
		"kubectl apply -f - <<EOF\na: 1\nb: 'x\nEOF\nx":    4,
		"kubectl apply -f - <<'EOF'\na: 1\nEOF\nx":         3,
		"kubectl apply -f - <<-\"END\"\na: 1\n\tEND\nx":    3,
		"cat <<EOF | kubectl apply -f -\na\nEOF\nx":        3,
		"grep x <<< word\nx":                               1,
		"patch -p '{\n  \"a\": 1\n}'\nx":                   3,
		"echo '<<EOF'\nx":                                  1,
		"# what doesn't end\nx":                            1,
		"get # what doesn't end\nx":                        1,
		"echo \"a \\\" b\"\nx":                             1,
		"for n in a b; do\n  echo $n\ndone\nx":             3,
		"for n in a b; do echo $n; done\nx":                1,
		"kubectl wait --for=condition=Ready po/a\nx":       1,
		"echo 'an end that is missing\nx":                  1,
		"kubectl apply -f - <<EOF\nan end that is missing": 1,
		"kubectl get po \\":                                1,
	} {
		if got := text.CommandLength(strings.Split(in, "\n")); got != want {
			t.Errorf("text.CommandLength(%q) = %d, want %d", in, got, want)
		}
	}
	if got := text.CommandLength(nil); got != 0 {
		t.Errorf("of nothing: %d", got)
	}
}

// TestShortestKeepsCommandsWhole: no command is cut, however many lines it takes; what comes after it is.
func TestShortestKeepsCommandsWhole(t *testing.T) {
	const long = "kubectl apply -f - <<EOF\n    a: 1\n    b: 2\n    c: 3\n    d: 4\n    EOF"
	for name, c := range map[string]struct{ in, want string }{
		"a here-document":          {"Do it:\n\n    " + long + "\n    kubectl get po\n", "EOF"},
		"behind others":            {"Do it:\n\n    one\n    two\n    " + long + "\n    kubectl get po\n", "EOF"},
		"a fourth line carried on": {"Do it:\n\n    one\n    two\n    three \\\n      four\n    five\n", "  four"},
		"single commands":          {"Do it:\n\n    one\n    two\n    three\n    four\n", "three"},
		"how many more":            {"Do it:\n\n    one\n    two\n    three\n    # and 3 more\n    four\n", "# and 3 more"},
	} {
		t.Run(name, func(t *testing.T) {
			got := text.Shortest(text.Blocks(c.in))
			if last := got[len(got)-1].Text; last != c.want {
				t.Errorf("it ends with %q, want %q", last, c.want)
			}
		})
	}
}
