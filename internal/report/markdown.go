package report

import (
	"strings"
	"unicode/utf8"
)

// block is one piece of a Markdown text: a paragraph, a list item or a line of code.
type block struct {
	text string
	kind blockKind
}

type blockKind int

const (
	paragraph blockKind = iota
	item
	code
)

// blocks splits the little Markdown that checks are written in: paragraphs between
// blank lines, items that begin with a dash, code that is indented by four.
func blocks(text string) []block {
	var all []block
	open := false // whether the next line continues the last block
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		trimmed := strings.TrimSpace(line)
		isItem := strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* ")
		switch {
		case trimmed == "":
			open = false
		case strings.HasPrefix(line, "    ") && !open:
			all = append(all, block{strings.TrimPrefix(line, "    "), code})
		case isItem:
			all = append(all, block{trimmed, item})
			open = true
		case open:
			all[len(all)-1].text += " " + trimmed
		default:
			all = append(all, block{trimmed, paragraph})
			open = true
		}
	}
	return all
}

// lines wraps a block to width runes after indent.
func (b block) lines(indent string, width int) []string {
	if b.kind == code {
		return []string{indent + "  " + b.text}
	}
	hang := ""
	if b.kind == item {
		hang = "  "
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(b.text) {
		switch {
		case line == "":
			line = indent + word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, line)
			line = indent + hang + word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Paragraphs writes Markdown text for a terminal: wrapped to width after indent, with
// blank lines between paragraphs, items and lines of code below each other.
func Paragraphs(markdown, indent string, width int) string {
	var b strings.Builder
	all := blocks(markdown)
	for i, piece := range all {
		if i > 0 && (piece.kind == paragraph || piece.kind != all[i-1].kind) {
			b.WriteByte('\n')
		}
		for _, line := range piece.lines(indent, width) {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Clean makes a string from a cluster safe for a terminal.
func Clean(s string) string { return clean(s) }
