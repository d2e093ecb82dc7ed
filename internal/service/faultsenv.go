package service

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/facts"
)

// env finds what the environment of a container may not have.
func (p *podFaults) env(at []string, c *corev1.Container) {
	for i, env := range c.Env {
		path := below(at, "env", strconv.Itoa(i))
		if why := validation.IsRelaxedEnvVarName(env.Name); len(why) > 0 {
			p.add(path, "the name %s of a variable of the container %s is not valid: %s", quoted(env.Name), c.Name, because(why))
		}
		if env.ValueFrom != nil {
			p.valueFrom(below(path, "valueFrom"), c.Name, &env)
		}
	}
	for i, from := range c.EnvFrom {
		if (from.ConfigMapRef == nil) == (from.SecretRef == nil) {
			p.add(below(at, "envFrom", strconv.Itoa(i)), "each envFrom of the container %s must have one of configMapRef and secretRef", c.Name)
		}
	}
}

// valueFrom finds a source of a variable that there is not.
func (p *podFaults) valueFrom(at []string, container string, env *corev1.EnvVar) {
	from, sources := env.ValueFrom, 0
	for _, set := range []bool{from.FieldRef != nil, from.ResourceFieldRef != nil, from.ConfigMapKeyRef != nil, from.SecretKeyRef != nil, from.FileKeyRef != nil} {
		if set {
			sources++
		}
	}
	switch {
	case env.Value != "" && sources > 0:
		p.add(at, "the variable %s of the container %s has both a value and valueFrom", quoted(env.Name), container)
	case sources != 1:
		p.add(at, "the valueFrom of the variable %s of the container %s must have one source, and has %d", quoted(env.Name), container, sources)
	}
	what := "the variable " + quoted(env.Name) + " of the container " + container
	if from.ConfigMapKeyRef != nil && from.ConfigMapKeyRef.Key == "" {
		p.add(below(at, "configMapKeyRef"), "%s takes no key of the ConfigMap %s", what, quoted(from.ConfigMapKeyRef.Name))
	}
	if from.SecretKeyRef != nil && from.SecretKeyRef.Key == "" {
		p.add(below(at, "secretKeyRef"), "%s takes no key of the Secret %s", what, quoted(from.SecretKeyRef.Name))
	}
	if from.FieldRef != nil {
		p.fieldRef(below(at, "fieldRef"), what, from.FieldRef, envFieldPaths())
	}
	if from.ResourceFieldRef != nil {
		p.resourceFieldRef(below(at, "resourceFieldRef"), what, from.ResourceFieldRef)
	}
}

// envFieldPaths are the fields of a pod that its environment takes, volumeFieldPaths those that its volumes take.
// https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields
func envFieldPaths() []string {
	return []string{
		"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
		"status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
		"spec.host", // what spec.nodeName was once called
	}
}

func volumeFieldPaths() []string {
	return []string{"metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"}
}

// fieldRef finds a field of the pod that nothing takes.
func (f *faultFinder) fieldRef(at []string, what string, ref *corev1.ObjectFieldSelector, may []string) {
	path, key, one := strings.Cut(strings.TrimSuffix(ref.FieldPath, "']"), "['")
	switch {
	case ref.FieldPath == "":
		f.add(at, "%s takes no field of the pod: fieldPath is missing", what)
	case one && path == "metadata.annotations":
		f.fieldKey(at, what, strings.ToLower(key))
	case one && path == "metadata.labels":
		f.fieldKey(at, what, key)
	case one || !slices.Contains(may, ref.FieldPath):
		f.keep(facts.LandingFault{
			FieldLine: f.Line(below(at, "fieldPath")...), UnknownField: ref.FieldPath,
			Message: what + " takes the field " + quoted(ref.FieldPath) + " of the pod: that is none of those that it can take",
		})
	}
}

func (f *faultFinder) fieldKey(at []string, what, key string) {
	if why := validation.IsQualifiedName(key); len(why) > 0 {
		f.add(below(at, "fieldPath"), "%s takes a label or annotation %s, which is not valid: %s", what, quoted(key), because(why))
	}
}

// resourceFieldRef finds a resource of a container that nothing takes.
func (f *faultFinder) resourceFieldRef(at []string, what string, ref *corev1.ResourceFieldSelector) {
	kind, resource, _ := strings.Cut(ref.Resource, ".")
	known := slices.Contains([]string{"cpu", "memory", "ephemeral-storage"}, resource) || strings.HasPrefix(resource, corev1.ResourceHugePagesPrefix)
	if !known || kind != "limits" && kind != "requests" {
		f.add(below(at, "resource"), "%s takes the resource %s of a container: it must be limits or requests of cpu, memory, ephemeral-storage or huge pages", what, quoted(ref.Resource))
	}
}
