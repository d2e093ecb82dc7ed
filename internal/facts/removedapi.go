package facts

// APIWriter is who wrote objects in a version of an API that Kubernetes will not serve for ever.
type APIWriter struct {
	// Name is the resource with its group: "deviceclasses.resource.k8s.io".
	Name string `json:"name"`
	// Group, Version and Kind are what the objects were written as.
	Group   string `json:"group"`
	Version string `json:"version"`
	Kind    string `json:"kind"`
	// Manager is the field manager that wrote them, or "kubectl apply" for those whose last
	// applied configuration is of that version.
	Manager string `json:"manager"`
	// Objects is how many of those that were read, Object one of them.
	Objects int       `json:"objects"`
	Object  ObjectRef `json:"object"`
}

// DeprecatedRequests are what the API server's metric apiserver_requested_deprecated_apis says.
type DeprecatedRequests struct {
	// Asked is false where the metrics were not read: nobody allowed it.
	Asked    bool                `json:"asked"`
	Requests []DeprecatedRequest `json:"requests"`
}

// DeprecatedRequest is one resource that was requested in such a version since the API server started.
type DeprecatedRequest struct {
	Group       string `json:"group"`
	Version     string `json:"version"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource"`
	// RemovedIn is the release in which the version is gone, "1.38"; "" when none was named. RemovedInMinor is the number after its
	// dot, 0 for none.
	RemovedIn      string `json:"removedIn"`
	RemovedInMinor int    `json:"removedInMinor"`
}

// KubeletConfig is ConfigMap kube-system/kubelet-config, by which kubeadm configures kubelets.
type KubeletConfig struct {
	Found bool `json:"found"`
	// FeatureGates are those that it sets, sorted.
	FeatureGates []FeatureGate `json:"featureGates"`
	// LogRotation is how the logs of containers are rotated.
	LogRotation LogRotation `json:"logRotation"`
	// ClusterDNS are the addresses that pods are given as name servers, as it writes them, and ClusterDomain is the domain of
	// the names of Services; none where it sets none, and in snapshots of an older kready.
	ClusterDNS    []string `json:"clusterDNS"`
	ClusterDomain string   `json:"clusterDomain"`
}

// LogRotation is when the kubelet begins a new file for a container's log, and how many it keeps.
type LogRotation struct {
	// Said is false where the configuration was not read, and in snapshots of an older kready.
	Said bool `json:"said"`
	// MaxSize is in bytes. It and MaxFiles are the kubelet's defaults where the configuration sets none.
	MaxSize  int64 `json:"maxSize"`
	MaxFiles int   `json:"maxFiles"`
}

// FeatureGate is a feature gate that a configuration sets.
type FeatureGate struct {
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

// AgedAPI is a resource of Kubernetes' own that objects are stored of, and that is served in versions
// that go.
type AgedAPI struct {
	Group, Resource, Kind string
	// Versions are those that go.
	Versions []string
}

// AgedAPIs are those whose versions go with 1.37 or later: policies/tables/api-removals.yaml says
// when. Their writers are looked for.
func AgedAPIs() []AgedAPI {
	return []AgedAPI{
		{"resource.k8s.io", "deviceclasses", "DeviceClass", []string{"v1beta1", "v1beta2"}},
		{"resource.k8s.io", "resourceclaims", "ResourceClaim", []string{"v1beta1", "v1beta2"}},
		{"resource.k8s.io", "resourceclaimtemplates", "ResourceClaimTemplate", []string{"v1beta1", "v1beta2"}},
		{"resource.k8s.io", "resourceslices", "ResourceSlice", []string{"v1beta1", "v1beta2"}},
		{"resource.k8s.io", "devicetaintrules", "DeviceTaintRule", []string{"v1alpha3", "v1beta2"}},
		{"resource.k8s.io", "resourcepoolstatusrequests", "ResourcePoolStatusRequest", []string{"v1alpha3"}},
		{"admissionregistration.k8s.io", "mutatingadmissionpolicies", "MutatingAdmissionPolicy", []string{"v1alpha1", "v1beta1"}},
		{"admissionregistration.k8s.io", "mutatingadmissionpolicybindings", "MutatingAdmissionPolicyBinding", []string{"v1alpha1", "v1beta1"}},
		{"coordination.k8s.io", "leasecandidates", "LeaseCandidate", []string{"v1alpha2", "v1beta1"}},
		{"certificates.k8s.io", "clustertrustbundles", "ClusterTrustBundle", []string{"v1alpha1", "v1beta1"}},
		{"certificates.k8s.io", "podcertificaterequests", "PodCertificateRequest", []string{"v1beta1"}},
		{"networking.k8s.io", "servicecidrs", "ServiceCIDR", []string{"v1beta1"}},
		{"networking.k8s.io", "ipaddresses", "IPAddress", []string{"v1beta1"}},
		{"storage.k8s.io", "volumeattributesclasses", "VolumeAttributesClass", []string{"v1beta1"}},
		{"storagemigration.k8s.io", "storageversionmigrations", "StorageVersionMigration", []string{"v1beta1"}},
		{"scheduling.k8s.io", "podgroups", "PodGroup", []string{"v1beta1"}},
		{"scheduling.k8s.io", "workloads", "Workload", []string{"v1beta1"}},
		{"lifecycle.k8s.io", "evictionrequests", "EvictionRequest", []string{"v1alpha1"}},
	}
}

// AgedSecretAPIs are the resources of external-secrets.io with the versions that it has stopped to serve:
// https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0
func AgedSecretAPIs() []AgedAPI {
	const group = "external-secrets.io"
	gone := []string{"v1alpha1", "v1beta1"}
	return []AgedAPI{
		{group, "externalsecrets", "ExternalSecret", gone},
		{group, "clusterexternalsecrets", "ClusterExternalSecret", gone},
		{group, "secretstores", "SecretStore", gone},
		{group, "clustersecretstores", "ClusterSecretStore", gone},
	}
}
