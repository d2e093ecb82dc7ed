package target

import (
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// knownKinds are the kinds of resources, as discovery names them.
type knownKinds struct {
	mu    sync.Mutex
	kinds map[schema.GroupVersionResource]string
}

// learn keeps the kinds of a discovery.
func (k *knownKinds) learn(d Discovery) {
	kinds := map[schema.GroupVersionResource]string{}
	for _, group := range d.Groups {
		for _, r := range group.Resources {
			kinds[schema.GroupVersionResource{Group: group.Name, Version: r.Version, Resource: r.Name}] = r.Kind
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kinds = kinds
}

// of returns the kind of a query's objects; "" when it is not known.
func (k *knownKinds) of(q Query) string {
	at := schema.GroupVersionResource{Group: q.Group, Version: q.Version, Resource: q.Resource}
	if gvk, ok := compiledKinds().resources[at]; ok {
		return gvk.Kind
	}
	if withoutSchemas(q) {
		return "CustomResourceDefinition"
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.kinds[at]
}
