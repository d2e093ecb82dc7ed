package kube

import "github.com/kready/kready/internal/facts"

// The resources of which services name objects that are looked up, "plural.group".
const (
	SecretProviderClasses         = "secretproviderclasses.secrets-store.csi.x-k8s.io"
	VolumeAttributesClasses       = "volumeattributesclasses.storage.k8s.io"
	VolumeSnapshots               = "volumesnapshots.snapshot.storage.k8s.io"
	TriggerAuthentications        = "triggerauthentications.keda.sh"
	ClusterTriggerAuthentications = "clustertriggerauthentications.keda.sh"
	AnalysisTemplates             = "analysistemplates.argoproj.io"
	ClusterAnalysisTemplates      = "clusteranalysistemplates.argoproj.io"
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
