package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report/format"
)

func newList(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List checks, batteries, the implementations that kready knows, or output formats",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var request engine.Request
	add := func(flags *pflag.FlagSet) {
		addPolicies(flags, &request)
		addCatalogs(flags, &request)
		addConfig(flags, &request)
	}
	own := func(list func([]check.Check) listing) func() (listing, error) {
		return func() (listing, error) {
			all, err := engine.AllChecks(env, request)
			if err != nil {
				return listing{}, err
			}
			return list(all), nil
		}
	}
	cmd.AddCommand(
		newListing(env, "checks", "List all checks", own(listChecks), add),
		newListing(env, "batteries", "List the areas that checks are about", own(listBatteries), add),
		newListImplementations(env),
		newListing(env, "formats", "List the formats of a report", listReportFormats),
	)
	return cmd
}

// listing is what a list command prints: rows for people, items for machines.
type listing struct {
	header string
	rows   []string
	items  any
}

func newListing(env Env, name, short string, get func() (listing, error), more ...func(*pflag.FlagSet)) *cobra.Command {
	var outputs []string
	cmd := &cobra.Command{
		Use: name, Short: short, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := parseOutputs(env, outputs, listFormats())
			if err != nil {
				return err
			}
			l, err := get()
			if err != nil {
				return err
			}
			return writeOutputs(env, all, l, output.Options{})
		},
	}
	addOutputFlag(cmd.Flags(), &outputs, listFormats())
	for _, add := range more {
		add(cmd.Flags())
	}
	return cmd
}

func listFormats() []output.Format[listing] {
	return []output.Format[listing]{
		output.Text(listTable),
		output.New("json", "", ".json", func(w io.Writer, l listing) error { return output.WriteJSON(w, l.items) }),
	}
}

// listTable writes one row an item, in columns.
func listTable(w io.Writer, l listing, _ output.Options) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, l.header)
	for _, row := range l.rows {
		fmt.Fprintln(t, row)
	}
	return t.Flush()
}

// listedCheck is a check as machines see it.
type listedCheck struct {
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Battery string      `json:"battery"`
	Level   check.Level `json:"level"`
	Tier    check.Tier  `json:"tier"`
	// Subject is what it judges: cluster, or service, which makes it a requirement of land.
	Subject  string   `json:"subject"`
	Needs    []string `json:"needs"`
	Requires []string `json:"requires"`
	// StandsWithout says which answers do not depend on which of Needs.
	StandsWithout check.StandsWithout `json:"standsWithout,omitzero"`
	Why           string              `json:"why"`
	Remediation   string              `json:"remediation"`
	// Remedies hold in place of Remediation where they apply.
	Remedies []check.Remedy `json:"remedies,omitempty"`
	Links    []string       `json:"links"`
	Since    string         `json:"since"`
	// Where is the file and line of a policy of the user's own.
	Where string `json:"where,omitempty"`
}

func listChecks(all []check.Check) listing {
	l := listing{header: "ID\tLEVEL\tTIER\tSUBJECT\tTITLE"}
	items := make([]listedCheck, 0, len(all))
	for _, c := range all {
		l.rows = append(l.rows, fmt.Sprintf("%s\t%s\t%s\t%s\t%s", c.ID, c.Level, c.Tier, c.Subject, c.Title))
		items = append(items, listedCheck{
			c.ID, c.Title, c.Battery(), c.Level, c.Tier, c.Subject.String(), facts.KindNames(c.Needs), append([]string{}, c.Requires...),
			c.StandsWithout, c.Doc, c.Remediation, c.Remedies, append([]string{}, c.Links...), c.Since, c.Position,
		})
	}
	l.items = items
	return l
}

func listBatteries(all []check.Check) listing {
	type item struct {
		Name        string `json:"name"`
		Title       string `json:"title"`
		Description string `json:"about"`
	}
	l := listing{header: "NAME\tTITLE\tWHAT IT IS FOR"}
	var items []item
	for _, b := range check.Batteries() {
		l.rows = append(l.rows, fmt.Sprintf("%s\t%s\t%s", b.Name, b.Title, b.Description))
		items = append(items, item{b.Name, b.Title, b.Description})
	}
	for _, name := range engine.UserBatteries(all) {
		l.rows = append(l.rows, fmt.Sprintf("%s\t%s\t%s", name, name, "what policies of your own ask"))
		items = append(items, item{Name: name, Title: name})
	}
	l.items = items
	return l
}

func listReportFormats() (listing, error) {
	type item struct {
		Name        string `json:"name"`
		Description string `json:"about"`
		Extension   string `json:"extension"`
	}
	l := listing{header: "NAME\tEXTENSION\tWHAT IT IS FOR"}
	var items []item
	for _, f := range format.All() {
		l.rows = append(l.rows, fmt.Sprintf("%s\t%s\t%s", f.Name, f.Extension, f.Description))
		items = append(items, item{f.Name, f.Description, f.Extension})
	}
	l.items = items
	return l, nil
}
