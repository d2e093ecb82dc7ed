package format

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

// elements are all that a page of kready's is made of, with their attributes. What
// makes a browser fetch or run something is not among them.
var elements = map[string][]string{
	"html": {"lang"}, "head": {}, "meta": {"charset", "http-equiv", "name", "content"}, "title": {}, "style": {}, "body": {}, "script": {},
	"a": {"class", "href"}, "header": {}, "nav": {"aria-label"}, "main": {"id", "tabindex"}, "footer": {}, "section": {"class", "aria-labelledby"},
	"h1": {}, "h2": {"id"}, "h3": {}, "h4": {}, "p": {"class", "id", "role", "aria-live"}, "dl": {"class"}, "dt": {}, "dd": {}, "ul": {"class"}, "li": {}, "br": {},
	"b": {}, "i": {}, "strong": {}, "em": {"class"}, "small": {"aria-hidden"}, "code": {}, "pre": {}, "span": {"class", "aria-hidden", "role", "id"},
	"table": {"class", "role", "aria-labelledby"}, "thead": {"role"}, "tbody": {"role"}, "tr": {"role"}, "th": {"role", "scope", "class"}, "td": {"role", "class"},
	"form": {"id", "role", "aria-label", "hidden"}, "label": {"class"}, "input": {"type", "id", "name", "value", "checked", "autocomplete", "spellcheck"},
	"select": {"id"}, "option": {"value"}, "div": {"class", "id", "role", "aria-label", "hidden"}, "fieldset": {}, "legend": {}, "button": {"type", "id", "class", "role", "data-part", "aria-describedby", "hidden"},
	"details": {"class", "data-tier", "data-status", "data-battery"}, "summary": {},
}

// parsed renders a report and returns its elements, after holding them to the list.
func parsed(t *testing.T, r report.Report) (source string, nodes []*html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r); err != nil {
		t.Fatal(err)
	}
	source = b.String()
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		known, ok := elements[n.Data]
		if !ok {
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(known, a.Key) {
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("a link leads to %q", a.Val)
			}
		}
		nodes = append(nodes, n)
	}
	return source, nodes
}

// htmlContent renders what is a report's own on its page: neither style nor script.
func htmlContent(r report.Report) func(io.Writer) error {
	return func(w io.Writer) error {
		var b strings.Builder
		if err := HTML(&b, r); err != nil {
			return err
		}
		_, content, _ := strings.Cut(b.String(), "<body>\n")
		content, _, _ = strings.Cut(content, "<script>")
		_, err := io.WriteString(w, content)
		return err
	}
}

// TestHTMLIsWhole: every check is there once, under its own anchor, and every link inside
// of the page leads somewhere.
func TestHTMLIsWhole(t *testing.T) {
	for name, r := range reporttest.Samples() {
		t.Run(name, func(t *testing.T) {
			_, nodes := parsed(t, r)
			ids := map[string]int{}
			var links []string
			for _, n := range nodes {
				for _, a := range n.Attr {
					switch {
					case a.Key == "id":
						ids[a.Val]++
					case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
						links = append(links, a.Val[1:])
					}
				}
			}
			for _, x := range r.Results {
				if ids[x.ID] != 1 {
					t.Errorf("%s is there %d times", x.ID, ids[x.ID])
				}
			}
			for id, times := range ids {
				if times != 1 {
					t.Errorf("the id %s is there %d times", id, times)
				}
			}
			for _, link := range links {
				if ids[link] == 0 {
					t.Errorf("#%s leads nowhere", link)
				}
			}
		})
	}
}

