package text

import (
	"strings"
	"unicode"
)

// RedactURLs cuts from every URL in a text what can be a secret: the user and password before
// its host, and its query and fragment, such as the signature of a link to a store.
func RedactURLs(s string) string {
	at := strings.Index(s, "://")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(s, "://") {
		b.WriteString(s[:at+3])
		s = s[at+3:]
		end := urlEnd(s)
		b.WriteString(withoutSecrets(s[:end]))
		s = s[end:]
	}
	b.WriteString(s)
	return b.String()
}

// urlEnd is where a URL ends in a text: at a space, a quote, or the next URL inside it.
func urlEnd(s string) int {
	if next := strings.Index(s, "://"); next >= 0 {
		s = s[:next]
	}
	if end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'`<>", r) }); end >= 0 {
		return end
	}
	return len(s)
}

// withoutSecrets returns a URL, from its host on, without user, query and fragment.
func withoutSecrets(s string) string {
	for at := userEnd(s); at > 0; at = userEnd(s) {
		s = s[at:]
	}
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i+1] + ellipsis
	}
	return s
}

// userEnd is where the user and password before a URL's host end, 0 when there are none.
func userEnd(s string) int {
	host, _, _ := strings.Cut(s, "/")
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		return i + 1
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 && password(host) {
		return i + 1 // a slash in a password
	}
	return 0
}

// password reports whether what stands before the first slash of a URL looks like the
// beginning of user:password: something follows the colon that is no port.
func password(host string) bool {
	_, after, ok := strings.Cut(host, ":")
	return ok && strings.Trim(after, "0123456789") != "" && !strings.HasPrefix(host, "[")
}
