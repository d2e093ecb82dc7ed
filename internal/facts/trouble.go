package facts

// Reasons of troubles that are no kubelet's: what Vault and OpenBao say of themselves by the labels of their pods.
const (
	ReasonSealed        = "Sealed"
	ReasonUninitialized = "Uninitialized"
)

// Trouble is why a container of a platform workload waits, or how it ended last: one of its
// pods' that says most stands for all with the same container and reason.
type Trouble struct {
	// Container is "" for what is said of the pod as a whole.
	Container string `json:"container"`
	// Init marks an init container.
	Init bool `json:"init"`
	// Reason is why it waits now: CrashLoopBackOff, ImagePullBackOff, CreateContainerConfigError,
	// …; for a pod as a whole that of its condition, such as Unschedulable, or Sealed; "" for a container
	// that runs again since it ended.
	Reason string `json:"reason"`
	// Message is what the kubelet or the scheduler says of it, without the secrets of URLs.
	Message string `json:"message"`
	// Ended is the reason of the container's last end: Error, OOMKilled, Completed, …; "" when it
	// never ended. ExitCode is that end's.
	Ended    string `json:"ended"`
	ExitCode int    `json:"exitCode"`
	// LastWords is one line of the container's termination message, the one that tells most. Of a bundle
	// that holds the container's log it is what that says which kready knows, also of one that runs.
	LastWords string `json:"lastWords"`
	// Image is what could not be pulled; "" for other reasons.
	Image string `json:"image"`
	// Count is how many pods it stands for.
	Count int `json:"count"`
}
