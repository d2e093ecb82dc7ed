package target

import (
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// prove adds what a bundle's layout proves to what its lists do.
func (b *bundle) prove(c covered, known kinds, objects map[schema.GroupResource][]*item) {
	for resource, by := range b.covered {
		into := c.at(resource)
		into.whole = into.whole || by.whole
		into.why = by.why
		for namespace := range by.namespaces {
			into.namespaces[namespace] = true
		}
	}
	b.proveDumps(c)
	switch b.maker() {
	case supportBundle:
		b.proveAllNamespaces(c, objects)
		b.proveCustom(c, objects)
	case mustGather, inspection:
		b.proveInspected(c, objects)
	case sonobuoy:
		b.proveQueries(c, known)
		b.proveAllNamespaces(c, objects)
	case insights:
		c.at(schema.GroupResource{Resource: "nodes"}).whole = !b.cut
	}
	for resource := range b.unread {
		b.doubt(c.at(resource))
	}
	for name := range b.failed {
		if builtIn, ok := builtInNamed(name, ""); ok {
			into := c.at(builtIn.groupResource())
			into.whole, into.why = false, "not all of them could be listed when the bundle was made"
		}
	}
}

// doubt takes back what a file proves that could not be read.
func (b *bundle) doubt(known *coverage) {
	known.whole, known.why = false, "a file of them could not be read"
	clear(known.namespaces)
}

// proveDumps adds what `kubectl cluster-info dump` gathers: of all namespaces, or of some.
func (b *bundle) proveDumps(c covered) {
	found := b.confirmed()
	every := b.everyDump || found["default"] && found["kube-system"] && found["kube-public"] && found["kube-node-lease"]
	for namespace := range found {
		for resource := range b.dumps[namespace] {
			into := c.at(resource)
			into.namespaces[namespace] = true
			into.why = ""
			into.whole = into.whole || every
		}
	}
}

// proveAllNamespaces makes resources whole that were gathered in each namespace, where all
// namespaces are known.
func (b *bundle) proveAllNamespaces(c covered, objects map[schema.GroupResource][]*item) {
	namespaces := schema.GroupResource{Resource: "namespaces"}
	if known := c[namespaces]; known == nil || !known.whole || b.unread[namespaces] || len(objects[namespaces]) == 0 {
		return
	}
	for _, known := range c {
		if known.whole || len(known.namespaces) == 0 {
			continue
		}
		known.whole = true
		for _, it := range objects[namespaces] {
			gone := it.phase == "Terminating" // before it was asked about
			known.whole = known.whole && (gone || known.namespaces[it.name])
		}
	}
}

// proveCustom adds the resources of CRDs: a support bundle asks for all of them in all namespaces,
// and writes those of the namespaces that it covers, where there are any.
func (b *bundle) proveCustom(c covered, objects map[schema.GroupResource][]*item) {
	crds := schema.GroupResource{Group: "apiextensions.k8s.io", Resource: "customresourcedefinitions"}
	pods := c[schema.GroupResource{Resource: "pods"}]
	if !b.custom || b.cut || c[crds] == nil || !c[crds].whole || pods == nil {
		return
	}
	var unpacked window
	for _, it := range objects[crds] {
		name := it.name
		resource, group, ok := strings.Cut(name, ".")
		if !ok || b.failedCRDs[name] {
			continue
		}
		scope, _ := unpacked.whole(it).Object["spec"].(map[string]any)
		into := c.at(schema.GroupResource{Group: group, Resource: resource})
		into.whole = pods.whole || scope["scope"] == "Cluster"
		for namespace := range pods.namespaces {
			into.namespaces[namespace] = !b.failedCRDs[name+"/"+namespace]
		}
	}
}

// proveInspected adds the cluster-scoped resources of a must-gather, and those that operators name
// as a whole.
func (b *bundle) proveInspected(c covered, objects map[schema.GroupResource][]*item) {
	if b.cut {
		return
	}
	if b.image {
		for _, name := range mustGathered() {
			c.at(parseResource(name)).whole = true
		}
		// Later images ask for these as well. Each node has a CSINode, and nothing but the question
		// for all of them leads to Kubernetes' own APIServices.
		if csiNodes := parseResource("csinodes.storage.k8s.io"); len(objects[csiNodes]) > 0 {
			c.at(csiNodes).whole = true
			c.at(parseResource("csidrivers.storage.k8s.io")).whole = true
		}
		if services := parseResource("apiservices.apiregistration.k8s.io"); namesOf(objects[services])["v1."] {
			c.at(services).whole = true
		}
	}
	var unpacked window
	for _, it := range objects[parseResource("clusteroperators.config.openshift.io")] {
		for _, resource := range relatedTo(unpacked.whole(it)) {
			c.at(resource).whole = true
		}
	}
}

// parseResource reads the name of a resource as blind spots write it.
func parseResource(name string) schema.GroupResource { return schema.ParseGroupResource(name) }

// proveQueries adds what sonobuoy has asked for, also where it got nothing.
func (b *bundle) proveQueries(c covered, known kinds) {
	if b.chosen || b.cut {
		return
	}
	defined := map[string][]schema.GroupResource{}
	for kind, info := range known {
		defined[info.resource] = append(defined[info.resource], schema.GroupResource{Group: kind.Group, Resource: info.resource})
	}
	for _, q := range b.queries {
		resource := schema.GroupResource{}
		name := strings.ToLower(q.Resource)
		if builtIn, ok := builtInNamed(name, ""); ok && builtIn.resource == name {
			resource = builtIn.groupResource()
		} else if found := defined[name]; len(found) == 1 {
			resource = found[0]
		}
		switch {
		case resource.Resource == "":
		case q.Error != nil:
			b.failed[name] = true
		case q.Namespace != "":
			c.at(resource).namespaces[q.Namespace] = true
		default:
			c.at(resource).whole = true
		}
	}
}
