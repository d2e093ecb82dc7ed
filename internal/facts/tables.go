package facts

import "time"

// RemovalTable says which versions of APIs Kubernetes stops to serve.
type RemovalTable struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Source string `json:"source"`
	// Updated is when the table was last compared with its source.
	Updated  time.Time `json:"updated"`
	Removals []Removal `json:"removals"`
}

// Removal is the end of some kinds in one version of an API group.
type Removal struct {
	// Group is "" for the core group.
	Group   string   `json:"group"`
	Version string   `json:"version"`
	Kinds   []string `json:"kinds"`
	// DeprecatedIn and RemovedIn are minor releases, "1.38"; the latter is the first
	// that does not serve the kinds in this version.
	DeprecatedIn string `json:"deprecatedIn"`
	RemovedIn    string `json:"removedIn"`
	// RemovedInMinor is the number after the dot of RemovedIn, to compare by.
	RemovedInMinor int `json:"removedInMinor"`
	// Replacement is the version of the group to move to, "" when there is none yet.
	Replacement string `json:"replacement"`
}

// SwitchTable says which feature gates and flags of its components Kubernetes takes away.
type SwitchTable struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Source string `json:"source"`
	// Updated is when the table was last compared with its source.
	Updated  time.Time `json:"updated"`
	Switches []Switch  `json:"switches"`
}

// Switch is a feature gate or a flag that goes. A component does not start with one that it
// does not know.
type Switch struct {
	// Gate is the name of a feature gate, Flag that of a flag, without dashes; one of them is set.
	Gate string `json:"gate"`
	Flag string `json:"flag"`
	// Component is the program whose flag it is, "" for a feature gate.
	Component string `json:"component"`
	// RemovedIn is the first minor release without it, "1.38", and RemovedInMinor the number
	// after its dot.
	RemovedIn      string `json:"removedIn"`
	RemovedInMinor int    `json:"removedInMinor"`
	// Planned marks a release that the source announces, and that is not out.
	Planned bool `json:"planned"`
}

// ShippedTable says which version of a product is installed with each Kubernetes version by whoever
// brings both.
type ShippedTable struct {
	// Name is the product's in the catalogue.
	Name   string `json:"name"`
	Title  string `json:"title"`
	Source string `json:"source"`
	// Updated is when the table was last compared with its source.
	Updated time.Time `json:"updated"`
	Rows    []Shipped `json:"rows"`
}

// Shipped is the version that comes with one Kubernetes version.
type Shipped struct {
	// Kubernetes is "1.37", and KubernetesMinor the number after its dot.
	Kubernetes      string `json:"kubernetes"`
	KubernetesMinor int    `json:"kubernetesMinor"`
	Version         string `json:"version"`
	// Source is the row's own page, "" for that of the table.
	Source string `json:"source"`
}

// FieldTable says from which release on Kubernetes knows a field.
type FieldTable struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Source string `json:"source"`
	// Updated is when the table was last compared with its source.
	Updated time.Time  `json:"updated"`
	Fields  []MinField `json:"fields"`
}

// MinField is one field, or one value of it, with the minor releases of its career.
// A stage that it has not reached, or that no source gives, is "".
type MinField struct {
	// Path begins with the kind: "Pod.spec.volumes[].image"; * stands for any key.
	Path string `json:"path"`
	// Value is the value that the row is about, "" for the field as a whole.
	Value string `json:"value"`
	Alpha string `json:"alpha"`
	Beta  string `json:"beta"`
	GA    string `json:"ga"`
	// Default is the first release in which it works with no feature gate set.
	Default string `json:"default"`
	// FirstMinor and DefaultMinor are the numbers after the dot of the first stage and of Default, to compare
	// by; 0 where there is none.
	FirstMinor   int `json:"firstMinor"`
	DefaultMinor int `json:"defaultMinor"`
	// Gate is the feature gate.
	Gate   string `json:"gate"`
	Source string `json:"source"`
}

// BudgetOwner is a product that makes PodDisruptionBudgets of its own and keeps changing them,
// so that editing one does not last.
type BudgetOwner struct {
	// Product is its title.
	Product string `json:"product"`
	// Kind is that of the object that controls the budget, with its API group; "" when the
	// budget has no owner, or another one in other releases.
	Kind string `json:"kind"`
	// SelectorKey is a label key that the budget's selector names, SelectorValue the value that
	// it wants, "" for any.
	SelectorKey   string `json:"selectorKey"`
	SelectorValue string `json:"selectorValue"`
	// Lifts says when the product lets pods go by itself; "" when it does not.
	Lifts string `json:"lifts"`
	// Needs is what must be there for that, "" for nothing: webhook (a configuration of the
	// name in NeedsName), sibling (a budget of the same name without the suffix in NeedsName),
	// or replicas (a StatefulSet of two or more with the budget's value of the label in NeedsName).
	Needs     string `json:"needs" jsonschema:"enum=,enum=webhook,enum=sibling,enum=replicas"`
	NeedsName string `json:"needsName"`
	// Setting is what to change in place of the budget.
	Setting string `json:"setting"`
	Source  string `json:"source"`
}
