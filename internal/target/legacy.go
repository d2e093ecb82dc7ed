package target

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// currentVersions maps kinds of removed API versions to the current ones. Fields that become
// facts are the same in both; convertLegacy changes the rest.
var currentVersions = map[schema.GroupVersionKind]schema.GroupVersion{
	{Group: "extensions", Version: "v1beta1", Kind: "Deployment"}:      {Group: "apps", Version: "v1"},
	{Group: "extensions", Version: "v1beta1", Kind: "DaemonSet"}:       {Group: "apps", Version: "v1"},
	{Group: "extensions", Version: "v1beta1", Kind: "ReplicaSet"}:      {Group: "apps", Version: "v1"},
	{Group: "extensions", Version: "v1beta1", Kind: "Ingress"}:         {Group: "networking.k8s.io", Version: "v1"},
	{Group: "extensions", Version: "v1beta1", Kind: "NetworkPolicy"}:   {Group: "networking.k8s.io", Version: "v1"},
	{Group: "apps", Version: "v1beta1", Kind: "Deployment"}:            {Group: "apps", Version: "v1"},
	{Group: "apps", Version: "v1beta1", Kind: "StatefulSet"}:           {Group: "apps", Version: "v1"},
	{Group: "apps", Version: "v1beta2", Kind: "Deployment"}:            {Group: "apps", Version: "v1"},
	{Group: "apps", Version: "v1beta2", Kind: "DaemonSet"}:             {Group: "apps", Version: "v1"},
	{Group: "apps", Version: "v1beta2", Kind: "StatefulSet"}:           {Group: "apps", Version: "v1"},
	{Group: "policy", Version: "v1beta1", Kind: "PodDisruptionBudget"}: {Group: "policy", Version: "v1"},
	{Group: "networking.k8s.io", Version: "v1beta1", Kind: "Ingress"}:  {Group: "networking.k8s.io", Version: "v1"},
	{Group: "networking.k8s.io", Version: "v1beta1", Kind: "IngressClass"}: {
		Group: "networking.k8s.io", Version: "v1",
	},
	{Group: "discovery.k8s.io", Version: "v1beta1", Kind: "EndpointSlice"}: {Group: "discovery.k8s.io", Version: "v1"},
	{Group: "storage.k8s.io", Version: "v1beta1", Kind: "StorageClass"}:    {Group: "storage.k8s.io", Version: "v1"},
	{Group: "storage.k8s.io", Version: "v1beta1", Kind: "CSIDriver"}:       {Group: "storage.k8s.io", Version: "v1"},
	{Group: "storage.k8s.io", Version: "v1beta1", Kind: "CSINode"}:         {Group: "storage.k8s.io", Version: "v1"},
	{Group: "admissionregistration.k8s.io", Version: "v1beta1", Kind: "MutatingWebhookConfiguration"}: {
		Group: "admissionregistration.k8s.io", Version: "v1",
	},
	{Group: "admissionregistration.k8s.io", Version: "v1beta1", Kind: "ValidatingWebhookConfiguration"}: {
		Group: "admissionregistration.k8s.io", Version: "v1",
	},
	{Group: "apiextensions.k8s.io", Version: "v1beta1", Kind: "CustomResourceDefinition"}: {
		Group: "apiextensions.k8s.io", Version: "v1",
	},
	{Group: "apiregistration.k8s.io", Version: "v1beta1", Kind: "APIService"}: {
		Group: "apiregistration.k8s.io", Version: "v1",
	},
}

// convertLegacy converts an object of a removed API version to the current one.
func convertLegacy(o *unstructured.Unstructured) {
	old := o.GroupVersionKind()
	now, ok := currentVersions[old]
	if !ok {
		return
	}
	o.SetGroupVersionKind(now.WithKind(old.Kind))
	switch old.Kind {
	case "Deployment", "DaemonSet", "StatefulSet":
		selectTemplate(o)
	case "Ingress":
		// Backends have another form; no fact depends on them.
		unstructured.RemoveNestedField(o.Object, "spec", "rules")
		unstructured.RemoveNestedField(o.Object, "spec", "backend")
	case "PodDisruptionBudget":
		// In v1beta1 an empty selector selects no pods, as null does in v1.
		if selector, found, _ := unstructured.NestedMap(o.Object, "spec", "selector"); found && len(selector) == 0 {
			unstructured.RemoveNestedField(o.Object, "spec", "selector")
		}
	case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
		ignoreFailures(o)
	}
}

// selectTemplate fills in the selector that old versions took from the template.
func selectTemplate(o *unstructured.Unstructured) {
	if _, found, _ := unstructured.NestedMap(o.Object, "spec", "selector"); found {
		return
	}
	labels, found, _ := unstructured.NestedMap(o.Object, "spec", "template", "metadata", "labels")
	if found {
		_ = unstructured.SetNestedMap(o.Object, labels, "spec", "selector", "matchLabels")
	}
}

// ignoreFailures fills in the failure policy that v1beta1 had for a default.
func ignoreFailures(o *unstructured.Unstructured) {
	webhooks, _, _ := unstructured.NestedSlice(o.Object, "webhooks")
	for _, element := range webhooks {
		if webhook, ok := element.(map[string]any); ok && webhook["failurePolicy"] == nil {
			webhook["failurePolicy"] = "Ignore"
		}
	}
	if webhooks != nil {
		_ = unstructured.SetNestedSlice(o.Object, webhooks, "webhooks")
	}
}
