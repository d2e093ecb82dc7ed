package text

import (
	"strings"
	"testing"
)

func TestRedactURLs(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "no URL": "no URL", "user@host:1": "user@host:1",
		"https://example.com/a/b":                                  "https://example.com/a/b",
		"https://u:pw@example.com:8443/a":                          "https://example.com:8443/a",
		"a https://u:p@w@example.com/a b":                          "a https://example.com/a b",
		"https://u:p/w@example.com/a":                              "https://example.com/a",
		`Get "https://h/x?X-Amz-Signature=S": EOF`:                 `Get "https://h/x?…": EOF`,
		"postgres://u:pw@db/x?sslmode=off#frag and redis://:pw@r/": "postgres://db/x?… and redis://r/",
		"https://h/x#token=S":                                      "https://h/x#…",
		"docker://reg.example.com/a@sha256:00":                     "docker://reg.example.com/a@sha256:00",
		"docker://reg.example.com:5000/a@sha256:00":                "docker://reg.example.com:5000/a@sha256:00",
		"http://[::1]:80/x@y":                                      "http://[::1]:80/x@y",
		"https://a@b/https://u:pw@c/":                              "https://b/https://c/",
		"https://a@b:p/w@example.com/x":                            "https://example.com/x",
		"://@:A/@":                                                 "://",
		"://":                                                      "://",
	} {
		if got := RedactURLs(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzRedactURLs(f *testing.F) {
	f.Add("https://u:SECRET@h/x?a=SECRET#SECRET")
	f.Add("a://b://c:SECRET@d")
	f.Fuzz(func(t *testing.T, s string) {
		once := RedactURLs(s)
		if twice := RedactURLs(once); twice != once {
			t.Errorf("%q: %q, and again %q", s, once, twice)
		}
		if got := RedactURLs("https://" + strings.Join(strings.FieldsFunc(s, func(r rune) bool { return true }), "") + "u:SECRETPASSWORD@h/?q=SECRETPASSWORD"); strings.Contains(got, "SECRETPASSWORD") {
			t.Errorf("%q", got)
		}
	})
}
