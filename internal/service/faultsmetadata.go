package service

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// metadata finds names, labels and annotations that no object may have.
func (f *faultFinder) metadata() {
	path := []string{"metadata", "name"}
	name, _ := f.fieldsOf("metadata")["name"].(string)
	switch rule := nameRule(f.object); {
	case rule == nil || name == "":
	case len(rule(name)) > 0:
		f.add(path, "its name %s is not valid: %s", quoted(name), because(rule(name)))
	}
	f.labels([]string{"metadata", "labels"})
	f.annotations([]string{"metadata", "annotations"})
}

// nameRule is what names of a kind must look like; nil where kinds differ.
func nameRule(o *object) func(string) []string {
	switch {
	case o.is("", "Namespace"), o.is("", "Service"): // of a Service less is allowed in older releases
		return validation.IsDNS1123Label
	case o.is("networking.k8s.io", "Ingress", "NetworkPolicy", "IngressClass"):
		return validation.IsDNS1123Subdomain
	}
	for _, group := range []string{"", "apps", "autoscaling", "batch", "policy"} {
		if o.group == group {
			return validation.IsDNS1123Subdomain
		}
	}
	return nil
}

// labels finds labels that cannot be: their keys and values have rules.
func (f *faultFinder) labels(path []string) {
	all := f.fieldsOf(path...)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		value, isText := all[key].(string)
		switch {
		case all[key] == nil:
		case !isText:
			f.hasOtherTypes = true
			f.add(below(path, key), "the label %s must be a text: put its value in quotes", quoted(key))
		case len(validation.IsQualifiedName(key)) > 0:
			f.add(below(path, key), "the label %s is not valid: %s", quoted(key), because(validation.IsQualifiedName(key)))
		case len(validation.IsValidLabelValue(value)) > 0:
			f.add(below(path, key), "the value %s of the label %s is not valid: %s", quoted(value), key, because(validation.IsValidLabelValue(value)))
		}
	}
}

// annotations finds annotations that cannot be: their keys have rules, and their values are texts.
func (f *faultFinder) annotations(path []string) {
	all := f.fieldsOf(path...)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		_, isText := all[key].(string)
		switch {
		case all[key] == nil:
		case !isText:
			f.hasOtherTypes = true
			f.add(below(path, key), "the annotation %s must be a text: put its value in quotes", quoted(key))
		case len(validation.IsQualifiedName(strings.ToLower(key))) > 0:
			f.add(below(path, key), "the annotation %s is not valid: %s", quoted(key), because(validation.IsQualifiedName(strings.ToLower(key))))
		}
	}
}

// fieldsOf are the fields at a path; none where it leads to something else.
func (f *faultFinder) fieldsOf(path ...string) map[string]any {
	fields, _ := f.at(path...).(map[string]any)
	return fields
}
