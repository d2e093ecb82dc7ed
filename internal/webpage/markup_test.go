package webpage

import (
	"html/template"
	"strings"
	"testing"
)

// hostileValues try to end the place that they are written to.
func hostileValues() []string {
	return []string{
		"", "plain", `"><script>alert(1)</script>`, `' onclick='alert(1)`, "<img src=x onerror=alert(1)>", "&lt;b&gt;", "</title></style></script>",
		"<!-- x", "-->", "]]>", "{}", "{{.}}", "${1}", "\x00\x07\n\t", "\xff\xfe", "é\u202e𝄞", "a+b c", "+ADw-script+AD4-", "`x`", "\\",
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>", "vbscript:x",
		"//evil.example", "/path", "relative", "#", "#a/b", "#\" onclick=\"x", "https://example.com/?a=1&b='2'#c(d)", "http://x/%41%zz", "mailto:a@b.example", "https:evil",
	}
}

// TestMarkupEscapes: a value is written as html/template writes it, which no shipped code
// links, except for addresses that that lets through and that leave the page unasked.
func TestMarkupEscapes(t *testing.T) {
	reference := template.Must(template.New("x").Parse(`<p class="a {{.}}" data-x="{{.}}">{{.}}</p><title>{{.}}</title><a href="{{.}}">x</a>`))
	for _, value := range hostileValues() {
		var want strings.Builder
		if err := reference.Execute(&want, value); err != nil {
			t.Fatal(err)
		}
		var m Markup
		m.Add(`<p class="a {}" data-x="{}">{}</p><title>{}</title><a href="{}">x</a>`, value, value, value, value, value)
		head, address, _ := strings.Cut(string(m.HTML()), "<a href=")
		wantHead, wantAddress, _ := strings.Cut(want.String(), "<a href=")
		if head != wantHead {
			t.Errorf("%q:\n%s\nwant\n%s", value, head, wantHead)
		}
		if address != wantAddress && address != `"#">x</a>` {
			t.Errorf("%q leads to %s, want %s", value, address, wantAddress)
		}
	}
}

// TestMarkupLinks: a link leads to the web, to a mail address or to the page itself.
func TestMarkupLinks(t *testing.T) {
	for _, value := range hostileValues() {
		var m Markup
		m.Add(`<a href="{}">x</a>`, value)
		got := strings.TrimSuffix(strings.TrimPrefix(string(m.HTML()), `<a href="`), `">x</a>`)
		allowed := false
		for _, start := range []string{"#", "http:", "https:", "mailto:"} {
			allowed = allowed || strings.HasPrefix(got, start)
		}
		if !allowed || strings.ContainsAny(got, "\"'<> \n\x00") {
			t.Errorf("%q leads to %q", value, got)
		}
	}
}

// TestMarkupRefuses: a value cannot be put where it is not known how to escape it.
func TestMarkupRefuses(t *testing.T) {
	for name, add := range map[string]func(*Markup){
		"a handler":          func(m *Markup) { m.Add(`<p onclick="{}">x</p>`, "x") },
		"a style":            func(m *Markup) { m.Add(`<p style="{}">x</p>`, "x") },
		"a source":           func(m *Markup) { m.Add(`<img src="{}">`, "x") },
		"no quotes":          func(m *Markup) { m.Add(`<p class={}>x</p>`, "x") },
		"a name":             func(m *Markup) { m.Add(`<p {}="x">x</p>`, "x") },
		"a tag":              func(m *Markup) { m.Add(`<{}>`, "x") },
		"a part of an href":  func(m *Markup) { m.Add(`<a href="https://{}">x</a>`, "x") },
		"two in an href":     func(m *Markup) { m.Add(`<a href="{}{}">x</a>`, "#", "x") },
		"an open tag":        func(m *Markup) { m.Add(`<p class="{}"`, "x") },
		"values missing":     func(m *Markup) { m.Add(`<p>{}</p>`) },
		"values left":        func(m *Markup) { m.Add(`<p></p>`, "x") },
		"an open later tag":  func(m *Markup) { m.Add(`<p>{}</p><p class="`, "x") },
		"a second attribute": func(m *Markup) { m.Add(`<a href="{}" onclick="{}">x</a>`, "#", "x") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it is taken")
				}
			}()
			add(&Markup{})
		})
	}
}
