package collect

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

// namedResources are the resources of which services name objects, with the fields that are kept of them.
func namedResources() []ProductKind {
	return []ProductKind{
		{Group: "argoproj.io", Resource: "analysistemplates"},
		{Group: "argoproj.io", Resource: "clusteranalysistemplates"},
		{Group: "keda.sh", Resource: "clustertriggerauthentications"},
		{Group: "keda.sh", Resource: "triggerauthentications"},
		{Group: "resource.k8s.io", Resource: "resourceclaims", Fields: kube.DeviceClassPaths("ResourceClaim")},
		{Group: "resource.k8s.io", Resource: "resourceclaimtemplates", Fields: kube.DeviceClassPaths("ResourceClaimTemplate")},
		{Group: "secrets-store.csi.x-k8s.io", Resource: "secretproviderclasses", Fields: []string{"spec.provider"}},
		{Group: "snapshot.storage.k8s.io", Resource: "volumesnapshots", Fields: []string{"spec.volumeSnapshotClassName", "status.readyToUse"}},
		{Group: "storage.k8s.io", Resource: "volumeattributesclasses", Fields: []string{"driverName"}},
	}
}

func namedObjectsCollector() Collector {
	var reads []Read
	for _, kind := range namedResources() {
		read := lookUp(kind.Resource)
		read.Group, read.IfServed = kind.Group, true
		reads = append(reads, read)
	}
	return Collector{Facts: facts.KindNamedObjects, Reads: reads, Collect: collectNamedObjects}
}

// collectNamedObjects looks up the objects that a service names of APIs that not every cluster has.
func collectNamedObjects(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.NamedObject
	wanted := r.opts.Lookups.Objects
	for _, ref := range wanted[:min(len(wanted), namedMax)] {
		kinds := namedResources()
		i := slices.IndexFunc(kinds, func(k ProductKind) bool { return k.Resource+"."+k.Group == ref.Resource })
		if i >= 0 {
			parts = append(parts, func(r *Run) []facts.NamedObject { return kinds[i].lookUp(ctx, r, ref) })
		}
	}
	found := runParallel(r, parts)
	return func(s *facts.Snapshot) { s.NamedObjects = found }
}

// lookUp looks up one object; none where it could not be read.
func (k ProductKind) lookUp(ctx context.Context, r *Run, ref facts.ResourceRef) []facts.NamedObject {
	q := target.Query{Group: k.Group, Resource: k.Resource, Namespace: ref.Namespace, Name: ref.Name, Dynamic: true}
	out := facts.NamedObject{Resource: ref.Resource, Namespace: ref.Namespace, Name: ref.Name}
	before := len(r.blind)
	if out.Served = r.serves(&q); !out.Served {
		if len(r.blind) > before {
			return nil
		}
		return []facts.NamedObject{out}
	}
	object, err := r.src.Get(ctx, q)
	if target.IsNotFound(err) {
		return []facts.NamedObject{out}
	}
	found, ok := object.(*unstructured.Unstructured)
	if err != nil || !ok {
		r.fail("get", q, orNoObject(err))
		return nil
	}
	kept, err := k.distil(found)
	if err != nil {
		r.malformed(q, &target.Malformed{Namespace: ref.Namespace, Name: ref.Name, Err: err})
		return nil
	}
	out.Exists, out.Fields = true, kept.Fields
	return []facts.NamedObject{out}
}
