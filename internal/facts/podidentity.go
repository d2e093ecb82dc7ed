package facts

import "time"

// PodIdentities are pods that ask a webhook for an identity in a cloud, and whether they have one.
type PodIdentities struct {
	// Pods is how many running pods were looked at: those of accounts that name a role of AWS, and those that ask for
	// an identity of Azure.
	Pods int `json:"pods"`
	// Without are those of them that were given none, by workload.
	Without []PodsWithoutIdentity `json:"without"`
}

// PodsWithoutIdentity are the running pods of one workload that were not given what they ask for.
type PodsWithoutIdentity struct {
	// Cloud is "aws" or "azure".
	Cloud string `json:"cloud" jsonschema:"enum=aws,enum=azure"`
	// Kind, Namespace and Name are the workload's, or the pod's own where it has none.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Account   string `json:"account"`
	Count     int    `json:"count"`
	// Since is when the oldest of the pods was made.
	Since time.Time `json:"since,omitzero"`
}
