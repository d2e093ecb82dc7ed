package facts

import (
	"slices"
	"time"
)

// ProductResource is one kind of custom resource by which a product of the catalogue is
// configured or reports its state, with its objects.
type ProductResource struct {
	// Name is "plural.group": "ipaddresspools.metallb.io". It is "*.group" for all resources
	// of a group whose resources are not known in advance.
	Name string `json:"name"`
	// Read is true when all objects are known. It is true as well where the cluster does not
	// serve the resource, and so has none of it. Where it is false, blind spots of
	// "productResources.NAME" say why.
	Read bool `json:"read"`
	// Served is true when the cluster serves the resource.
	Served bool `json:"served"`
	// Asked are the paths that were asked for, sorted: what an object has elsewhere is not known. A
	// snapshot of an older kready has none.
	Asked   []string        `json:"asked"`
	Objects []ProductObject `json:"objects"`
}

// FactKind is the kind of fact that its objects are, a part of KindProductResources.
func (p ProductResource) FactKind() Kind { return ProductResourceKind(p.Name) }

// ProductResourceKind is the kind of fact of the resource with this name, "plural.group".
func ProductResourceKind(name string) Kind { return KindProductResources + "." + Kind(name) }

// ProductObject is one object of such a resource.
type ProductObject struct {
	// Kind is "" in snapshots that do not say.
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Fields are the values of the paths that the catalogue names, sorted by name. A path that
	// is absent from the object is left out.
	Fields []ProductField `json:"fields"`
	// Conditions are the status conditions, where the catalogue asks for them.
	Conditions []Condition `json:"conditions"`
}

// ProductField holds the values at one path.
type ProductField struct {
	// Name is the path: "spec.rules[].validate.failureAction".
	Name string `json:"name"`
	// Values are the values as text: one for a scalar, one for each element of a list. A path
	// that crosses lists has one for each element, "" for an element without the field. What has
	// parts of its own is "{}".
	Values []string `json:"values"`
}

// ProductResource returns the resource with this name, "plural.group". One that the snapshot does
// not hold, as that of an older kready, is one that was not read; so are all where something is wrong with these facts
// as a whole, as in a snapshot's file that was changed.
func (s *Snapshot) ProductResource(name string) ProductResource {
	for i := range s.ProductResources {
		if s.ProductResources[i].Name == name {
			resource := s.ProductResources[i]
			resource.Read = resource.Read && !slices.ContainsFunc(s.BlindSpots, func(b BlindSpot) bool { return b.Facts == KindProductResources })
			return resource
		}
	}
	return ProductResource{Name: name}
}
