package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// dryRunOutcome is the output of `kready check --dry-run`.
type dryRunOutcome struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Tool       string       `json:"tool"`
	Target     dryRunTarget `json:"target"`
	Profile    string       `json:"profile"`
	// Reviews is how many reviews were posted. RulesComplete is false when an authorizer
	// that does not list its rules decides as well.
	Reviews       int  `json:"reviews"`
	RulesComplete bool `json:"rulesComplete"`
	// MustUnknown counts the must-haves that could not be judged for sure.
	MustUnknown int           `json:"mustUnknown"`
	ExitCode    int           `json:"exitCode"`
	Checks      []dryRunCheck `json:"checks"`
	// Unlocks are the few rights with which most further checks lack none.
	Unlocks []report.Unlock `json:"unlocks,omitempty"`
}

// dryRunWidth is how many columns the text keeps to.
const dryRunWidth = output.DefaultWidth

type dryRunTarget struct {
	Name   string `json:"name"`
	Server string `json:"server"`
}

// dryRunCheck is one check with its outlook.
type dryRunCheck struct {
	ID   string     `json:"id"`
	Tier check.Tier `json:"tier"`
	// Outlook is judged, perhaps or unknown.
	Outlook rbac.Outlook `json:"outlook"`
	// InheritedFrom is the required check whose outlook it shares.
	InheritedFrom string          `json:"because,omitempty"`
	Missing       []dryRunMissing `json:"missing"`
}

// dryRunMissing is a right that a check does not have, with its JSON.
type dryRunMissing rbac.MissingRight

// MarshalJSON writes the resource and its group as one name.
func (m dryRunMissing) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Verb string `json:"verb"`
		// Resource is "daemonsets.apps", or a path such as "/version".
		Resource  string   `json:"resource"`
		Namespace string   `json:"namespace,omitempty"`
		Names     []string `json:"names,omitempty"`
		// When is the condition under which a cluster makes use of it.
		When string `json:"when,omitempty"`
		// NotAsked is true when there were too many to review one by one.
		NotAsked bool `json:"notAsked,omitempty"`
		// Unanswered is the reason why it cannot be read, whatever the rights.
		Unanswered string `json:"unanswered,omitempty"`
	}{m.Verb, m.GroupResource(), m.Namespace, m.Names, m.When, m.Unsure, m.Unavailable})
}

// add adds the forecast of one check.
func (o *dryRunOutcome) add(f rbac.Forecast) {
	c := dryRunCheck{ID: f.Check.ID, Tier: f.Check.Tier, Outlook: f.Outlook, InheritedFrom: f.InheritedFrom, Missing: []dryRunMissing{}}
	for _, right := range f.Missing {
		c.Missing = append(c.Missing, dryRunMissing(right))
	}
	o.Checks = append(o.Checks, c)
}

func dryRunFormats() []output.Format[dryRunOutcome] {
	return []output.Format[dryRunOutcome]{output.Text(dryRunText), output.JSON[dryRunOutcome]("")}
}

