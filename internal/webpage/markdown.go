package webpage

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// Markdown renders a text as HTML that is safe whoever wrote it: raw HTML
// becomes the text that it is, links that would run something are removed, pictures
// become their description, and headings become bold paragraphs, so that the headings of
// the page around it stay in order.
func Markdown(text string) (HTML, error) {
	md := goldmark.New(goldmark.WithRendererOptions(
		renderer.WithNodeRenderers(util.Prioritized(plain{}, 1)),
	))
	var b bytes.Buffer
	if err := md.Convert([]byte(text), &b); err != nil {
		return "", fmt.Errorf("rendering Markdown: %w", err)
	}
	return HTML(b.String()), nil
}

// plain renders what goldmark would take further than a page of kready's may go.
type plain struct{}

// RegisterFuncs is called by goldmark.
func (plain) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tags := "</strong></p>\n"
		if entering {
			tags = "<p><strong>"
		}
		_, err := w.WriteString(tags)
		return ast.WalkContinue, err
	})
	// The children of a picture are its description.
	r.Register(ast.KindImage, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkSkipChildren, nil
		}
		_, err := w.Write(util.EscapeHTML(n.(*ast.RawHTML).Segments.Value(source)))
		return ast.WalkSkipChildren, err
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			_, err := w.WriteString("</p>\n")
			return ast.WalkContinue, err
		}
		block := n.(*ast.HTMLBlock)
		text := block.Lines().Value(source)
		if block.HasClosure() {
			text = append(text, block.ClosureLine.Value(source)...)
		}
		_, err := w.WriteString("<p>" + string(util.EscapeHTML(bytes.TrimSpace(text))))
		return ast.WalkContinue, err
	})
}
