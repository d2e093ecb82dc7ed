package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

func newExplain(env Env) *cobra.Command {
	var request engine.Request
	cmd := &cobra.Command{
		Use:               "explain ID",
		Short:             "Say what a check asks, why it matters and how to close its gap",
		Example:           "  kready explain network/policy-engine",
		ValidArgsFunction: completeCheck(env),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return engine.Usagef("explain requires the id of one check: `kready list checks` lists them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			all, err := engine.AllChecks(env, request)
			if err != nil {
				return err
			}
			for _, c := range all {
				if c.ID == args[0] {
					explain(env.Stdout, c)
					return nil
				}
			}
			return engine.UnknownCheck(all, args[0])
		},
	}
	addPolicies(cmd.Flags(), &request)
	addCatalogs(cmd.Flags(), &request)
	addConfig(cmd.Flags(), &request)
	return cmd
}

// explain prints one check as a page of help.
func explain(w io.Writer, c check.Check) {
	fmt.Fprintf(w, "%s\n\n    %s.\n\n", c.ID, c.Title)
	fmt.Fprintf(w, "    tier    %s\n    level   %s: the battery is %s\n", tierWords(c.Tier), c.Level, levelWords(c.Level))
	if len(c.Requires) > 0 {
		fmt.Fprintf(w, "    after   %s\n", strings.Join(c.Requires, ", "))
	}
	if len(c.Needs) > 0 {
		fmt.Fprintf(w, "    reads   %s\n", strings.Join(facts.KindNames(c.Needs), ", "))
	}
	if slices.Contains(cause.AboutReadiness(), c.ID) {
		fmt.Fprintln(w, "    causes  findings name why what they rest on is not ready, where the cluster says it;")
		fmt.Fprintln(w, "            gaps that follow from the same cause are listed under the first of them")
	}
	if c.Position != "" {
		fmt.Fprintf(w, "    from    %s\n", c.Position)
	}
	section(w, "WHY, AND HOW IT IS JUDGED", c.Doc)
	section(w, "HOW TO CLOSE THE GAP", c.Remediation)
	for _, r := range c.Remedies {
		section(w, "HOW TO CLOSE THE GAP: "+r.When(), remedyWords(r))
	}
	fmt.Fprint(w, "\nSEE\n\n")
	for _, link := range c.Links {
		fmt.Fprintf(w, "    %s\n", link)
	}
}

func section(w io.Writer, title, markdown string) {
	fmt.Fprintf(w, "\n%s\n\n", title)
	fmt.Fprint(w, text.Paragraphs(markdown, "    ", 80))
}

// remedyWords is the text of a remedy, or that there is none.
func remedyWords(r check.Remedy) string {
	if strings.TrimSpace(r.Text) == "" {
		return "Nothing can be done about it there."
	}
	return r.Text
}

func tierWords(t check.Tier) string {
	switch t {
	case check.TierMust:
		return "must: nothing should land without it"
	case check.TierShould:
		return "should: an outage waiting for its day"
	}
	return "could: nice to have"
}

func levelWords(l check.Level) string {
	switch l {
	case check.LevelPresent:
		return "there"
	case check.LevelHealthy:
		return "in good health"
	case check.LevelConfigured:
		return "set up so that it does something"
	}
	return "proven to work"
}
