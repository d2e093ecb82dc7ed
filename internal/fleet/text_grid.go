package fleet

import (
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/text"
)

// grid prints the matrix with a row for each cluster and a column for each battery.
func (p *page) grid(f Fleet) {
	if len(f.Batteries) == 0 {
		return
	}
	const names = 30
	per := (width - names) / 2
	for from := 0; from < len(f.Batteries); from += per {
		columns := f.Batteries[from:min(from+per, len(f.Batteries))]
		p.gridHead(columns, names)
		for _, i := range f.order() {
			c := f.Clusters[i]
			_, status := c.headline()
			name := text.TruncateStart(text.Clean(c.Name), names-2)
			parts := []string{p.paint(status, name), strings.Repeat(" ", max(0, names-utf8.RuneCountInString(name)))}
			for _, b := range columns {
				parts = append(parts, p.paint(b.Cells[i].Status(), b.Cells[i].sign()), " ")
			}
			p.line(parts...)
		}
		p.line()
	}
	p.line("+ established so far, G must-have gap, g lesser gap, ? not judged, w waived,")
	p.line("- nothing to judge.")
	p.line()
}

// gridHead prints the names of batteries from the top down.
func (p *page) gridHead(columns []Battery, names int) {
	height := 0
	for _, b := range columns {
		height = max(height, utf8.RuneCountInString(text.Clean(b.Name)))
	}
	for y := range height {
		line := strings.Repeat(" ", names)
		for _, b := range columns {
			letters := []rune(text.Clean(b.Name))
			letter := " "
			if at := y - (height - len(letters)); at >= 0 {
				letter = string(letters[at])
			}
			line += letter + " "
		}
		p.line(line)
	}
}

// sign is the cell in one character.
func (c Cell) sign() string {
	switch {
	case !c.Judged, c.Then == "unknown", c.Then == "error":
		return "?"
	case c.Must:
		return "G"
	case c.Then == "gap":
		return "g"
	case c.Then == "waived":
		return "w"
	case c.Reached != "":
		return "+"
	}
	return "-"
}
