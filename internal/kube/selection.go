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

// Picker is a resource of the Prometheus operator that picks objects up. A selector of objects that is not set picks
// none, one that is empty all; a selector of namespaces that is not set picks the own one.
type Picker struct {
	by  *facts.ObjectSelection
	own string
	// objects and namespaces are the selectors, and wants and into what they ask for.
	objects, namespaces func(map[string]string) bool
	wants, into         string
}

// NewPicker returns the picker of a resource that lies in the namespace own.
func NewPicker(by *facts.ObjectSelection, own string) *Picker {
	return &Picker{
		by: by, own: own, objects: Selecting(&by.Objects), namespaces: Selecting(&by.Namespaces),
		wants: "wants the labels " + by.Objects.String(), into: "looks into namespaces with " + by.Namespaces.String(),
	}
}

// Picks decides whether the resource picks up an object with these labels, and says why it does not. The labels of the
// object's namespace are nil where they are not known.
func (p *Picker) Picks(namespace string, with, namespaceLabels map[string]string) (choice Choice, why string) {
	switch {
	case !p.by.Objects.Set:
		return NotPicked, "selects none"
	case !p.objects(with):
		return NotPicked, p.wants
	case !p.by.Namespaces.Set && namespace != p.own:
		return NotPicked, "looks into its own namespace only"
	case !p.by.Namespaces.Set || len(p.by.Namespaces.Requirements) == 0:
		return Picked, ""
	case namespaceLabels == nil:
		return Undetermined, p.into + ", and the labels of this one are not known"
	case !p.namespaces(namespaceLabels):
		return NotPicked, p.into
	}
	return Picked, ""
}
