package text

import (
	"strings"
	"unicode/utf8"
)

// Block is one piece of a Markdown text: a paragraph, a list item or a line of code.
type Block struct {
	Text string
	Kind BlockKind
}

// BlockKind is what a Block is.
type BlockKind int

// The kinds of a Block.
const (
	Paragraph BlockKind = iota
	Item
	Code
)

// Blocks splits the little Markdown that checks are written in: paragraphs between
// blank lines, items that begin with a dash, code that is indented by four.
func Blocks(markdown string) []Block {
	var all []Block
	open := false // whether the next line continues the last block
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, " \t\r\n")
		trimmed := strings.TrimSpace(line)
		isItem := strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* ")
		switch {
		case trimmed == "":
			open = false
		case strings.HasPrefix(line, "    ") && !open:
			all = append(all, Block{strings.TrimPrefix(line, "    "), Code})
		case isItem:
			all = append(all, Block{trimmed, Item})
			open = true
		case open:
			all[len(all)-1].Text += " " + trimmed
		default:
			all = append(all, Block{trimmed, Paragraph})
			open = true
		}
	}
	return all
}

// Lines wraps a block to width runes after indent.
func (b Block) Lines(indent string, width int) []string {
	if b.Kind == Code {
		return []string{indent + "  " + b.Text}
	}
	hang := ""
	if b.Kind == Item {
		hang = "  "
	}
	var lines []string
	line := ""
	for _, word := range strings.Fields(b.Text) {
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
	all := Blocks(markdown)
	for i, piece := range all {
		if i > 0 && (piece.Kind == Paragraph || piece.Kind != all[i-1].Kind) {
			b.WriteByte('\n')
		}
		for _, line := range piece.Lines(indent, width) {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Wrap breaks Markdown text into lines of at most width runes, each after indent.
// Words that are longer than a line stand alone; code is left as it is.
func Wrap(markdown, indent string, width int) []string {
	var lines []string
	for _, b := range Blocks(markdown) {
		lines = append(lines, b.Lines(indent, width)...)
	}
	return lines
}

// Opening returns the first sentences of a text: enough to be understood, and no more
// of its first paragraph than a reader takes in at a glance.
func Opening(markdown string) string {
	const enough, most = 90, 260
	all := Blocks(markdown)
	if len(all) == 0 {
		return ""
	}
	first := all[0].Text
	end := 0
	for end < len(first) {
		end += sentenceEnd(first[end:])
		if end >= enough {
			break
		}
		if sentenceEnd(first[end:]) == len(first)-end && len(first) <= most {
			return first
		}
	}
	return first[:end]
}

// FirstSentence returns the first sentence of a paragraph, and whether there is more of it.
func FirstSentence(paragraph string) (sentence string, more bool) {
	end := sentenceEnd(paragraph)
	return paragraph[:end], strings.TrimSpace(paragraph[end:]) != ""
}

// sentenceEnd is where the first sentence of a paragraph ends, behind its full stop.
func sentenceEnd(s string) int {
	code := false
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '`' {
			code = !code
		}
		if s[i] == '.' && s[i+1] == ' ' && !code && !abbreviated(s[:i]) {
			return i + 1
		}
	}
	return len(s)
}

// Remedy returns the shortest way out of a remediation, wrapped; the rest is for explain.
func Remedy(s, indent string, width int) []string {
	var lines []string
	for _, b := range Shortest(Blocks(s)) {
		lines = append(lines, b.Lines(indent, width)...)
	}
	return lines
}

// Shortest is a remediation's first Paragraph, with the first item or the few lines of
// code that belong to it. A command that has begun is there as a whole.
func Shortest(all []Block) []Block {
	const mostCode = 3
	whole := 0 // where the command ends that has begun
	for i, b := range all {
		counts := b.Kind == Code && strings.HasPrefix(b.Text, "# and ") // how many more commands there are
		if i > 0 && b.Kind == Paragraph || i >= whole && i > mostCode && !counts || b.Kind == Item && i > 1 {
			return all[:i]
		}
		if b.Kind == Code && i >= whole {
			whole = i + CommandLength(codeOf(all[i:]))
		}
	}
	return all
}

// codeOf are the lines of code that blocks begin with.
func codeOf(blocks []Block) []string {
	var lines []string
	for _, b := range blocks[:min(len(blocks), longestCommand)] {
		if b.Kind != Code {
			break
		}
		lines = append(lines, b.Text)
	}
	return lines
}

// abbreviated reports whether the full stop after text belongs to an abbreviation.
func abbreviated(s string) bool {
	for _, short := range []string{"e.g", "i.e", "etc", "vs"} {
		if strings.HasSuffix(s, short) {
			return true
		}
	}
	return false
}
