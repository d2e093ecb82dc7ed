// Package webpage writes HTML documents that are one file, load nothing from anywhere,
// and run nothing but the script that they are written with.
package webpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.html.tmpl
var skeleton string

// base is the style that all pages share: colours, type, tables, paper.
//
//go:embed base.css
var base string

var document = template.Must(template.New("page").Parse(skeleton))

// Page is a document. Style and Script come from kready's own source, never from what
// was read in a cluster.
type Page struct {
	Title string
	// Style is CSS that is added to what all pages share.
	Style string
	// Script is JavaScript, run at the end of the body; "" for none.
	Script string
	Body   template.HTML
}

// Write writes the whole document.
func (p Page) Write(w io.Writer) error {
	style := base + p.Style
	policy := "default-src 'none'; style-src " + hash(style) + "; script-src 'none'"
	if p.Script != "" {
		policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(p.Script)
	}
	err := document.Execute(w, map[string]any{
		"Title": p.Title, "Body": p.Body,
		"Policy": policy + "; base-uri 'none'; form-action 'none'",
		"Style":  template.CSS(style), "Script": template.JS(p.Script), //nolint:gosec // embedded in the binary
	})
	if err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// hash names a text by its content, as a Content-Security-Policy does.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
