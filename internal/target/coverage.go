package target

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// coverage is how much of a resource files hold.
type coverage struct {
	// whole says that there are no other objects of it in the cluster.
	whole bool
	// namespaces are those of which all objects are there.
	namespaces map[string]bool
	// why is what is missing, or why that is not known; for people.
	why string
}

// covered are the resources of which it is known how much the files hold.
type covered map[schema.GroupResource]*coverage

// at returns the coverage of a resource, to be changed.
func (c covered) at(r schema.GroupResource) *coverage {
	if c[r] == nil {
		c[r] = &coverage{namespaces: map[string]bool{}}
	}
	return c[r]
}

// of reports whether all objects of a resource are there: in a namespace, or in all when it is "".
func (c covered) of(r schema.GroupResource, namespace string) bool {
	known := c[r]
	return known != nil && (known.whole || namespace != "" && known.namespaces[namespace])
}

// missing returns the error of a read that cannot know all objects. Some says that there are any.
func (c covered) missing(q Query, r schema.GroupResource, some bool) error {
	known := c[r]
	switch {
	case known == nil && !some:
		return notContained(q)
	case known != nil && known.why != "":
		return partial(known.why)
	case known != nil && len(known.namespaces) > 0:
		return partial("gathered in " + namespaceList(known.namespaces) + " only")
	}
	return partial("there can be more than the files hold")
}

// namespaceList names a few namespaces.
func namespaceList(namespaces map[string]bool) string {
	names := slices.Sorted(maps.Keys(namespaces))
	noun := "the namespaces "
	if len(names) == 1 {
		noun = "namespace "
	}
	return noun + text.Few(names)
}

func partial(why string) error { return &ReadError{Reason: facts.ReasonPartial, Message: why} }

func notContained(q Query) error {
	return &ReadError{Reason: facts.ReasonNotContained, Message: fmt.Sprintf("the manifests hold no %s", q)}
}
