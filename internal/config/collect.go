package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Resource is one that policies of your own judge.
type Resource struct {
	// What policies call it; by default as the resource is called.
	Name string `yaml:"name"`
	// Its API group, without a version: kafka.strimzi.io.
	Group string `yaml:"group"`
	// The version to read it in; the preferred one by default.
	Version string `yaml:"version"`
	// Its plural as in `kubectl api-resources`, in lower case.
	Resource string `yaml:"resource" jsonschema:"required"`
	// The one namespace to read it from; all by default.
	Namespace string `yaml:"namespace"`
	// The fields to keep, as spec.partitions or "status.conditions[].type".
	Fields []string `yaml:"fields"`
	// Whether a cluster that does not serve it simply has none of it.
	Optional bool `yaml:"optional"`
}

// maxFields is how many fields of one resource are kept: facts are distilled.
const maxFields = 20

// What the parts of an entry look like.
var (
	validName     = regexp.MustCompile(`^[a-z][A-Za-z0-9_]*$`)
	validGroup    = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
	validVersion  = regexp.MustCompile(`^v[0-9]+((alpha|beta)[0-9]+)?$`)
	validResource = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// readResources checks the entries of collect:.
func readResources(entries []Resource) ([]facts.CustomSource, error) {
	var out []facts.CustomSource
	for i, r := range entries {
		source, err := r.read()
		if err != nil {
			return nil, fmt.Errorf("collect: number %d (%s) %w", i+1, r.Resource, err)
		}
		if slices.ContainsFunc(out, func(o facts.CustomSource) bool { return o.Name == source.Name }) {
			return nil, fmt.Errorf("collect: number %d (%s) has the name %s of another one: names must be unique", i+1, r.Resource, source.Name)
		}
		out = append(out, source)
	}
	return out, nil
}

// read checks one entry.
func (r Resource) read() (facts.CustomSource, error) {
	name := r.Name
	if name == "" {
		name = r.Resource
	}
	switch {
	case !validResource.MatchString(r.Resource):
		return facts.CustomSource{}, fmt.Errorf("must have a resource: its plural as in `kubectl api-resources`, in lower case")
	case r.Resource == "secrets":
		return facts.CustomSource{}, fmt.Errorf("must not be secrets, which kready never reads")
	case r.Group != "" && !validGroup.MatchString(r.Group):
		return facts.CustomSource{}, fmt.Errorf("has an invalid group %q: must be like kafka.strimzi.io, without a version", r.Group)
	case r.Version != "" && !validVersion.MatchString(r.Version):
		return facts.CustomSource{}, fmt.Errorf("has an invalid version %q: must be like v1 or v1beta2, or left out", r.Version)
	case r.Namespace != "" && !validResource.MatchString(r.Namespace):
		return facts.CustomSource{}, fmt.Errorf("has an invalid namespace %q", r.Namespace)
	case !validName.MatchString(name):
		return facts.CustomSource{}, fmt.Errorf("must have a name that policies can write as input.custom.NAME: letters and digits, like topics")
	case len(r.Fields) > maxFields:
		return facts.CustomSource{}, fmt.Errorf("has %d fields: must be at most %d", len(r.Fields), maxFields)
	}
	fields := slices.Compact(slices.Sorted(slices.Values(r.Fields)))
	tree, err := facts.NewFieldTree(fields)
	if err != nil {
		return facts.CustomSource{}, fmt.Errorf("has an invalid field: %w", err)
	}
	for _, own := range []string{"name", "namespace", "labels", "createdAt"} {
		if tree.Fields[own] != nil {
			return facts.CustomSource{}, fmt.Errorf("must not have the field %q, which kready itself fills from metadata", own)
		}
	}
	for _, field := range fields {
		if strings.Contains(field, "env[].value") {
			return facts.CustomSource{}, fmt.Errorf("must not have the field %q: environment values can be secrets", field)
		}
	}
	return facts.CustomSource{
		Name: name, Group: r.Group, Version: r.Version, Resource: r.Resource,
		Namespace: r.Namespace, Fields: append([]string{}, fields...), Optional: r.Optional,
	}, nil
}
