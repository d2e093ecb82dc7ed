package cli

import (
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/text"
)

// cleaned is a stream for people: what comes from a cluster or a file cannot steer a terminal,
// name a secret of a URL, or give GitHub's runner commands.
type cleaned struct {
	to io.Writer
	// runner says that GitHub's runner reads along.
	runner bool
}

// Write writes whole lines.
func (c cleaned) Write(p []byte) (int, error) {
	said := text.CleanLines(text.RedactURLs(string(p)))
	if c.runner {
		said = text.BreakCommands(said)
	}
	if _, err := io.WriteString(c.to, said); err != nil {
		return 0, err
	}
	return len(p), nil
}

// progressOn returns the line that says what a command is doing; nil where stderr is no terminal.
func progressOn(env Env) *progress.Line {
	f, ok := env.Stderr.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return nil
	}
	return progress.New(f, progress.Terminal{
		Width: func() int {
			width, _, err := term.GetSize(int(f.Fd()))
			if err != nil {
				return 0
			}
			return width
		},
		Plain: dumb(env),
	})
}

// dumb reports whether the terminal knows no control sequences.
func dumb(env Env) bool {
	if env.Getenv == nil {
		return true
	}
	name := env.Getenv("TERM")
	return name == "" && runtime.GOOS != "windows" || name == "dumb"
}

// onRunner reports whether GitHub's runner reads what is printed.
func onRunner(env Env) bool {
	return env.Getenv != nil && strings.EqualFold(env.Getenv("GITHUB_ACTIONS"), "true")
}
