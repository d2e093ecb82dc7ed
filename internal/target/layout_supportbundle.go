package target

import "strings"

// The clusterResources collector of troubleshoot.sh writes a file a kind and namespace, also where
// there is none, or one a kind for what has no namespace; and what it could not list beside it.
// https://github.com/replicatedhq/troubleshoot/blob/main/pkg/collect/cluster_resources.go

// bundledNames are the files and folders of cluster-resources that are not named as the resource.
func bundledNames() map[string]string {
	return map[string]string{
		"pod-disruption-budgets":            "poddisruptionbudgets",
		"ingress":                           "ingresses",
		"network-policy":                    "networkpolicies",
		"resource-quota":                    "resourcequotas",
		"storage-classes":                   "storageclasses",
		"custom-resource-definitions":       "customresourcedefinitions",
		"pvs":                               "persistentvolumes",
		"pvcs":                              "persistentvolumeclaims",
		"ingress-classes":                   "ingressclasses",
		"validating-webhook-configurations": "validatingwebhookconfigurations",
		"mutating-webhook-configurations":   "mutatingwebhookconfigurations",
	}
}

func inSupportBundle(segments []string) (place, bool) {
	if below := after(segments, "cluster-info"); len(below) == 1 && below[0] == "cluster_version.json" {
		return place{maker: supportBundle, role: saysVersion}, true
	}
	below := after(segments, "cluster-resources")
	if len(below) == 0 {
		return place{}, false
	}
	stem := stemOf(below[len(below)-1])
	at := place{maker: supportBundle, role: ignored}
	switch {
	case len(below) == 5 && below[0] == "pods" && below[1] == "logs":
		at = place{maker: supportBundle, role: holdsLog, namespace: below[2], pod: below[3], container: stem}
	case strings.HasSuffix(stem, "-errors"):
		at.role = saysErrors
		at.crd = below[0] == "custom-resources"
	case len(below) == 1 && stem == "groups":
		at.role = saysGroups
	case len(below) == 1 && stem == "resources":
		at.role = saysResources
	case below[0] == "custom-resources" && len(below) > 1:
		name, group, found := strings.Cut(stemOf(strings.Join(below[1:2], "")), ".")
		at = objectsOf(supportBundle, group, name, "")
		at.crd = true
		if len(below) == 3 {
			name, group, found = strings.Cut(below[1], ".")
			at = objectsOf(supportBundle, group, name, stem)
			at.crd = true
		}
		if !found {
			at.role = ignored
		}
	case len(below) <= 2:
		name := below[0]
		if len(below) == 1 {
			name = stem
		}
		if given := bundledNames()[name]; given != "" {
			name = given
		}
		known, ok := builtInNamed(name, "")
		if !ok || known.resource != name {
			break
		}
		at = place{maker: supportBundle, of: known.gvk(), resource: known.groupResource(), list: true}
		if len(below) == 2 {
			at.namespace = stem
		}
	}
	return at, true
}
