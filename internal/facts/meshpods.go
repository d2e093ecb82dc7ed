package facts

import "time"

// UnmeshedPods are the running pods of one workload that have no proxy, in a namespace that asks a mesh
// for one.
type UnmeshedPods struct {
	// Mesh is "istio" or "linkerd".
	Mesh string `json:"mesh"`
	// Kind, Namespace and Name are the workload's, or the pod's own where it has none.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Count     int    `json:"count"`
	// Since is when the oldest of the pods was made.
	Since time.Time `json:"since,omitzero"`
}

// MeshProxies are the running pods of services with a mesh's proxy of one version and kind.
type MeshProxies struct {
	Mesh string `json:"mesh"`
	// Version is the tag of the proxy's image, "" for one that is named by its digest alone.
	Version string `json:"version"`
	// Native marks a proxy that is an init container which stays (restartPolicy Always).
	Native bool `json:"native"`
	Count  int  `json:"count"`
	// Of are some of the workloads that they belong to.
	Of []ObjectRef `json:"of"`
}
