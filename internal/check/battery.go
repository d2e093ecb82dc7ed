package check

import "slices"

// Battery is one area that Kubernetes leaves to others.
type Battery struct {
	Name  string
	Title string
	// Description says in one sentence what it is for.
	Description string
}

// Batteries returns all batteries in the order in which they build on each other.
func Batteries() []Battery {
	all := batteries()
	return all[:]
}

// batteries is an array, which takes no memory: sorting checks asks for it thousands of times.
func batteries() [17]Battery {
	return [17]Battery{
		{"cluster", "Cluster foundation", "the API server, its version and the nodes"},
		{"network", "Networking and policy", "pod networking, Services and NetworkPolicy"},
		{"dns", "Cluster DNS", "names inside and outside the cluster"},
		{"ingress", "Ingress and Gateway", "traffic from outside to Services"},
		{"mesh", "Service mesh", "identity, encryption and control between Services"},
		{"secrets", "Secrets", "secrets from a store to pods, and encrypted at rest"},
		{"identity", "Workload identity", "who a pod is to the cloud and to other pods"},
		{"certificates", "Certificates", "issuing and renewing certificates"},
		{"logs", "Log collection", "logs of every node shipped to where they last"},
		{"metrics", "Metrics and alerts", "resource metrics, a collection pipeline, alerts"},
		{"tracing", "Tracing", "traces collected and stored"},
		{"storage", "Storage", "volumes that are provisioned on demand"},
		{"scaling", "Scaling and disruption", "capacity that grows and survives maintenance"},
		{"policy", "Admission policy", "guard-rails at admission"},
		{"backup", "Backup", "state that can be restored"},
		{"delivery", "Delivery", "how configuration gets into the cluster"},
		{"images", "Images", "images that can be pulled and trusted"},
	}
}

// KnownBattery reports whether name is one of kready's own batteries.
func KnownBattery(name string) bool {
	return slices.ContainsFunc(Batteries(), func(b Battery) bool { return b.Name == name })
}

// BatteryOrder is the place of a battery among Batteries; one that is not among them, such as
// a battery of a user's own policies, comes after all.
func BatteryOrder(name string) int {
	all := batteries()
	for i := range all {
		if all[i].Name == name {
			return i
		}
	}
	return len(all)
}
