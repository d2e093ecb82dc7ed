package format

// check writes one check: folded, its outcome; unfolded, all that a reader needs.
func (p *htmlPage) check(c htmlCheck) {
	badge := c.Status
	if c.Word == "GAP" {
		badge += " must"
	}
	p.Add("\n<details class=\"check {}\" data-tier=\"{}\" data-status=\"{}\" data-battery=\"{}\">\n", c.Status, c.Tier, c.Status, c.Battery)
	p.Add("<summary><span class=\"badge {}\">{}</span>\n<span class=\"gist\"><h3>{}</h3><span class=\"reason\">{}</span></span>\n<span class=\"tags\">{} · {}",
		badge, c.Word, c.ID, c.Reason, c.Tier, c.Level)
	if c.Trend != "" {
		p.Add(" · <b>{}</b>", c.Trend)
	}
	p.Add("</span></summary>\n")
	p.Add("<div class=\"body\" id=\"{}\">", c.ID)
	if c.Waiver != "" {
		p.Add("\n<p class=\"waiver\">{}</p>", c.Waiver)
	}
	p.Add("\n<p class=\"asks\">Asked: {} <a href=\"{}\">Link to this check</a></p>", c.Title, c.Href)
	if c.Because != "" {
		p.Add("\n<p>Decided by <a href=\"{}\">{}</a>.</p>", c.BecauseHref, c.Because)
	}
	p.findings("What was seen", c.Seen)
	if len(c.Following) > 0 {
		p.Add("\n<h4>What follows from it</h4>\n<ul class=\"seen\">")
		for _, f := range c.Following {
			p.Add("\n<li><a href=\"{}\">{}</a></li>", f.Href, f.Text)
		}
		p.Add("\n</ul>")
	}
	p.findings("Seen and waived", c.WaivedSeen)
	if c.Remedy != "" {
		p.Add("\n<h4>How to close the gap</h4>\n")
		p.AddHTML(c.Remedy)
	}
	if c.Why != "" {
		p.Add("\n<h4>Why it matters, and how it is judged</h4>\n")
		p.AddHTML(c.Why)
	}
	p.links(c.Links)
	if c.AsWaiver != "" {
		p.Add("\n<details class=\"waive\"><summary>Copy as a waiver</summary>\n<p>Accepts it for a time, under <code>waivers:</code> in kready.yaml, once it has an owner and a reason.</p>\n<pre><code>{}</code></pre>\n<p><button type=\"button\" class=\"copy\" hidden>Copy</button> <span role=\"status\"></span></p>\n</details>", c.AsWaiver)
	}
	p.Add("\n</div>\n</details>\n")
}

func (p *htmlPage) findings(title string, all []htmlFinding) {
	if len(all) == 0 {
		return
	}
	p.Add("\n<h4>{}</h4>\n<ul class=\"seen\">", title)
	for _, s := range all {
		p.Add("\n<li>")
		if s.Object != "" {
			p.Add("<code>{}</code>", s.Object)
			if s.Message != "" {
				p.Add(": ")
			}
		}
		p.Add("{}", s.Message)
		if s.Cause != "" {
			p.Add("<br>{}", s.Cause)
		}
		p.Add("</li>")
	}
	p.Add("\n</ul>")
}

func (p *htmlPage) links(all []htmlLink) {
	if len(all) == 0 {
		return
	}
	p.Add("\n<h4>See</h4>\n<ul class=\"links\">")
	for _, l := range all {
		if l.Web {
			p.Add("\n<li><a href=\"{}\">{}</a></li>", l.Text, l.Text)
		} else {
			p.Add("\n<li>{}</li>", l.Text)
		}
	}
	p.Add("\n</ul>")
}