// TestHTMLIsHostileProof: whatever the texts of a report hold, they stay texts.
func TestHTMLIsHostileProof(t *testing.T) {
	evil := "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[2J\u202e\x00\n</style></title>{{.}}${1}`"
	r := reporttest.Samples()["waived"]
	for i := range r.Results {
		x := &r.Results[i]
		x.ID += evil
		x.Title, x.Battery, x.Level, x.Reason, x.Because, x.Why, x.Remediation = evil, evil, evil, evil, evil, evil, evil
		x.Links = []string{"https://example.com/" + evil}
		x.Findings = []report.Finding{{Object: report.Object{Kind: evil, Namespace: evil, Name: evil}, Message: evil}}
		x.Waived = x.Findings
		if i == 2 {
			x.Tier, x.Status = evil, evil
		}
		if x.Waiver != nil {
			w := evilWaiver(evil)
			x.Waiver = &w
		}
	}
	for i := range r.Batteries {
		r.Batteries[i].Name, r.Batteries[i].Title, r.Batteries[i].Levels.Present = evil, evil, evil
		r.Batteries[i].Implementations = []report.Implementation{{Name: evil, Title: evil, Version: evil, State: evil, Namespace: evil}}
	}
	r.BlindSpots = []report.BlindSpot{{Facts: evil, Verb: evil, Resource: evil, Namespace: evil, Reason: evil, Message: evil}}
	r.Waivers = []report.Waiver{evilWaiver(evil)}
	r.Target.Name, r.Target.Server, r.Target.Version, r.Target.DistributionTitle, r.Tool, r.Profile = evil, evil, evil, evil, evil, evil
	source, nodes := parsed(t, r)
	for _, once := range []string{"script", "style", "title", "form", "main"} {
		if n := len(slices.DeleteFunc(slices.Clone(nodes), func(n *html.Node) bool { return n.Data != once })); n != 1 {
			t.Errorf("there are %d <%s>", n, once)
		}
	}
	if strings.ContainsAny(source, "\x1b\u202e\x00") {
		t.Error("a control character reaches the page")
	}
}

// evilWaiver has a text in each field.
func evilWaiver(evil string) report.Waiver {
	return report.Waiver{Check: evil, Battery: evil, Object: evil, Owner: evil, Reason: evil, Expires: evil, State: evil}
}

// TestHTMLSaysWhatText: what the terminal says of a gap, the page says as well.
func TestHTMLSaysWhatText(t *testing.T) {
	source, _ := parsed(t, reporttest.Samples()["waived"])
	source = html.UnescapeString(source)
	for _, want := range []string{
		"NOT READY", "1 must-have gap (exit 1)", "<b>1</b> must-have gap</a>", "<b>1</b> waived</a>", "2 agents miss nodes.",
		"<code>DaemonSet logging/agent</code>: misses 2 of 3 nodes: worker-1, worker-2", "Seen and waived", "<code>DaemonSet logging/old-agent</code>",
		"Waived until 2026-12-23 by net-team: The engine comes with the new CNI.", "The waiver of dns/ha on kube-system/kube-dns expired on 2026-11-20 and counts no more",
		"CoreDNS 1.15.0", "<code>helm install thing</code>",
	} {
		if !strings.Contains(source, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	_, passed, found := strings.Cut(source, `<h2 id="passed">`)
	if !found || strings.Contains(passed, "How to close the gap") {
		t.Error("a check that is no gap has a remedy")
	}
}

// TestHTMLBaseline: what changed is listed, links to its check, and stays a text.
func TestHTMLBaseline(t *testing.T) {
	if source, _ := parsed(t, reporttest.Samples()["gaps"]); strings.Contains(source, "Since the baseline") {
		t.Error("there is a baseline where none was given")
	}
	r := reporttest.Samples()["gaps"].WithBaseline(report.Baseline{Side: report.Side{Name: "last<night>.json"}, Changes: report.Changes{
		Notes:       []string{"the targets differ: " + reporttest.Hostile},
		ChangedGaps: []report.Change{{ID: "logs/coverage", Battery: "logs", Tier: "must", Was: "gap", Is: "gap", Appeared: []report.Finding{{Object: report.Object{Kind: "Pod", Name: reporttest.Hostile}, Message: "came"}}}},
		ClosedGaps:  []report.Change{{ID: "dns/gone", Battery: "dns", Tier: "must", Was: "gap", Is: "pass"}},
		OnlyOld:     []report.Lone{{ID: "dns/old", Status: "gap"}},
	}}, false)
	source, _ := parsed(t, r)
	for _, want := range []string{
		"last&lt;night&gt;.json", `<a href="#logs/coverage">logs/coverage</a>`, "<b>dns/gone</b>", "&lt;script&gt;=HYPERLINK() name: came", "Only in the baseline: ",
	} {
		if !strings.Contains(source, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}
