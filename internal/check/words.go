package check

import "slices"

// Status is what became of a check.
type Status string

// The five statuses. Unknown is neither a gap nor a pass.
const (
	StatusPass    Status = "pass"
	StatusGap     Status = "gap"
	StatusUnknown Status = "unknown" // could not be judged
	StatusSkip    Status = "skip"    // does not apply here
	StatusError   Status = "error"   // the check itself broke
)

// Statuses returns all statuses, worst first.
func Statuses() []Status {
	return []Status{StatusGap, StatusError, StatusUnknown, StatusPass, StatusSkip}
}

// Level is what a check establishes.
type Level string

// The ladder of levels.
const (
	LevelPresent    Level = "present"
	LevelHealthy    Level = "healthy"
	LevelConfigured Level = "configured"
	LevelProven     Level = "proven"
)

// Levels returns the ladder from the ground up.
func Levels() []Level {
	return []Level{LevelPresent, LevelHealthy, LevelConfigured, LevelProven}
}

// Tier is how much a check matters.
type Tier string

// The tiers.
const (
	TierMust   Tier = "must"   // nothing lands without it
	TierShould Tier = "should" // an outage waiting for its day
	TierCould  Tier = "could"  // nice to have
)

// Tiers returns all tiers, the most important first.
func Tiers() []Tier { return []Tier{TierMust, TierShould, TierCould} }

// AtLeast reports whether t matters as much as floor or more.
func (t Tier) AtLeast(floor Tier) bool {
	return slices.Index(Tiers(), t) <= slices.Index(Tiers(), floor)
}

// Battery is one area that Kubernetes leaves to others.
type Battery struct {
	Name  string
	Title string
	// About says in one sentence what it is for.
	About string
}

// Batteries returns all batteries in the order in which they build on each other.
func Batteries() []Battery {
	return []Battery{
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
