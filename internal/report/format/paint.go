package format

import "github.com/fatih/color"

// paint colours words, or leaves them as they are.
type paint struct {
	on bool
}

func newPaint(on bool) paint { return paint{on: on} }

func (p paint) with(s string, attributes ...color.Attribute) string {
	if !p.on {
		return s
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(s)
}

func (p paint) bold(s string) string { return p.with(s, color.Bold) }
func (p paint) dim(s string) string  { return p.with(s, color.Faint) }

// status paints a word in the colour of a status.
func (p paint) status(status, word string) string {
	switch status {
	case "pass":
		return p.with(word, color.FgGreen)
	case "gap":
		return p.with(word, color.FgRed, color.Bold)
	case "unknown", "error":
		return p.with(word, color.FgYellow)
	}
	return p.dim(word)
}

// Painter returns what paints a word in the colour of a status, or leaves it as it is.
func Painter(color bool) func(status, word string) string { return newPaint(color).status }
