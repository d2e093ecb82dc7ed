package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/engine"
)

// newListImplementations lists the catalogue, or what provides some batteries or roles.
func newListImplementations(env Env) *cobra.Command {
	var catalogs engine.Request
	var wanted []string
	cmd := newListing(env, "implementations", "List the products that kready recognises", func() (listing, error) {
		return listImplementations(env, catalogs, wanted)
	})
	cmd.Use = "implementations [BATTERY | ROLE ...]"
	cmd.Example = `  kready list implementations storage
  kready list implementations ingress/controller ingress/gateway`
	addCatalogs(cmd.Flags(), &catalogs)
	addTables(cmd.Flags(), &catalogs)
	cmd.Args = cobra.ArbitraryArgs
	list := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		wanted = args
		return list(cmd, args)
	}
	return cmd
}

func listImplementations(env Env, catalogs engine.Request, wanted []string) (listing, error) {
	known, err := env.CatalogOf(catalogs)
	if err != nil {
		return listing{}, err
	}
	if err := checkRoles(known.Entries, wanted); err != nil {
		return listing{}, err
	}
	l := listing{header: "NAME\tTITLE\tPROVIDES\tLIFECYCLE\tLICENCE\tKUBERNETES VERSIONS"}
	items := []listedImplementation{}
	for _, e := range known.Entries {
		if len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return hasRole(e, w) }) {
			continue
		}
		licence := e.Licence
		if licence == "" {
			licence = "-"
		}
		said := statement(known, e.Name)
		row := []string{e.Name, e.Title, joinOrDash(e.Provides), e.Lifecycle.State, licence, said.row()}
		l.rows = append(l.rows, strings.Join(row, "\t"))
		items = append(items, listedImplementation{
			Name: e.Name, Title: e.Title, Home: e.Homepage, Provides: e.Provides, Lifecycle: e.Lifecycle.State, Licence: e.Licence,
			Support: supportTable(known, e.Table), Kubernetes: said,
		})
	}
	l.items = items
	return l, nil
}

// checkRoles refuses what no product provides.
func checkRoles(entries []catalog.Entry, wanted []string) error {
	for _, w := range wanted {
		if slices.ContainsFunc(entries, func(e catalog.Entry) bool { return hasRole(e, w) }) {
			continue
		}
		var roles []string
		battery, _, _ := strings.Cut(w, "/")
		for _, e := range entries {
			for _, role := range e.Roles() {
				if strings.HasPrefix(role, battery+"/") && !slices.Contains(roles, role) {
					roles = append(roles, role)
				}
			}
		}
		if slices.Sort(roles); len(roles) > 0 {
			return engine.Usagef("no product provides %q: must be %s, or one of %s", w, battery, strings.Join(roles, ", "))
		}
		return engine.Usagef("no product provides %q: `kready list batteries` lists the batteries", w)
	}
	return nil
}

// hasRole reports whether a product provides a role, or one of a battery.
func hasRole(e catalog.Entry, wanted string) bool {
	return slices.ContainsFunc(e.Roles(), func(role string) bool {
		return role == wanted || strings.HasPrefix(role, wanted+"/")
	})
}