// dryRunText writes the outcome for people: the rights that are missing, then what they cost.
func dryRunText(w io.Writer, o dryRunOutcome, _ output.Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Cluster  %s\n         %s\n\n", text.Clean(o.Target.Name), text.Clean(o.Target.Server))
	o.missing(&b)
	o.list(&b, rbac.Unknown, "WOULD BE UNKNOWN")
	o.list(&b, rbac.Perhaps, "COULD BE UNKNOWN, AS THE CLUSTER IS")
	counts := map[rbac.Outlook]int{}
	for _, c := range o.Checks {
		counts[c.Outlook]++
	}
	fmt.Fprintf(&b, "Of %s, %d could be judged", text.Counted(len(o.Checks), "check", "checks"), counts[rbac.Judged])
	for _, more := range []struct {
		outlook rbac.Outlook
		text    string
	}{{rbac.Perhaps, "perhaps"}, {rbac.Unknown, "would be unknown"}} {
		if n := counts[more.outlook]; n > 0 {
			fmt.Fprintf(&b, ", %d %s", n, more.text)
		}
	}
	fmt.Fprintf(&b, ".\nNothing was read but which APIs are served; %s of rights changed nothing.\n",
		text.Counted(o.Reviews, "review", "reviews"))
	if !o.RulesComplete {
		b.WriteString("An authorizer that does not list its rules decides here as well: what the rules\ngive, it could still refuse.\n")
	}
	o.unlocks(&b)
	if o.MustUnknown > 0 {
		fmt.Fprintf(&b, "`kready rbac` writes the rights that are missing, as YAML to apply.\n%s not surely be judged (exit %d).\n",
			text.Counted(o.MustUnknown, "must-have could", "must-haves could"), o.ExitCode)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// unlocks names the rights that help most, and the command that writes them.
func (o dryRunOutcome) unlocks(b *strings.Builder) {
	var resources []string
	for i, u := range o.Unlocks {
		first := "With"
		if i > 0 {
			first = "Then with"
		}
		line := fmt.Sprintf("%s %s, %s no right.", first, strings.Join(u.Reads, ", "), text.Counted(u.Checks, "more check lacks", "more checks lack"))
		for _, wrapped := range text.Wrap(text.Clean(line), "", dryRunWidth) {
			b.WriteString(wrapped + "\n")
		}
		for _, read := range u.Reads {
			if _, resource, _ := strings.Cut(read, " "); !strings.HasPrefix(resource, "/") && !slices.Contains(resources, resource) {
				resources = append(resources, resource)
			}
		}
	}
	if len(resources) > 0 {
		fmt.Fprintf(b, "  kready rbac --resources %s\n", text.Clean(strings.Join(resources, ",")))
	}
}

// missingRight is a right with the checks that it costs.
type missingRight struct {
	text   string
	checks []string
	// when are the conditions of its uses; always is true when one has none.
	when   []string
	always bool
	// note is why the right would not help, or that it was not reviewed.
	note string
}

// missing lists each missing right once, those that cost most first.
func (o dryRunOutcome) missing(b *strings.Builder) {
	var rows []missingRight
	for _, c := range o.Checks {
		for _, m := range c.Missing {
			i := slices.IndexFunc(rows, func(r missingRight) bool { return r.text == m.String() })
			if i < 0 {
				i = len(rows)
				rows = append(rows, missingRight{text: m.String(), note: m.note()})
			}
			rows[i].addUse(c.ID, m.When)
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b missingRight) int { return len(b.checks) - len(a.checks) })
	b.WriteString("MISSING RIGHTS\n")
	for _, r := range rows {
		line := r.text + ": " + text.Counted(len(r.checks), "check", "checks")
		if !r.always {
			line += ", when " + strings.Join(r.when, ", or when ")
		}
		for i, wrapped := range text.Wrap(text.Clean(line+r.note), "    ", dryRunWidth) {
			if i == 0 {
				wrapped = "  " + strings.TrimSpace(wrapped)
			}
			b.WriteString(wrapped + "\n")
		}
	}
	b.WriteString("\n")
}

// addUse adds one use of the right.
func (r *missingRight) addUse(id, when string) {
	if !slices.Contains(r.checks, id) {
		r.checks = append(r.checks, id)
	}
	switch {
	case when == "":
		r.always = true
	case !slices.Contains(r.when, when):
		r.when = append(r.when, when)
	}
}

// note returns a remark about the right, if any.
func (m dryRunMissing) note() string {
	switch {
	case m.Unavailable != "":
		return " [no right helps: " + m.Unavailable + "]"
	case m.Unsure:
		return " [not asked: too many]"
	}
	return ""
}

// list names the checks with an outlook, must-haves first.
func (o dryRunOutcome) list(b *strings.Builder, outlook rbac.Outlook, title string) {
	first := true
	for _, tier := range check.Tiers() {
		for _, c := range o.Checks {
			if c.Tier != tier || c.Outlook != outlook {
				continue
			}
			if first {
				b.WriteString(title + "\n")
				first = false
			}
			inherited := ""
			if c.InheritedFrom != "" {
				inherited = "  requires " + c.InheritedFrom
			}
			fmt.Fprintf(b, "  %-8s%s%s\n", c.Tier, c.ID, inherited)
		}
	}
	if !first {
		b.WriteString("\n")
	}
}
