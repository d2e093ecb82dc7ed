package facts

// Reasons why something could not be read.
const (
	ReasonForbidden    = "forbidden"     // the API server refused: 401 or 403
	ReasonNotServed    = "not-served"    // the verb or the discovery of it failed: 404, 405
	ReasonTimeout      = "timeout"       // no complete answer in time
	ReasonUnavailable  = "unavailable"   // 5xx, a broken connection, a dead aggregated API
	ReasonExpired      = "expired"       // 410 in the middle of a list, twice
	ReasonMalformed    = "malformed"     // an object that does not decode
	ReasonNotContained = "not-in-dump"   // the manifests hold no object of that kind
	ReasonPartial      = "partial"       // the manifests hold some of its objects, and there can be more
	ReasonHidden       = "hidden"        // the provider runs it where nobody can look
	ReasonNotCollected = "not-collected" // the snapshot was taken for other checks
	ReasonTooLarge     = "too-large"     // more objects, or a longer value, than kready keeps
)

// BlindSpot is something that could not be read, and why.
type BlindSpot struct {
	// Facts is the kind of fact that is incomplete because of it.
	Facts Kind `json:"facts"`
	// Verb is the API verb that failed: get or list.
	Verb string `json:"verb"`
	// Resource is what it was tried on: "nodes", "daemonsets.apps", "/readyz".
	Resource string `json:"resource"`
	// Namespace narrows Resource; empty for all namespaces.
	Namespace string `json:"namespace,omitempty"`
	// Only narrows Resource to what one request of several asked for: LoosePods, or "Deployments'"; empty for all of it.
	Only   string `json:"only,omitempty"`
	Reason string `json:"reason" jsonschema:"enum=forbidden,enum=not-served,enum=timeout,enum=unavailable,enum=expired,enum=malformed,enum=not-in-dump,enum=partial,enum=hidden,enum=not-collected,enum=too-large"`
	// Message is what the API server or the decoder reported, shortened.
	Message string `json:"message,omitempty"`
}

// LoosePods are the pods that no Deployment, DaemonSet or StatefulSet made, of which static ones and those without a
// controller are workloads by themselves.
const LoosePods = "static and bare"

// What names what could not be read: "static and bare pods in kube-system".
func (b BlindSpot) What() string {
	what := b.Resource
	if b.Only != "" {
		what = b.Only + " " + what
	}
	if b.Namespace != "" {
		what += " in " + b.Namespace
	}
	return what
}
