package catalog

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// compatibleTo is the file form of facts.CompatibleRelease.
type compatibleTo struct {
	Name string `yaml:"name"`
	// AndLater extends the line to later releases that the table does not name.
	AndLater bool `yaml:"andLater"`
	// One of these is a range of minor releases: "1.33-1.36", "1.34+" for one without an
	// end, "-1.36" for one whose beginning nobody names.
	Supported string `yaml:"supported"`
	Tested    string `yaml:"tested"`
	Minimum   string `yaml:"minimum"`

	EndOfSupport day    `yaml:"endOfSupport"`
	Source       string `yaml:"source"`
}

var (
	validLine  = regexp.MustCompile(`^\d+(\.\d+){0,2}$`)
	validRange = regexp.MustCompile(`^(1\.\d+)?(\+|-1\.\d+)?$`)
)

func (c *Catalog) addCompatibility(t table) error {
	out := facts.CompatibilityTable{
		Name: t.Name, Title: t.Title, Source: t.Source, Updated: t.Updated.Time, Statement: t.Statement, Says: t.Says,
	}
	switch {
	case !slices.Contains([]string{facts.StatementVersions, facts.StatementPolicy, facts.StatementNone}, t.Statement):
		return fmt.Errorf("unknown statement %q: must be one of versions, policy, none", t.Statement)
	case (t.Statement == facts.StatementVersions) != (len(t.Versions) > 0):
		return errors.New("a table has versions exactly when its statement is versions")
	case t.Statement != facts.StatementVersions && t.Says == "":
		return errors.New("it says nothing of what the source says")
	}
	for _, line := range t.Versions {
		release, err := line.release()
		if err != nil {
			return fmt.Errorf("%s: %w", line.Name, err)
		}
		if slices.ContainsFunc(out.Releases, func(r facts.CompatibleRelease) bool { return r.Name == line.Name }) {
			return fmt.Errorf("there are two lines %s", line.Name)
		}
		out.Releases = append(out.Releases, release)
	}
	c.Tables.Compatibility = append(c.Tables.Compatibility, out)
	return nil
}

// release returns the line, or what is wrong with it.
func (l compatibleTo) release() (facts.CompatibleRelease, error) {
	r := facts.CompatibleRelease{Name: l.Name, AndLater: l.AndLater, EndOfSupport: l.EndOfSupport.Time, Source: l.Source}
	if !validLine.MatchString(l.Name) {
		return r, fmt.Errorf("%q is not how versions begin, such as 1.20", l.Name)
	}
	if l.Source != "" && !strings.HasPrefix(l.Source, "https://") {
		return r, fmt.Errorf("its source %q is not an https address", l.Source)
	}
	versions := ""
	for basis, value := range map[string]string{
		facts.BasisSupported: l.Supported, facts.BasisTested: l.Tested, facts.BasisMinimum: l.Minimum,
	} {
		switch {
		case value == "":
		case versions != "":
			return r, errors.New("it has more than one of supported, tested, minimum")
		default:
			r.Basis, versions = basis, value
		}
	}
	if versions == "" || !validRange.MatchString(versions) {
		return r, fmt.Errorf("%q is not a range of Kubernetes versions, such as 1.33-1.36, 1.34+ or -1.36", versions)
	}
	return r, setRange(&r, versions)
}

// setRange reads "1.33-1.36", "1.34+", "-1.36" or "1.36".
func setRange(r *facts.CompatibleRelease, versions string) error {
	var closed bool
	r.From, r.To, closed = strings.Cut(strings.TrimSuffix(versions, "+"), "-")
	if !closed && !strings.HasSuffix(versions, "+") {
		r.To = r.From
	}
	var err error
	if r.From != "" {
		if r.FromMinor, err = minorOf(r.From); err != nil {
			return err
		}
	}
	if r.To != "" {
		if r.ToMinor, err = minorOf(r.To); err != nil {
			return err
		}
	}
	switch {
	case r.ToMinor > 0 && r.FromMinor > r.ToMinor:
		return fmt.Errorf("%s ends before it begins", versions)
	case r.Basis == facts.BasisMinimum && (r.From == "" || r.To != ""):
		return fmt.Errorf("%s is not a minimum: write it 1.34+", versions)
	}
	return nil
}

// Compatibility returns the table of a product, and whether there is one.
func (c *Catalog) Compatibility(product string) (facts.CompatibilityTable, bool) {
	i := slices.IndexFunc(c.Tables.Compatibility, func(t facts.CompatibilityTable) bool { return t.Name == product })
	if i < 0 {
		return facts.CompatibilityTable{}, false
	}
	return c.Tables.Compatibility[i], true
}
