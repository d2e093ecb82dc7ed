package target

import (
	"slices"
	"strings"
	"unicode"
)

// kubectl up to 1.13 wrote `cluster-info dump` with the names that Kubernetes has for fields inside: Items,
// Spec, NodeName; and an object's metadata beside them.

// metadataFields are the fields of an object's metadata.
var metadataFields = []string{
	"name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
	"deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers",
}

// ofUsers are fields whose own fields are named by users, or for resources.
var ofUsers = []string{
	"labels", "annotations", "Data", "BinaryData", "NodeSelector", "MatchLabels", "matchLabels", "Capacity", "Allocatable", "Limits", "Requests", "Hard", "Used",
}

// withCurrentNames returns an object with the names that its fields have in the API, where it has those of
// inside; any other as it is.
func withCurrentNames(fields map[string]any) map[string]any {
	_, current := fields["metadata"]
	if _, named := fields["name"].(string); current || !named {
		return fields
	}
	out, _ := renamed(fields, "").(map[string]any)
	return withMetadata(out)
}

// withMetadata moves metadata to where it belongs.
func withMetadata(fields map[string]any) map[string]any {
	metadata := map[string]any{}
	for _, name := range metadataFields {
		if value, ok := fields[name]; ok {
			metadata[name] = value
			delete(fields, name)
		}
	}
	fields["metadata"] = metadata
	return fields
}

// renamed returns a value with the API's names of fields. Below is the field that holds it.
func renamed(value any, below string) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = renamed(v[i], below)
		}
	case map[string]any:
		plainMap := below == "Selector" && !slices.ContainsFunc([]string{"matchLabels", "matchExpressions"}, func(key string) bool { return v[key] != nil })
		if plainMap || slices.Contains(ofUsers, below) {
			return v
		}
		out := make(map[string]any, len(v))
		for key, element := range v {
			out[apiName(key)] = renamed(element, key)
		}
		switch below {
		case "Template":
			return withMetadata(out)
		case "Spec":
			hoistHost(out)
		}
		return out
	}
	return value
}

// hoistHost moves what a pod shares with its node from its security context to its spec.
func hoistHost(spec map[string]any) {
	context, _ := spec["securityContext"].(map[string]any)
	for _, name := range []string{"hostNetwork", "hostPID", "hostIPC"} {
		if value, ok := context[name]; ok {
			spec[name] = value
			delete(context, name)
		}
	}
}

// apiName is the API's name of a field: nodeName for NodeName, podIP for PodIP, dnsPolicy for DNSPolicy.
func apiName(name string) string {
	upper := 0
	for upper < len(name) && unicode.IsUpper(rune(name[upper])) {
		upper++
	}
	if upper > 1 && upper < len(name) && unicode.IsLower(rune(name[upper])) {
		upper-- // the last begins the next word
	}
	return strings.ToLower(name[:upper]) + name[upper:]
}
