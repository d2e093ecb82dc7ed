package fleet

import (
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/text"
)

// matrix prints as many tables as it takes to fit all clusters.
func (p *page) matrix(f Fleet) {
	if len(f.Batteries) == 0 {
		return
	}
	n := len(f.Clusters)
	tables := (n + perPage - 1) / perPage
	per := (n + tables - 1) / tables
	for from := 0; from < n; from += per {
		p.table(f, from, min(from+per, n), (width-label)/per-2)
	}
	p.line("\"present, then GAP\" is what is established, and what stands above it. GAP is a")
	p.line("must-have, gap a lesser one; - is not there to judge, or was not asked.")
	p.line()
}

// table prints the clusters from one to before another, in columns of a size.
func (p *page) table(f Fleet, from, to, size int) {
	p.row("BATTERY", to-from, size, func(i int) ([]string, string) {
		return wrap(text.Clean(f.Clusters[from+i].Name), size), ""
	})
	judged := false
	p.row("verdict", to-from, size, func(i int) ([]string, string) {
		c := f.Clusters[from+i]
		judged = judged || c.Verdict != nil
		word, status := c.headline()
		return append([]string{word}, wrap(text.Clean(c.Error), size)...), status
	})
	for _, b := range f.Batteries {
		if !judged {
			break
		}
		p.row(text.Clean(b.Name), to-from, size, func(i int) ([]string, string) {
			c := b.Cells[from+i]
			lines := wrap(c.Progress(), size)
			for _, product := range c.Products {
				lines = append(lines, wrap(text.Clean(product.String()), size)...)
			}
			return lines, c.Status()
		})
	}
	p.line()
}

// row prints one battery: a cell is a few lines, of which the first is painted.
func (p *page) row(name string, cells, size int, cell func(int) ([]string, string)) {
	names := wrap(name, label-1)
	height := len(names)
	all := make([][]string, cells)
	statuses := make([]string, cells)
	for i := range all {
		all[i], statuses[i] = cell(i)
		height = max(height, len(all[i]))
	}
	for y := range height {
		parts := []string{pad(at(names, y), label)}
		for i, lines := range all {
			s := pad(at(lines, y), size+2)
			if word := strings.TrimRight(s, " "); y == 0 && statuses[i] != "" && word != "" {
				s = p.paint(statuses[i], word) + s[len(word):]
			}
			parts = append(parts, s)
		}
		p.line(parts...)
	}
}

// at is a line, or nothing when there are not so many.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// pad fills a text up to size runes.
func pad(s string, size int) string {
	return s + strings.Repeat(" ", max(size-utf8.RuneCountInString(s), 0))
}

// wrap breaks a text into lines of at most size runes, and words that are longer.
func wrap(s string, size int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= size {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		rest := []rune(word)
		for len(rest) > size {
			lines = append(lines, string(rest[:size]))
			rest = rest[size:]
		}
		line = string(rest)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
