package inventory

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// channel is a word that some projects put before the version in their tags.
	channel = regexp.MustCompile(`^(?:stable|edge|release|controller|version|distroless)[-_]`)
	// numbers is a version's body: its first part begins with a digit, as in 1.31.2.
	numbers = regexp.MustCompile(`^\d[0-9A-Za-z.]*`)
	// dated is a tag that is a day.
	dated = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)
	// early is a suffix that belongs to the version; all others name a distribution.
	early = regexp.MustCompile(`^-(?:alpha|beta|rc|pre|preview|dev)[.\d]*(?:$|[-_])`)
)

// normalizeVersion brings a tag to a version without "v" and without the suffixes by which
// distributors mark their builds. A tag that names no version gives "".
func normalizeVersion(tag, prefix string) string {
	s := strings.TrimPrefix(tag, prefix)
	s = channel.ReplaceAllString(s, "")
	if rest, ok := strings.CutPrefix(s, "v"); ok {
		s = rest
	}
	if day := dated.FindString(s); day != "" {
		return day
	}
	body := numbers.FindString(s)
	if body == "" || hexadecimal(strings.TrimRight(body, ".")) {
		return ""
	}
	if suffix := early.FindString(s[len(body):]); suffix != "" {
		body += strings.TrimRight(suffix[:1]+strings.TrimRight(suffix[1:], "-_"), ".")
	}
	return strings.TrimRight(body, ".")
}

// hexadecimal reports whether a body looks like a commit: long, without a dot, and
// with letters.
func hexadecimal(body string) bool {
	const short = 7
	return len(body) >= short && !strings.Contains(body, ".") && strings.ContainsAny(body, "abcdef")
}

// atLeast compares two versions by their numbers.
func atLeast(version, lowest string) bool {
	have, want := strings.FieldsFunc(version, notDigit), strings.FieldsFunc(lowest, notDigit)
	for i := range want {
		if i >= len(have) {
			return false
		}
		a, _ := strconv.Atoi(have[i])
		b, _ := strconv.Atoi(want[i])
		if a != b {
			return a > b
		}
	}
	return true
}

func notDigit(r rune) bool { return r < '0' || r > '9' }
