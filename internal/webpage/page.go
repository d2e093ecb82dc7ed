// Package webpage writes HTML documents that are one file, load nothing from anywhere,
// and run nothing but the script that they are written with.
package webpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
)

// base is the style that all pages share: colours, type, tables, paper.
//
//go:embed base.css
var base string

// Page is a document. Style and Script come from kready's own source, never from what
// was read in a cluster.
type Page struct {
	Title string
	// Style is CSS that is added to what all pages share.
	Style string
	// Script is JavaScript, run at the end of the body; "" for none.
	Script string
	Body   HTML
}

// Write writes the whole document.
func (p Page) Write(w io.Writer) error {
	style := base + p.Style
	scripts := "'none'"
	if p.Script != "" {
		scripts = hash(p.Script)
	}
	var m Markup
	m.Add(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{}</title>
`, "default-src 'none'; style-src "+hash(style)+"; script-src "+scripts+"; base-uri 'none'; form-action 'none'", p.Title)
	m.AddHTML(HTML("<style>" + style + "</style>\n</head>\n<body>\n"))
	m.AddHTML(p.Body)
	m.Add("\n")
	if p.Script != "" {
		m.AddHTML(HTML("<script>" + p.Script + "</script>\n"))
	}
	m.Add("</body>\n</html>\n")
	if _, err := io.WriteString(w, string(m.HTML())); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// hash names a text by its content, as a Content-Security-Policy does.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
