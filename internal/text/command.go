package text

import (
	"regexp"
	"slices"
	"strings"
)

// longestCommand is how many lines a command may take; one whose end is not among them is taken for one line.
const longestCommand = 200

// CommandLength returns how many of the lines are those of the first command of a shell: a backslash, an operator
// at the end of a line, an open quote or an open loop carries it on, and a here-document up to the line that ends it.
func CommandLength(lines []string) int {
	var s shell
	for i, line := range lines[:min(len(lines), longestCommand)] {
		s.read(line)
		if !s.open() {
			return i + 1
		}
	}
	return min(1, len(lines))
}

// shell is what a command's lines have left open.
type shell struct {
	quote rune
	// until is the line that ends a here-document.
	until   string
	carried bool
	blocks  int
}

func (s *shell) open() bool { return s.quote != 0 || s.until != "" || s.carried || s.blocks > 0 }

// hereDocument matches its operator, with the word that ends it.
var hereDocument = regexp.MustCompile(`(?:^|[^<])<<-?[ \t]*["'\\]?([A-Za-z_][A-Za-z0-9_]*)`)

// read takes the next line.
func (s *shell) read(line string) {
	if s.until != "" {
		if strings.TrimLeft(line, "\t") == s.until {
			s.until = ""
		}
		return
	}
	bare := s.outsideQuotes(line)
	if at := hereDocument.FindStringSubmatch(line); at != nil && strings.Contains(bare, "<<") {
		s.until = at[1]
	}
	for part := range strings.SplitSeq(bare, ";") {
		words := strings.Fields(part)
		switch {
		case len(words) == 0:
		case slices.Contains([]string{"for", "while", "until", "if", "case"}, words[0]):
			s.blocks++
		case slices.Contains([]string{"done", "fi", "esac"}, words[0]):
			s.blocks--
		}
	}
	bare = strings.TrimRight(bare, " \t")
	s.carried = strings.HasSuffix(bare, `\`) || strings.HasSuffix(bare, "|") || strings.HasSuffix(bare, "&&")
}

// outsideQuotes is a line without what is between quotes and without its comment.
func (s *shell) outsideQuotes(line string) string {
	var bare strings.Builder
	escaped, before := false, ' '
	for _, r := range line {
		switch {
		case escaped:
			escaped = false
		case s.quote != 0:
			escaped = r == '\\' && s.quote == '"'
			if r == s.quote {
				s.quote = 0
			}
		case r == '\'' || r == '"':
			s.quote = r
		case r == '#' && (before == ' ' || before == '\t'):
			return bare.String()
		default:
			escaped = r == '\\'
			bare.WriteRune(r)
		}
		before = r
	}
	return bare.String()
}
