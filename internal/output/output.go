// Package output holds the shape of an output format, which reports, comparisons, plans
// and lists share.
package output

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// DefaultWidth is how many columns a text keeps to.
const DefaultWidth = 80

// Options are what a person chooses about a text. Formats for machines ignore them.
type Options struct {
	// Color paints statuses. No information is in the colour alone.
	Color bool
	// Verbose lists what is shortened otherwise; Brief shortens further.
	Verbose, Brief bool
	// Width is how many columns the text keeps to; zero is DefaultWidth.
	Width int
	// Again are the flags with which a further command looks at the same target, "" where it takes
	// none. It is of use when CanAsk says that a command can.
	Again  string
	CanAsk bool
	// Live is true for a cluster that was just read, and not a file of one.
	Live bool
}

// Columns is Width, or DefaultWidth when that is not set.
func (o Options) Columns() int {
	if o.Width <= 0 {
		return DefaultWidth
	}
	return o.Width
}

// Format is one way of writing a T.
type Format[T any] struct {
	// Name is its name for -o.
	Name string
	// Description says in a few words what it is for; "" where the name says it.
	Description string
	// Extension ends the name of a file in this format, with its dot: ".junit.xml".
	Extension string
	// Write writes a whole document.
	Write func(io.Writer, T, Options) error
}

// Text is a format for people by what writes it.
func Text[T any](write func(io.Writer, T, Options) error) Format[T] {
	return Format[T]{Name: "text", Description: "for people", Extension: ".txt", Write: write}
}

// New is a format by its name, what it is for, the extension of its files, and what writes
// it without any Options.
func New[T any](name, description, extension string, write func(io.Writer, T) error) Format[T] {
	return Format[T]{Name: name, Description: description, Extension: extension, Write: func(w io.Writer, value T, _ Options) error {
		return write(w, value)
	}}
}

// JSON is the format that writes a T as one indented JSON document.
func JSON[T any](description string) Format[T] {
	return New("json", description, ".json", func(w io.Writer, value T) error { return WriteJSON(w, value) })
}

// WriteJSON writes a value as one JSON document, indented by two spaces.
func WriteJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return nil
}

// Names returns the names of formats, in their order.
func Names[T any](formats []Format[T]) []string {
	names := make([]string, 0, len(formats))
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// Find returns the format of a name, and whether there is one.
func Find[T any](formats []Format[T], name string) (Format[T], bool) {
	i := slices.IndexFunc(formats, func(f Format[T]) bool { return f.Name == name })
	if i < 0 {
		return Format[T]{}, false
	}
	return formats[i], true
}
