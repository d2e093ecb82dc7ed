package fleet

import (
	"github.com/kready/kready/internal/text"
)

// changes say what is different since an earlier report, each section with how many things.
func (p *htmlPage) changes(b Baseline) {
	p.Add("<section aria-labelledby=\"baseline\">\n<h2 id=\"baseline\">Since the baseline</h2>\n<p class=\"lead\">{}: {}.</p>", text.Clean(b.Describe()), b.counts())
	for _, note := range b.Notes {
		p.Add("\n<p>{} ({})</p>", text.Clean(text.Sentence(note.Note)), text.Clean(text.Few(note.Clusters)))
	}
	sections := b.sections()
	if len(sections) == 0 {
		p.Add("\n<p>Nothing changed.</p>")
	}
	for _, s := range sections {
		p.Add("\n<h3>{}</h3>\n<ul class=\"changes\">", s.title)
		for _, item := range s.items {
			p.Add("\n<li>")
			if item.label != "" {
				badge := item.status
				if item.label == "GAP" {
					badge += " must"
				}
				p.Add("<span class=\"badge {}\">{}</span> ", badge, item.label)
			}
			if item.subject != "" {
				p.Add("<b>{}</b> ", text.Clean(item.subject))
			}
			p.Add("{}</li>", text.Clean(item.where(true)))
		}
		p.Add("\n</ul>")
	}
	p.Add("\n</section>\n\n")
}
