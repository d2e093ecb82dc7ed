package cli

import (
	"fmt"
	"slices"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// listedImplementation is a product as machines see it.
type listedImplementation struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Home      string   `json:"home"`
	Provides  []string `json:"provides"`
	Lifecycle string   `json:"lifecycle"`
	Licence   string   `json:"licence"`
	// Support is the table of its releases' ends of support, absent when kready has none.
	Support *listedTable `json:"support,omitempty"`
	// Kubernetes is what its makers say of Kubernetes versions.
	Kubernetes listedStatement `json:"kubernetes"`
}

// listedTable is where a table is from and the day on which its source was read.
type listedTable struct {
	Source string `json:"source"`
	Read   string `json:"read"`
}

// listedStatement is what the makers of a product say of Kubernetes versions: versions, policy,
// none (a search found nothing), or unread, for those that nobody looked at.
type listedStatement struct {
	Statement string           `json:"statement"`
	Source    string           `json:"source,omitempty"`
	Read      string           `json:"read,omitempty"`
	Says      string           `json:"says,omitempty"`
	Releases  []listedVersions `json:"releases,omitempty"`
}

// listedVersions are the Kubernetes versions of a release line; From or To is absent where
// the source names no such end.
type listedVersions struct {
	Release      string `json:"release"`
	AndLater     bool   `json:"andLater,omitempty"`
	Basis        string `json:"basis"`
	From         string `json:"from,omitempty"`
	To           string `json:"to,omitempty"`
	EndOfSupport string `json:"endOfSupport,omitempty"`
	Source       string `json:"source"`
}

// supportTable returns where a product's ends of support are from, nil when there are none.
func supportTable(known *catalog.Catalog, name string) *listedTable {
	i := slices.IndexFunc(known.Tables.Support, func(t facts.SupportTable) bool { return t.Name == name })
	if name == "" || i < 0 {
		return nil
	}
	t := known.Tables.Support[i]
	return &listedTable{Source: t.Source, Read: t.Updated.Format(time.DateOnly)}
}

// statement returns what the table of a product says.
func statement(known *catalog.Catalog, product string) listedStatement {
	t, ok := known.Compatibility(product)
	if !ok {
		return listedStatement{Statement: "unread"}
	}
	s := listedStatement{Statement: t.Statement, Source: t.Source, Read: t.Updated.Format(time.DateOnly), Says: t.Says}
	for _, r := range t.Releases {
		line := listedVersions{Release: r.Name, AndLater: r.AndLater, Basis: r.Basis, From: r.From, To: r.To, Source: r.Source}
		if line.Source == "" {
			line.Source = t.Source
		}
		if !r.EndOfSupport.IsZero() {
			line.EndOfSupport = r.EndOfSupport.Format(time.DateOnly)
		}
		s.Releases = append(s.Releases, line)
	}
	return s
}

// row is the statement in a cell of the list for people.
func (s listedStatement) row() string {
	switch s.Statement {
	case facts.StatementVersions:
		return fmt.Sprintf("named for %d releases, read %s", len(s.Releases), s.Read)
	case facts.StatementPolicy:
		return "by a policy, read " + s.Read
	case facts.StatementNone:
		return "no statement found, " + s.Read
	}
	return "-"
}
