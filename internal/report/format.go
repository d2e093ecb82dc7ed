package report

import "io"

// Format is one way of writing a report.
type Format struct {
	// Name is what -o calls it.
	Name string
	// About says in a few words what it is for.
	About string
	Write func(io.Writer, Report) error
}

// Formats returns all formats but text, which has settings of its own.
func Formats() []Format {
	return []Format{
		{"json", "the report itself, with a schema", JSON},
		{"html", "one self-contained page for people", HTML},
	}
}
