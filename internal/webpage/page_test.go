package webpage

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"
)

// TestPolicy: the page's policy lets exactly its own style and script through, byte for
// byte as a browser hashes them, and nothing is left that one would fetch.
func TestPolicy(t *testing.T) {
	for name, script := range map[string]string{"script": "if (1 < 2 && \"</p>\") { go(); }\n", "no script": ""} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := (Page{Title: "<x> & y", Style: "p > b { color: red }\n", Script: script, Body: HTML("<p>x</p>")}).Write(&b); err != nil {
				t.Fatal(err)
			}
			out := b.String()
			policy := html.UnescapeString(between(t, out, `http-equiv="Content-Security-Policy" content="`, `"`))
			if !strings.HasPrefix(policy, "default-src 'none'; ") {
				t.Errorf("the policy is %q", policy)
			}
			if want := "style-src " + sha(between(t, out, "<style>", "</style>")); !strings.Contains(policy, want) {
				t.Errorf("no %s in %q", want, policy)
			}
			want := "script-src 'none'"
			if script != "" {
				want = "script-src " + sha(between(t, out, "<script>", "</script>"))
			}
			if !strings.Contains(policy, want) {
				t.Errorf("no %s in %q", want, policy)
			}
			if !strings.Contains(out, "<title>&lt;x&gt; &amp; y</title>") {
				t.Error("the title is not escaped")
			}
			if found := regexp.MustCompile(`(?i) (src|href|style|on[a-z]+)=|url\(|@import`).FindString(out); found != "" {
				t.Errorf("the bare page holds %q", found)
			}
		})
	}
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func between(t *testing.T, text, start, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, start)
	inner, _, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("no %s…%s", start, end)
	}
	return inner
}

func TestMarkdown(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"words":       {"Use `a <b>` and **c**.\n\n- one\n- two", "<p>Use <code>a &lt;b&gt;</code> and <strong>c</strong>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"},
		"code":        {"Run:\n\n    kubectl get <name>\n    next", "<p>Run:</p>\n<pre><code>kubectl get &lt;name&gt;\nnext\n</code></pre>\n"},
		"heading":     {"# Big *one*", "<p><strong>Big <em>one</em></strong></p>\n"},
		"link":        {"[a](https://example.com/?a=1&b=\"2\")", "<p><a href=\"https://example.com/?a=1&amp;b=%222%22\">a</a></p>\n"},
		"script link": {"[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x)", "<p><a href=\"\">a</a> <a href=\"\">b</a> <a href=\"\">c</a></p>\n"},
		"picture":     {"![a picture](https://example.com/x.png)", "<p>a picture</p>\n"},
		"raw":         {"a <script>alert(1)</script> b\n\n<img src=x onerror=alert(1)>", "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>\n<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"},
		"raw block":   {"<script>\n\nalert(1)\n</script>\nx", "<p>&lt;script&gt;\n\nalert(1)\n&lt;/script&gt;</p>\n<p>x</p>\n"},
		"placeholder": {"it stays <pending> for ever", "<p>it stays &lt;pending&gt; for ever</p>\n"},
		"attributes":  {"# x {onclick=alert(1)}", "<p><strong>x {onclick=alert(1)}</strong></p>\n"},
	} {
		got, err := Markdown(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
