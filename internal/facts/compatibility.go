package facts

import "time"

// Statements of a product's makers about Kubernetes versions.
const (
	StatementVersions = "versions" // they name versions for each of their releases
	StatementPolicy   = "policy"   // they promise by a rule, such as "what Kubernetes itself supports"
	StatementNone     = "none"     // none was found where the source says
)

// Bases of a range of Kubernetes versions.
const (
	BasisSupported = "supported" // they say that it is supported
	BasisTested    = "tested"    // they say what it was tested with, or recommend it for
	BasisMinimum   = "minimum"   // they say what it needs at least
)

// CompatibilityTable says which Kubernetes versions the releases of a product are for.
type CompatibilityTable struct {
	// Name is the product's in the catalogue.
	Name  string `json:"name"`
	Title string `json:"title"`
	// Source is the page that says it, or where it was looked for in vain.
	Source string `json:"source"`
	// Updated is the day of the page as it was read.
	Updated time.Time `json:"updated"`
	// Statement is versions, policy or none.
	Statement string `json:"statement" jsonschema:"enum=versions,enum=policy,enum=none"`
	// Says sums up a policy, or what the source says instead.
	Says     string              `json:"says"`
	Releases []CompatibleRelease `json:"releases"`
}

// CompatibleRelease is a line of releases of a product.
type CompatibleRelease struct {
	// Name is how the versions of the line begin: "1.20" stands for 1.20.3.
	Name string `json:"name"`
	// AndLater extends it to all later versions that no other line of the table names.
	AndLater bool `json:"andLater"`
	// Basis is supported, tested or minimum.
	Basis string `json:"basis" jsonschema:"enum=supported,enum=tested,enum=minimum"`
	// From and To are minor releases of Kubernetes, "1.34"; "" where the source names no
	// such end. FromMinor and ToMinor are their numbers after the dot, 0 for none.
	From      string `json:"from"`
	To        string `json:"to"`
	FromMinor int    `json:"fromMinor"`
	ToMinor   int    `json:"toMinor"`
	// EndOfSupport is the last day of support of the line; zero when the source names none.
	EndOfSupport time.Time `json:"endOfSupport"`
	// Source is the line's own page, "" for the table's.
	Source string `json:"source"`
}
