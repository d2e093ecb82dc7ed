package webpage

import (
	"fmt"
	"slices"
	"strings"
)

// HTML is markup that may be written into a page as it is.
type HTML string

// literal is markup of kready's own. Its type is not exported, so that other packages can
// pass constants only, never what was read in a cluster.
type literal string

// Markup builds HTML out of literals and of values, which are escaped. Its zero value is
// ready for use.
type Markup struct{ b strings.Builder }

// HTML returns what was added.
func (m *Markup) HTML() HTML { return HTML(m.b.String()) }

// AddHTML adds markup as it is.
func (m *Markup) AddHTML(h HTML) { m.b.WriteString(string(h)) }

// Add adds a literal with a value for each {} in it: a text between tags, a part of an
// attribute in double quotes, or a whole href. An href leads to a page of the web, to a
// mail address, or to a place on the page itself; any other becomes "#". Add panics when
// a {} stands elsewhere, when a tag is left open, and when their number is not that of the
// values: the literal is wrong then, whatever the values are.
func (m *Markup) Add(markup literal, values ...string) {
	rest := string(markup)
	tag := "" // the tag that is open, as far as it is written
	for _, value := range values {
		before, after, found := strings.Cut(rest, "{}")
		if !found {
			panic(fmt.Sprintf("more values than places: %s", markup))
		}
		tag = openTag(tag + before)
		m.b.WriteString(before)
		m.b.WriteString(escapeIn(tag, value, markup))
		rest = after
		if tag != "" {
			tag += "x" // the value, as far as it matters for what follows
		}
	}
	if strings.Contains(rest, "{}") || openTag(tag+rest) != "" {
		panic(fmt.Sprintf("more places than values, or an open tag: %s", markup))
	}
	m.b.WriteString(rest)
}

// openTag returns the last tag of markup when it is not closed, else "".
func openTag(markup string) string {
	start := strings.LastIndexByte(markup, '<')
	if start < 0 || strings.IndexByte(markup[start:], '>') >= 0 {
		return ""
	}
	return markup[start:]
}

// escapeIn escapes a value for the place behind an open tag, or between tags for "".
func escapeIn(tag, value string, markup literal) string {
	if tag == "" {
		return escape(value)
	}
	if strings.Count(tag, `"`)%2 == 0 {
		panic(fmt.Sprintf("a value outside of quotes: %s", markup))
	}
	name, written, _ := cutLast(tag, `="`)
	name = name[strings.LastIndexByte(name, ' ')+1:]
	switch {
	case name == "href" && written == "":
		return escape(link(value))
	case slices.Contains([]string{"class", "content", "id", "value", "aria-labelledby", "aria-describedby"}, name), strings.HasPrefix(name, "data-"):
		return escape(value)
	}
	panic(fmt.Sprintf("a value in the attribute %s: %s", name, markup))
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// escape takes the meaning from all that is markup, between tags and within quotes.
func escape(s string) string {
	return strings.NewReplacer("\x00", "\ufffd", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// link returns an address with what cannot stand in one escaped, or "#" where following
// it could run something.
func link(address string) string {
	scheme, _, has := strings.Cut(address, ":")
	if !strings.HasPrefix(address, "#") && (!has || !slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme))) {
		return "#"
	}
	var b strings.Builder
	for i := range len(address) {
		c := address[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~!#$&*+,/:;=?@[]", c) >= 0,
			c == '%' && i+2 < len(address) && isHex(address[i+1]) && isHex(address[i+2]):
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
