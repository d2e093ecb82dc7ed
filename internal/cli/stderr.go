package cli

import (
	"io"
	"os"
	"strings"

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

// terminal is the file that a stream writes to; false when it is none.
func terminal(w io.Writer) (*os.File, bool) {
	if c, ok := w.(cleaned); ok {
		w = c.to
	}
	f, ok := w.(*os.File)
	return f, ok
}

// onRunner reports whether GitHub's runner reads what is printed.
func onRunner(env Env) bool {
	return env.Getenv != nil && strings.EqualFold(env.Getenv("GITHUB_ACTIONS"), "true")
}
