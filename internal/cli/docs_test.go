package cli

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docCommand is a command of kready at the start of a line, behind a prompt or a pipe, up to
// what a shell takes for itself.
var docCommand = regexp.MustCompile(`(?m)^(?:\$ |.*\| )?(?:bin/)?kready ([^|>#;&)\n]+)`)

// TestDocsCommands: every command in a block of code of the documents exists, with its flags.
func TestDocsCommands(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(pages, "../../README.md", "../../CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(text), "```") {
			if i%2 == 0 {
				continue // between two blocks
			}
			for _, m := range docCommand.FindAllStringSubmatch(block, -1) {
				found++
				checkDocCommand(t, filepath.Base(page), m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d commands were found", found)
	}
}

// checkDocCommand reports a command or a flag that does not exist. Nothing is run.
func checkDocCommand(t *testing.T, page, line string) {
	var words []string
	for _, word := range strings.Fields(line) {
		words = append(words, strings.Trim(word, `'"`))
	}
	root := newRoot(Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard})
	root.InitDefaultCompletionCmd()
	cmd, args, err := root.Find(words)
	switch {
	case err != nil:
		t.Errorf("%s: kready %s: %v", page, line, err)
	case cmd == root:
		t.Errorf("%s: kready %s: it is not a command", page, line)
	default:
		if err := cmd.ParseFlags(args); err != nil {
			t.Errorf("%s: kready %s: %v", page, line, err)
		}
	}
}
