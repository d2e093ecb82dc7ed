package kube

import "github.com/kready/kready/internal/facts"

// Choice is whether an operator's resource picks an object up.
type Choice int

// Undetermined is the answer where the labels of the object's namespace matter, and are not known.
const (
	NotPicked Choice = iota
	Picked
	Undetermined
)

// Picks decides whether a resource of the Prometheus operator that lies in the namespace own picks up an object with
// these labels, and says why it does not. The labels of the object's namespace are nil where they are not known. A selector
// of objects that is not set picks none, one that is empty all; a selector of namespaces that is not set picks the own
// one.
func Picks(by *facts.ObjectSelection, own, namespace string, with, namespaceLabels map[string]string) (choice Choice, why string) {
	switch {
	case !by.Objects.Set:
		return NotPicked, "selects none"
	case !Selects(&by.Objects, with):
		return NotPicked, "wants the labels " + by.Objects.String()
	case !by.Namespaces.Set && namespace != own:
		return NotPicked, "looks into its own namespace only"
	case !by.Namespaces.Set || len(by.Namespaces.Requirements) == 0:
		return Picked, ""
	case namespaceLabels == nil:
		return Undetermined, "looks into namespaces with " + by.Namespaces.String() + ", and the labels of this one are not known"
	case !Selects(&by.Namespaces, namespaceLabels):
		return NotPicked, "looks into namespaces with " + by.Namespaces.String()
	}
	return Picked, ""
}
