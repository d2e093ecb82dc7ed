package cli

import (
	"os"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"
)

// Of a terminal's width, running text keeps to what is still easy to read; what is narrower than the
// ladder is not of use.
const (
	widthMost  = 120
	widthLeast = 72
)

// outputWidth is how many columns a text on stdout keeps to: those of the terminal, or zero, which
// is the default, where stdout is none.
func outputWidth(env Env) int {
	f, ok := env.Stdout.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		return 0
	}
	return max(widthLeast, min(columns, widthMost))
}
