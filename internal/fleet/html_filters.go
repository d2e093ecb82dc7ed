package fleet

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// filters writes the form that the page's script shows.
func (p *htmlPage) filters(f Fleet) {
	var distributions, versions, batteries, products []string
	for _, c := range f.Clusters {
		if c.Target != nil {
			distributions = append(distributions, c.Target.DistributionTitle)
			versions = append(versions, c.Target.Version)
		}
	}
	for _, b := range f.Batteries {
		batteries = append(batteries, b.Name)
		for _, c := range b.Cells {
			for _, product := range c.Products {
				products = append(products, product.Title)
			}
		}
	}
	p.Add("<form id=\"filters\" role=\"search\" aria-label=\"Find clusters\" hidden>\n<p class=\"line\"><label class=\"grow\">Name <input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>")
	p.Add("\n<label>Verdict <select id=\"verdict\"><option value=\"\">all</option>")
	for _, word := range f.words() {
		p.Add("<option>{}</option>", word)
	}
	p.Add("</select></label>\n<label>Distribution <select id=\"distribution\">")
	p.choices(distributions)
	p.Add("</select></label>\n<label>Version <select id=\"version\">")
	p.choices(versions)
	p.Add("</select></label>\n<label>Battery that is not well <select id=\"battery\">")
	p.choices(batteries)
	p.Add("</select></label>\n<label>Product <select id=\"product\">")
	p.choices(products)
	p.Add("</select></label>")
	for _, key := range f.labelKeys() {
		var values []string
		for _, c := range f.Clusters {
			values = append(values, c.Labels[key])
		}
		p.Add("\n<label>{} <select class=\"label\" data-key=\"{}\">", text.Clean(key), oneWord(key))
		p.choices(values)
		p.Add("</select></label>")
	}
	p.Add(`
<label>Gaps of tier <select id="tier"><option value="">all</option><option value="must">must-have</option><option value="should">should-have</option><option value="could">nice-to-have</option></select></label>
<button type="reset">Show all</button></p>
</form>
<p id="found" role="status" aria-live="polite"></p>
`)
}

// choices are what there is to choose from, each once.
func (p *htmlPage) choices(all []string) {
	slices.Sort(all)
	p.Add("<option value=\"\">all</option>")
	for _, one := range slices.Compact(all) {
		if one != "" {
			p.Add("<option>{}</option>", oneWord(one))
		}
	}
}

// words are what came out of the clusters, the worst first.
func (f Fleet) words() []string {
	var all []string
	for _, i := range f.order() {
		if word, _ := f.Clusters[i].headline(); !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

// oneWord is a value without the bar that separates those of a list.
func oneWord(value string) string { return strings.ReplaceAll(text.Clean(value), "|", "/") }

// joined are names in one attribute, which the script takes apart at the bars.
func joined(names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, oneWord(name))
	}
	return "|" + strings.Join(all, "|") + "|"
}

// labelList are the labels of a cluster in one attribute.
func (c Cluster) labelList() string {
	var all []string
	for key, value := range c.Labels {
		all = append(all, oneWord(key)+"="+oneWord(value))
	}
	slices.Sort(all)
	return joined(all)
}
