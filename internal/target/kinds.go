package target

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// clusterScoped are the built-in kinds that live in no namespace, by their groups.
var clusterScoped = map[string][]string{
	"": {"Node", "Namespace", "PersistentVolume", "ComponentStatus"},
	"admissionregistration.k8s.io": {
		"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
		"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
		"MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
	},
	"apiextensions.k8s.io":         {"CustomResourceDefinition"},
	"apiregistration.k8s.io":       {"APIService"},
	"certificates.k8s.io":          {"CertificateSigningRequest", "ClusterTrustBundle"},
	"flowcontrol.apiserver.k8s.io": {"FlowSchema", "PriorityLevelConfiguration"},
	"networking.k8s.io":            {"IngressClass", "IPAddress", "ServiceCIDR"},
	"node.k8s.io":                  {"RuntimeClass"},
	"policy":                       {"PodSecurityPolicy"},
	"rbac.authorization.k8s.io":    {"ClusterRole", "ClusterRoleBinding"},
	"resource.k8s.io":              {"DeviceClass", "ResourceSlice", "DeviceTaintRule"},
	"scheduling.k8s.io":            {"PriorityClass"},
	"storage.k8s.io":               {"StorageClass", "CSIDriver", "CSINode", "VolumeAttachment", "VolumeAttributesClass"},
	"storagemigration.k8s.io":      {"StorageVersionMigration"},
	"internal.apiserver.k8s.io":    {"StorageVersion"},
}

// builtInGroups are the API groups of Kubernetes itself, removed ones included.
func builtInGroups() []string {
	return []string{
		"", "admissionregistration.k8s.io", "apps", "authentication.k8s.io", "authorization.k8s.io", "autoscaling",
		"batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "extensions",
		"flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "lifecycle.k8s.io", "networking.k8s.io",
		"node.k8s.io", "policy", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io",
		"storage.k8s.io", "storagemigration.k8s.io",
	}
}

// kindInfo is what is known of a kind without discovery.
type kindInfo struct {
	resource   string
	namespaced bool
}

// kinds are the resources and scopes of kinds that CRDs among the objects define.
type kinds map[schema.GroupKind]kindInfo

// learn adds the kind of a CustomResourceDefinition.
func (k kinds) learn(crd *unstructured.Unstructured) {
	group, _, _ := unstructured.NestedString(crd.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(crd.Object, "spec", "names", "kind")
	plural, _, _ := unstructured.NestedString(crd.Object, "spec", "names", "plural")
	scope, _, _ := unstructured.NestedString(crd.Object, "spec", "scope")
	if kind != "" && plural != "" {
		k[schema.GroupKind{Group: group, Kind: kind}] = kindInfo{resource: plural, namespaced: scope != "Cluster"}
	}
}

// of returns the resource of a kind, and whether it is namespaced. An unknown kind is taken
// to be cluster-scoped.
func (k kinds) of(gvk schema.GroupVersionKind) kindInfo {
	if info, ok := k[gvk.GroupKind()]; ok {
		return info
	}
	return kindInfo{
		resource:   plural(gvk),
		namespaced: slices.Contains(builtInGroups(), gvk.Group) && !slices.Contains(clusterScoped[gvk.Group], gvk.Kind),
	}
}

// Plural guesses the resource of a kind of which nothing is known: "deployments".
func Plural(group, version, kind string) string {
	return plural(schema.GroupVersionKind{Group: group, Version: version, Kind: kind})
}

// plural guesses the resource of a kind. The guess of apimachinery lacks the ending of
// kinds such as Elasticsearch, and makes gatewaies of Gateway.
func plural(gvk schema.GroupVersionKind) string {
	kind := strings.ToLower(gvk.Kind)
	switch {
	case strings.HasSuffix(kind, "ch"), strings.HasSuffix(kind, "sh"):
		return kind + "es"
	case len(kind) > 1 && kind[len(kind)-1] == 'y' && strings.ContainsRune("aeiou", rune(kind[len(kind)-2])):
		return kind + "s"
	}
	guess, _ := meta.UnsafeGuessKindToResource(gvk)
	return guess.Resource
}

// crdVersions are the versions that a CustomResourceDefinition serves.
func crdVersions(crd *unstructured.Unstructured) []string {
	list, _, _ := unstructured.NestedSlice(crd.Object, "spec", "versions")
	var stored, served []string
	for _, element := range list {
		version, _ := element.(map[string]any)
		name, _ := version["name"].(string)
		isServed, isSet := version["served"].(bool)
		switch {
		case name == "" || isSet && !isServed:
		case version["storage"] == true:
			stored = append(stored, name)
		default:
			served = append(served, name)
		}
	}
	if one, _, _ := unstructured.NestedString(crd.Object, "spec", "version"); one != "" && len(stored)+len(served) == 0 {
		stored = append(stored, one)
	}
	return append(stored, served...)
}

// isCRD reports whether an object defines a kind.
func isCRD(o *unstructured.Unstructured) bool {
	return o.GetKind() == "CustomResourceDefinition" && strings.HasPrefix(o.GetAPIVersion(), "apiextensions.k8s.io/")
}
