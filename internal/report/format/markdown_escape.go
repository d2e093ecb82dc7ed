package format

import (
	"regexp"
	"strings"
	"sync"

	"github.com/kready/kready/internal/text"
)

// mostInline bounds a text from a cluster in Markdown, in runes.
const mostInline = 600

// inlineActive are the characters that mean something within a line of GitHub's Markdown.
// The ones that HTML or a table would take as well become entities, which no reader of
// Markdown mistakes. U+200B parts what GitHub would make a mention, a reference to an issue
// or a link of, even behind a backslash.
var inlineActive = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		`\`, `\\`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`,
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "$", "&#36;",
		"@", "@&#8203;", "#", "#&#8203;", "://", ":&#8203;//", "www.", "www&#8203;.", "WWW.", "WWW&#8203;.",
		"GH-", "GH&#8203;-", "gh-", "gh&#8203;-", "mailto:", "mailto&#8203;:", "xmpp:", "xmpp&#8203;:",
	)
})

// lineStart is what makes a block of a line that begins with it.
var lineStart = regexp.MustCompile(`^([-+=:]|\d{1,9}[.)](\s|$))`)

// inline writes a text from a cluster into Markdown, where it stays text: one line, no
// markup, no HTML, no link, no mention.
func inline(s string) string {
	return plain(strings.TrimSpace(text.Truncate(text.Clean(s), mostInline+1)))
}

// plain takes the meaning from all that is active in a clean line.
func plain(s string) string {
	return lineStart.ReplaceAllStringFunc(inlineActive().Replace(s), func(start string) string {
		at := strings.IndexAny(start, "-+=:.)")
		return start[:at] + `\` + start[at:]
	})
}

// EscapeMarkdown writes a text into a line of Markdown, where it stays text.
func EscapeMarkdown(s string) string { return prose(s) }

// prose is inline for a text that may be long and in which `code` is marked up.
func prose(s string) string {
	parts := strings.Split(strings.TrimSpace(text.Truncate(text.Clean(s), 4*mostInline+1)), "`")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 1 && i < len(parts)-1:
			b.WriteString(span(part))
		case i%2 == 1:
			b.WriteString("&#96;" + inlineActive().Replace(part))
		case i == 0:
			b.WriteString(plain(part))
		default:
			b.WriteString(inlineActive().Replace(part))
		}
	}
	return b.String()
}

// span writes a text as code within a line: nothing in it is markup, and its fence is
// longer than any run of backticks in it.
func span(s string) string {
	s = strings.TrimSpace(text.Clean(s))
	if s == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// fenced writes lines as a block of code.
func fenced(lines []string) string {
	code := text.CleanLines(strings.Join(lines, "\n"))
	fence := strings.Repeat("`", max(longestRun(code)+1, 3))
	return fence + "\n" + code + "\n" + fence + "\n"
}

func longestRun(s string) int {
	longest, run := 0, 0
	for _, c := range s {
		if c != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
