package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// APIObjects is the maximum number of objects of one resource that are looked at for their writers.
const APIObjects = 500

// writersReads are the reads of who wrote objects of some resources.
func writersReads(resources []facts.AgedAPI) []Read {
	var reads []Read
	for _, a := range resources {
		read := ifServed(a.Group, a.Resource)
		read.When = "a version of it that goes is served"
		reads = append(reads, read)
	}
	return reads
}

func apiWritersCollector() Collector {
	return Collector{
		Facts:   facts.KindAPIWriters,
		Reads:   writersReads(facts.AgedAPIs()),
		Collect: collectAPIWriters,
	}
}

// collectAPIWriters reads who wrote objects in versions that go: the metadata of at most APIObjects
// of each resource, and of those alone that are served in such a version. Mostly there are none.
func collectAPIWriters(ctx context.Context, r *Run) Fill {
	all := writersOfEach(ctx, r, facts.AgedAPIs())
	return func(s *facts.Snapshot) { s.APIWriters = all }
}

// writersOfEach reads the writers of each resource.
func writersOfEach(ctx context.Context, r *Run, resources []facts.AgedAPI) []facts.APIWriter {
	var parts []func(*Run) []facts.APIWriter
	for _, a := range resources {
		parts = append(parts, func(r *Run) []facts.APIWriter { return writersOf(ctx, r, a) })
	}
	all := runParallel(r, parts)
	sortBy(all,
		func(w facts.APIWriter) string { return w.Name },
		func(w facts.APIWriter) string { return w.Version },
		func(w facts.APIWriter) string { return w.Manager })
	return all
}

// writersOf reads the writers of one resource, by version and manager.
func writersOf(ctx context.Context, r *Run, a facts.AgedAPI) []facts.APIWriter {
	q := target.Query{Group: a.Group, Resource: a.Resource, Metadata: true}
	if !r.serves(&q) {
		return nil
	}
	served := servedAged(r, q, a)
	if len(served) == 0 {
		return nil
	}
	found := map[string]*facts.APIWriter{}
	read := 0
	q.Restart = func() { found, read = map[string]*facts.APIWriter{}, 0 }
	err := r.src.Each(ctx, q, func(object runtime.Object) error {
		if read == APIObjects {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d objects; no more are read", APIObjects)}
		}
		read++
		switch o := object.(type) {
		case *target.Malformed:
			r.malformed(q, o)
		case *metav1.PartialObjectMetadata:
			addWriters(found, o, a, served)
		}
		return nil
	})
	if err != nil {
		r.fail("list", q, err)
	}
	var all []facts.APIWriter
	for _, w := range found {
		all = append(all, *w)
	}
	return all
}

// servedAged returns the versions that go and are served.
func servedAged(r *Run, q target.Query, a facts.AgedAPI) map[string]bool {
	apis, _ := r.discover() // serves has told of what is not known
	served := map[string]bool{}
	for _, version := range a.Versions {
		if serves(apis, q, version) {
			served[a.Group+"/"+version] = true
		}
	}
	return served
}

// addWriters counts the object for each who wrote it in one of the versions.
func addWriters(found map[string]*facts.APIWriter, o *metav1.PartialObjectMetadata, a facts.AgedAPI, served map[string]bool) {
	for writer := range objectWriters(o) {
		if !served[writer.apiVersion] {
			continue
		}
		key := writer.apiVersion + " " + writer.manager
		if found[key] == nil {
			found[key] = &facts.APIWriter{
				Name: a.Resource + "." + a.Group, Group: a.Group, Version: strings.TrimPrefix(writer.apiVersion, a.Group+"/"), Kind: a.Kind,
				Manager: writer.manager, Object: facts.ObjectRef{Kind: a.Kind, Namespace: o.Namespace, Name: o.Name},
			}
		}
		found[key].Objects++
	}
}

// objectWriter is who wrote an object, and in which version.
type objectWriter struct{ apiVersion, manager string }

// objectWriters returns those of the managed fields, and kubectl apply by the last applied
// configuration, each once.
func objectWriters(o *metav1.PartialObjectMetadata) map[objectWriter]bool {
	all := map[objectWriter]bool{}
	kubectl := map[string]bool{} // the versions of which kubectl is a manager already
	for _, f := range o.ManagedFields {
		all[objectWriter{f.APIVersion, text.Truncate(f.Manager, valueMax)}] = true
		kubectl[f.APIVersion] = kubectl[f.APIVersion] || strings.HasPrefix(f.Manager, "kubectl")
	}
	var applied struct {
		APIVersion string `json:"apiVersion"`
	}
	last := o.Annotations["kubectl.kubernetes.io/last-applied-configuration"]
	if json.Unmarshal([]byte(last), &applied) == nil && applied.APIVersion != "" && !kubectl[applied.APIVersion] {
		all[objectWriter{applied.APIVersion, "kubectl apply"}] = true
	}
	return all
}
