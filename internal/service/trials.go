package service

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// Trial is an object of the service as it is sent for a dry run, or the Pod that is made of its template.
type Trial struct {
	// Manifest is the object that is written down, in both cases.
	facts.Manifest
	// Pod is true for the Pod that is made of the object's template.
	Pod bool
	// Group, Version and BodyKind are those of Body.
	Group, Version, BodyKind string
	// Named is false where the API server gives the name.
	Named bool
	Body  map[string]any

	object *object
	at     []string
}

// LineOf is where a part of the body is written, or else the nearest part that it is in.
func (t Trial) LineOf(path ...string) int { return t.object.Line(slices.Concat(t.at, path)...) }

// Trials are the objects of the service, and the Pods of its templates.
func (m *Manifests) Trials() ([]Trial, error) {
	if err := m.openAll(); err != nil {
		return nil, err
	}
	var all []Trial
	for i := range m.objects {
		o := &m.objects[i]
		all = append(all, o.trial())
		if pod, ok := o.podTrial(); ok {
			all = append(all, pod)
		}
	}
	return all, nil
}

// trial is the object itself, in the namespace that kubectl would give it.
func (o *object) trial() Trial {
	body := runtime.DeepCopyJSON(o.fields)
	metadata := body["metadata"].(map[string]any)
	delete(metadata, "managedFields") // what an apply may not bring
	delete(metadata, "namespace")
	if o.namespace != "" {
		metadata["namespace"] = o.namespace
	}
	name, _ := metadata["name"].(string)
	return Trial{Manifest: o.manifest(), Group: o.group, Version: o.version, BodyKind: o.kind, Named: name != "", Body: body, object: o}
}

// podTrial is the Pod that a controller makes of the object's template; false for an object without one.
func (o *object) podTrial() (Trial, bool) {
	at := templatePath(o.kind)
	spec, there := o.at(append(at, "spec")...).(map[string]any)
	if !there || at == nil || !o.hasPods() {
		return Trial{}, false
	}
	spec = runtime.DeepCopyJSON(spec)
	metadata := map[string]any{"generateName": o.name + "-", "namespace": o.namespace}
	for _, key := range []string{"labels", "annotations", "finalizers"} {
		if value, ok := o.at(append(at, "metadata")...).(map[string]any); ok && value[key] != nil {
			metadata[key] = runtime.DeepCopyJSONValue(value[key])
		}
	}
	if o.kind == "StatefulSet" {
		spec["volumes"] = o.withClaims(spec["volumes"])
	}
	body := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
	return Trial{Manifest: o.manifest(), Pod: true, Version: "v1", BodyKind: "Pod", Body: body, object: o, at: at}, true
}

// hasPods reports whether the kind is one whose pod templates are distilled.
func (o *object) hasPods() bool {
	return o.is("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") || o.is("batch", "Job", "CronJob") ||
		o.is("", "ReplicationController") || o.is("argoproj.io", "Rollout") || o.is("keda.sh", "ScaledJob")
}

// withClaims are the volumes of a StatefulSet's first pod: its templates of claims come before volumes of
// the same names.
func (o *object) withClaims(volumes any) []any {
	var own []any
	names := map[any]bool{}
	templates, _ := o.at("spec", "volumeClaimTemplates").([]any)
	for _, template := range templates {
		fields, _ := template.(map[string]any)
		metadata, _ := fields["metadata"].(map[string]any)
		if name, ok := metadata["name"].(string); ok {
			names[name] = true
			own = append(own, map[string]any{"name": name, "persistentVolumeClaim": map[string]any{"claimName": name + "-" + o.name + "-0"}})
		}
	}
	written, _ := volumes.([]any)
	for _, volume := range written {
		if fields, _ := volume.(map[string]any); !names[fields["name"]] {
			own = append(own, volume)
		}
	}
	return own
}
