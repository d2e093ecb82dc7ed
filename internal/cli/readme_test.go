package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestReadmePicture: the report in the README is what kready says of the recorded
// cluster, apart from what is left out at an ellipsis.
func TestReadmePicture(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "$ kready check\n")
	picture, _, _ := strings.Cut(rest, "```")
	var out, errs bytes.Buffer
	code := Main([]string{"kready", "check", "--from", "../../e2e/recorded/bare-kind.json"}, Env{Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &errs, Getenv: os.Getenv})
	if code != exitGap {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	said := out.String()
	for _, part := range strings.Split(picture, "…\n") {
		part = strings.TrimSpace(part)
		_, after, found := strings.Cut(said, part)
		if part == "" || !found {
			t.Fatalf("the README shows what kready does not say (any more):\n%s", part)
		}
		said = after
	}
}
