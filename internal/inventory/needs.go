package inventory

import "github.com/kready/kready/internal/facts"

// Needs are the kinds of fact that recognition looks at: those that it rests on, and
// those that only confirm, or show left-overs.
func Needs() []string {
	return facts.Needs("inventory", "coverage", "crds", "ingressClasses", "gatewayClasses",
		"csiDrivers", "storageClasses", "webhooks", "apiServices", "declared", "networkConfig")
}
