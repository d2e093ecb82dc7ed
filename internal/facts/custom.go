package facts

import (
	"bytes"
	"encoding/json"
	"slices"
)

// CustomSource declares a resource whose objects the user's own policies judge by.
type CustomSource struct {
	// Name is what policies call it: input.custom.NAME.
	Name string `json:"name"`
	// Group is "" for the core group.
	Group string `json:"group"`
	// Version is "" for the one that the server prefers.
	Version  string `json:"version"`
	Resource string `json:"resource"`
	// Namespace narrows it to one namespace; "" stands for all.
	Namespace string `json:"namespace"`
	// Fields are the paths that are kept, as FieldPath writes them, sorted.
	Fields []string `json:"fields"`
	// Optional says that a server which does not serve the resource has no objects of it.
	// Without it, such a server leaves the policies that need it unknown.
	Optional bool `json:"optional"`
}

// Kind is the kind of fact that its objects are: "custom.topics", a part of KindCustom.
func (c CustomSource) Kind() Kind { return KindCustom + "." + Kind(c.Name) }

// Title is the resource as people write it: "kafkatopics.kafka.strimzi.io".
func (c CustomSource) Title() string {
	if c.Group == "" {
		return c.Resource
	}
	return c.Resource + "." + c.Group
}

// covers reports whether objects that were read for c hold what other declares.
func (c CustomSource) covers(other CustomSource) bool {
	return c.Group == other.Group && c.Version == other.Version && c.Resource == other.Resource && c.Namespace == other.Namespace &&
		!slices.ContainsFunc(other.Fields, func(field string) bool { return !slices.Contains(c.Fields, field) })
}

// CustomResource is what was read of one of the user's resources.
type CustomResource struct {
	CustomSource
	Objects []CustomObject `json:"objects"`
}

// CustomObject is one object: name, namespace, labels and createdAt, with the kept
// fields where Kubernetes has them.
type CustomObject map[string]any

// UnmarshalJSON keeps numbers as they are written, so that a snapshot on file holds
// what the live cluster returned.
func (o *CustomObject) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode((*map[string]any)(o))
}

// AddCustom gives the input the objects of the user's resources, by name. What the
// snapshot does not hold as the sources name it becomes a blind spot: it was taken before, or
// for other checks.
func (in *Input) AddCustom(sources []CustomSource) {
	in.Custom = map[string][]CustomObject{}
	for _, source := range sources {
		i := slices.IndexFunc(in.Snapshot.Custom, func(r CustomResource) bool {
			return r.Name == source.Name && r.covers(source)
		})
		if i >= 0 {
			in.Custom[source.Name] = append([]CustomObject{}, in.Snapshot.Custom[i].Objects...)
			continue
		}
		in.Custom[source.Name] = []CustomObject{}
		if len(in.Blind([]Kind{source.Kind()})) > 0 {
			continue
		}
		in.BlindSpots = append(slices.Clone(in.BlindSpots), BlindSpot{
			Facts: source.Kind(), Verb: "list", Resource: source.Title(), Namespace: source.Namespace,
			Reason: ReasonNotCollected, Message: "the snapshot does not hold it as collect: declares it",
		})
	}
}
