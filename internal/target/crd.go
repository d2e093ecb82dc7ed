package target

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// CustomResourceDefinition is a CRD without its schemas, which are most of its
// bytes: decoding skips them.
type CustomResourceDefinition struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              CRDSpec   `json:"spec"`
	Status            CRDStatus `json:"status"`
}

// CRDSpec is what is kept of a CRD's spec.
type CRDSpec struct {
	Group      string         `json:"group"`
	Names      CRDNames       `json:"names"`
	Versions   []CRDVersion   `json:"versions"`
	Conversion *CRDConversion `json:"conversion"`
}

// CRDNames are the names of what a CRD defines.
type CRDNames struct {
	Kind string `json:"kind"`
}

// CRDVersion is one version of a CRD.
type CRDVersion struct {
	Name       string `json:"name"`
	Served     bool   `json:"served"`
	Storage    bool   `json:"storage"`
	Deprecated bool   `json:"deprecated"`
}

// CRDConversion is how versions are converted.
type CRDConversion struct {
	Strategy string      `json:"strategy"`
	Webhook  *CRDWebhook `json:"webhook"`
	// Old is the client configuration in v1beta1.
	Old *CRDClientConfig `json:"webhookClientConfig"`
}

// CRDWebhook is a webhook that converts.
type CRDWebhook struct {
	ClientConfig *CRDClientConfig `json:"clientConfig"`
}

// CRDClientConfig is where a webhook is called, without its CA bundle.
type CRDClientConfig struct {
	URL     *string     `json:"url"`
	Service *CRDService `json:"service"`
}

// CRDService is the Service of a webhook.
type CRDService struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// CRDStatus is what is kept of a CRD's status.
type CRDStatus struct {
	StoredVersions []string       `json:"storedVersions"`
	Conditions     []CRDCondition `json:"conditions"`
}

// CRDCondition is one condition of a CRD.
type CRDCondition struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// DeepCopyObject implements runtime.Object. Decoded CRDs are never changed, so that the copy
// shares its pointers.
func (c *CustomResourceDefinition) DeepCopyObject() runtime.Object {
	out := *c
	return &out
}

// withoutSchemas reports whether q's objects are decoded without their schemas.
func withoutSchemas(q Query) bool {
	return q.Group == "apiextensions.k8s.io" && q.Resource == "customresourcedefinitions" && !q.Metadata && !q.Dynamic
}
