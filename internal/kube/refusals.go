package kube

import (
	"regexp"

	"github.com/kready/kready/internal/facts"
)

// failedCall is what the API server says of a webhook that it could not call:
// https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/util/webhook/error.go
var failedCall = regexp.MustCompile(`failed calling webhook "([^"]+)": ?(?:failed to call webhook: )?(?:Post "[^"]*": ?)?(.*)`)

// FailedCall returns the webhook that the API server says it could not call, and why; false for a message that says
// something else.
func FailedCall(message string) (webhook, why string, failed bool) {
	m := failedCall.FindStringSubmatch(message)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// ReplicaFailure is what the API server said when it last made no pod for a Deployment, by the Deployment's conditions; "" where
// they tell of no failure.
func ReplicaFailure(w *facts.Workload) string {
	for _, c := range w.Conditions {
		if c.Type == "ReplicaFailure" && c.Status == "True" {
			return c.Message
		}
	}
	return ""
}
