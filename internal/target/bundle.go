package target

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// bundle is what the files of a bundle say besides their objects, and what its layout proves.
type bundle struct {
	// files counts the files that were recognised as one of a maker's.
	files map[maker]int
	// covered are the resources of which a file holds all objects, of a namespace or as a whole.
	covered covered
	// unread are the resources of which a file could not be read; anything when it is not known of
	// which. cut says that the archive ends early.
	unread        map[schema.GroupResource]bool
	anything, cut bool
	// failed are the resources that a support bundle could not list, failedCRDs those of CRDs, and
	// custom says that it asked for these.
	failed     map[string]bool
	failedCRDs map[string]bool
	custom     bool
	// dumps are the lists of `kubectl cluster-info dump`, by namespace.
	dumps map[string]map[schema.GroupResource][]*list
	// everyDump says that these are all namespaces.
	everyDump bool
	// queries are what sonobuoy has asked for; chosen says that it chose objects by a label.
	queries []query
	chosen  bool
	// image says that the files of OpenShift's own must-gather image are there, operator that those
	// of the Insights operator are.
	image, operator bool

	version   []byte
	groups    []Group
	resources []Group
	moment    time.Time
}

// query is one of sonobuoy's requests.
type query struct {
	Resource  string `json:"queryobj"`
	Namespace string `json:"namespace"`
	Error     any    `json:"error"`
}

func newBundle() *bundle {
	return &bundle{
		files: map[maker]int{}, covered: covered{}, unread: map[schema.GroupResource]bool{},
		failed: map[string]bool{}, failedCRDs: map[string]bool{}, dumps: map[string]map[schema.GroupResource][]*list{},
	}
}

// saw counts a file.
func (b *bundle) saw(at place) {
	if at.role == holdsLog || at.role == holdsLogs {
		return
	}
	if at.role == holdsObjects && at.maker != unknownMaker || at.maker == sonobuoy || at.maker == supportBundle {
		b.files[at.maker]++
	}
}

// broken takes note of a file that could not be read to its end.
func (b *bundle) broken(at place) {
	if at.role != holdsObjects {
		return
	}
	if at.resource.Resource == "" {
		b.anything = true
		return
	}
	b.unread[at.resource] = true
}

// file takes note of the lists of a file. Whole says that it was read to its end.
func (b *bundle) file(at place, lists []*list, whole bool) {
	for _, l := range lists {
		whole = whole && !l.cut
	}
	typed := len(lists) > 0
	for _, l := range lists {
		typed = typed && l.served
	}
	switch {
	case !whole:
		b.broken(at)
	case !at.list || !typed && at.maker != supportBundle:
	case at.maker == clusterInfo:
		if b.dumps[at.namespace] == nil {
			b.dumps[at.namespace] = map[schema.GroupResource][]*list{}
		}
		b.dumps[at.namespace][at.resource] = lists
	case at.namespace != "":
		b.covered.at(at.resource).namespaces[at.namespace] = true
	case resourceName(at.resource) == "namespaces":
		b.namespaces(lists)
	default:
		b.covered.at(at.resource).whole = true
	}
}

// namespaces takes note of a support bundle's list of namespaces: those that it was asked for, or
// all, of which later versions make a typed list. In an older one those that each cluster has show
// it.
func (b *bundle) namespaces(lists []*list) {
	c := b.covered.at(schema.GroupResource{Resource: "namespaces"})
	c.why = "only those that were asked for are there"
	for _, l := range lists {
		if l.of.Kind == "Namespace" || l.ownNamespaces {
			c.whole = true
		}
	}
}

// stream takes note of the lists that `kubectl cluster-info dump` prints with logs between them.
// False when they are something else.
func (b *bundle) stream(lists []*list) bool {
	kinds := []string{"Event", "ReplicationController", "Service", "DaemonSet", "Deployment", "ReplicaSet", "Pod"}
	if len(lists) < 1+len(kinds) || lists[0].of.Kind != "Node" {
		return false
	}
	var order []string
	for at := 1; at+len(kinds) <= len(lists); at += len(kinds) {
		group := lists[at : at+len(kinds)]
		spread := map[string]bool{}
		for i, l := range group {
			if l.of.Kind != kinds[i] {
				return false
			}
			for namespace := range l.namespaces() {
				spread[namespace] = true
			}
		}
		if len(spread) > 1 {
			return false
		}
		name := ""
		for namespace := range spread {
			name = namespace
			b.dumps[namespace] = map[schema.GroupResource][]*list{}
			for _, kind := range kinds {
				known, _ := builtInNamed(kind, "") // they are in the table
				b.dumps[namespace][known.groupResource()] = nil
			}
		}
		order = append(order, name)
	}
	b.covered.at(schema.GroupResource{Resource: "nodes"}).whole = !lists[0].cut
	b.everyDump = allInOrder(order)
	return true
}

// allInOrder reports whether the namespaces of a dump are all of them, which come in the order of
// their names: the two that are empty in most clusters lie between default and kube-system. Only
// those of which there is an object have a name here.
func allInOrder(names []string) bool {
	first, system := -1, -1
	last := ""
	between := 0
	for i, name := range names {
		if name != "" && name < last {
			return false
		}
		if name != "" {
			last = name
		}
		switch {
		case name == "default":
			first = i
		case name == "kube-system":
			system = i
		case first >= 0 && system < 0 && (name == "" || strings.HasPrefix(name, "kube-")):
			between++
		}
	}
	return first >= 0 && system > first && between >= 2
}

// maker returns who has made the bundle, as far as its files tell.
func (b *bundle) maker() maker {
	best, most := unknownMaker, 0
	for by, files := range b.files {
		if by == clusterInfo && len(b.confirmed()) == 0 || by == insights && !b.operator {
			continue
		}
		if files > most || files == most && by < best {
			best, most = by, files
		}
	}
	if best == inspection && b.image {
		return mustGather
	}
	return best
}

// choosesPods reports whether pods that are not well are gathered without those beside them, so that
// they say nothing of how many of their owner's are ready.
func (b *bundle) choosesPods() bool {
	by := b.maker()
	return by == insights || by == crashd
}

// confirmed are the namespaces that `kubectl cluster-info dump` wrote: no other program writes a
// list of ReplicationControllers by that name beside the others.
func (b *bundle) confirmed() map[string]bool {
	found := map[string]bool{}
	for namespace, lists := range b.dumps {
		if _, ok := lists[schema.GroupResource{Resource: "replicationcontrollers"}]; ok {
			found[namespace] = true
		}
	}
	return found
}

// unconfirmed are the lists of files that are only named like those of a dump.
func (b *bundle) unconfirmed() []*list {
	var all []*list
	found := b.confirmed()
	for namespace, byResource := range b.dumps {
		for _, lists := range byResource {
			if !found[namespace] {
				all = append(all, lists...)
			}
		}
	}
	return all
}

// relatedTo returns the resources of which an operator of OpenShift says that all objects belong to
// it: `oc adm inspect` gathers them.
func relatedTo(o *unstructured.Unstructured) []schema.GroupResource {
	var all []schema.GroupResource
	related, _, _ := unstructured.NestedSlice(o.Object, "status", "relatedObjects")
	for _, one := range related {
		ref, _ := one.(map[string]any)
		text := func(key string) string { value, _ := ref[key].(string); return value }
		if ref != nil && text("name") == "" && text("namespace") == "" && text("resource") != "" {
			all = append(all, schema.GroupResource{Group: text("group"), Resource: text("resource")})
		}
	}
	return all
}
