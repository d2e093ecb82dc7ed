package service

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// versioned are the fields of an object that are in tables, each once, with the first line it is written at.
func (o *object) versioned(tables []facts.FieldTable) []facts.LandingVersioned {
	var out []facts.LandingVersioned
	if !builtinGroup(o.group) {
		return nil
	}
	for _, table := range tables {
		for _, row := range table.Fields {
			kind, path, _ := strings.Cut(row.Path, ".")
			for _, root := range o.rootsOf(kind) {
				steps := strings.Split(strings.ReplaceAll(path, "[]", ".[]"), ".")
				if line := o.uses(row.Value, o.fields, nil, append(root, steps...)); line > 0 {
					out = append(out, facts.LandingVersioned{Manifest: o.manifest(), Path: row.Path, Value: row.Value, FieldLine: line})
					break
				}
			}
		}
	}
	return out
}

// rootsOf are the paths below which an object holds what a kind of the tables has: a pod template, a job, a
// template of claims, or the object itself.
func (o *object) rootsOf(kind string) [][]string {
	switch {
	case kind == o.kind:
		return [][]string{nil}
	case kind == "Pod" && (o.is("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") || o.is("batch", "Job", "CronJob") || o.is("", "ReplicationController")):
		return [][]string{templatePath(o.kind)}
	case kind == "Job" && o.kind == "CronJob":
		return [][]string{{"spec", "jobTemplate"}}
	case kind == "PersistentVolumeClaim" && o.kind == "StatefulSet":
		return [][]string{{"spec", "volumeClaimTemplates", "[]"}}
	}
	return nil
}

// uses is the line at which a path leads to a value; to any at all where value is "". 0 when it does not.
func (o *object) uses(value string, at any, walked, steps []string) int {
	if len(steps) == 0 {
		if at == nil || value != "" && fmt.Sprint(at) != value {
			return 0
		}
		return o.Line(walked...)
	}
	next := func(step string) []string { return append(walked[:len(walked):len(walked)], step) }
	fields, _ := at.(map[string]any)
	switch steps[0] {
	case "[]":
		list, _ := at.([]any)
		for i, element := range list {
			if line := o.uses(value, element, next(fmt.Sprint(i)), steps[1:]); line > 0 {
				return line
			}
		}
		return 0
	case "*":
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			if line := o.uses(value, fields[key], next(key), steps[1:]); line > 0 {
				return line
			}
		}
		return 0
	}
	return o.uses(value, fields[steps[0]], next(steps[0]), steps[1:])
}
