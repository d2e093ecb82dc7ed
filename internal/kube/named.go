package kube

import "github.com/kready/kready/internal/facts"

// The resources of which services name objects that are looked up, "plural.group".
const (
	SecretProviderClasses         = "secretproviderclasses.secrets-store.csi.x-k8s.io"
	VolumeAttributesClasses       = "volumeattributesclasses.storage.k8s.io"
	VolumeSnapshots               = "volumesnapshots.snapshot.storage.k8s.io"
	TriggerAuthentications        = "triggerauthentications.keda.sh"
	ClusterTriggerAuthentications = "clustertriggerauthentications.keda.sh"
	ResourceClaims                = "resourceclaims.resource.k8s.io"
	ResourceClaimTemplates        = "resourceclaimtemplates.resource.k8s.io"
)

// DeviceClaimsOf is the resource of a kind of claim of devices.
func DeviceClaimsOf(kind string) string {
	if kind == "ResourceClaimTemplate" {
		return ResourceClaimTemplates
	}
	return ResourceClaims
}

// DeviceClassPaths are the fields in which a kind of claim of devices names classes, in all versions of its API. Of the classes
// at the last one, one is enough.
func DeviceClassPaths(kind string) []string {
	requests := "spec.devices.requests[]."
	if kind == "ResourceClaimTemplate" {
		requests = "spec." + requests
	}
	return []string{requests + "deviceClassName", requests + "exactly.deviceClassName", requests + "firstAvailable[].deviceClassName"}
}

// NamedObject returns what was looked up of an object; nil where it was not. In a namespace that is not there, nothing is.
func NamedObject(s *facts.Snapshot, resource, namespace, name string) *facts.NamedObject {
	for i := range s.NamedObjects {
		if o := &s.NamedObjects[i]; o.Resource == resource && o.Namespace == namespace && o.Name == name {
			return o
		}
	}
	if namespace != "" && len(s.Namespaces) > 0 && Namespace(s, namespace) == nil {
		return &facts.NamedObject{Resource: resource, Namespace: namespace, Name: name}
	}
	return nil
}

// NamedValues are the values of a field of an object that was looked up.
func NamedValues(o *facts.NamedObject, path string) []string { return FieldValues(o.Fields, path) }

// FieldValues are the values at a path among those that are kept of a custom resource, none where it has none.
func FieldValues(fields []facts.ProductField, path string) []string {
	for _, f := range fields {
		if f.Name == path {
			return f.Values
		}
	}
	return nil
}
