package facts

import "time"

// Kinds of workload.
const (
	Deployment  = "Deployment"
	DaemonSet   = "DaemonSet"
	StatefulSet = "StatefulSet"
	// StaticPod is a pod that kubelets run from a file; one workload for all nodes.
	StaticPod = "StaticPod"
	// BarePod is a pod without a controller in a system namespace.
	BarePod = "Pod"
	// CronJob is a product that works by schedule; it has no pods between its runs, so
	// that Desired and Ready are always 0.
	CronJob = "CronJob"
)

// Workload is a controller of long-running pods.
type Workload struct {
	Kind      string            `json:"kind"`
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Labels    map[string]string `json:"labels"`
	// Annotations are the few that name a version or an owner.
	Annotations map[string]string `json:"annotations"`
	PodLabels   map[string]string `json:"podLabels"`
	// PodAnnotations are the few of its pods that ask for a mesh's proxy.
	PodAnnotations map[string]string `json:"podAnnotations"`
	// Selector is spec.selector.matchLabels.
	Selector  map[string]string `json:"selector"`
	CreatedAt time.Time         `json:"createdAt,omitzero"`
	// Owner is the controlling object's kind and name, "" when none.
	OwnerKind string `json:"ownerKind"`
	OwnerName string `json:"ownerName"`
	// Hook marks what a Helm hook left behind.
	Hook bool `json:"hook"`
	// Status is false when the object carries none, as in a rendered manifest.
	Status bool `json:"status"`
	// Desired is how many pods it should have: spec.replicas, or the nodes that a
	// DaemonSet is eligible for (which leaves out nodes whose taints it misses).
	Desired int `json:"desired"`
	Ready   int `json:"ready"`
	// Current is false while the controller has not seen the latest spec.
	Current bool `json:"current"`
	// Conditions are those of a Deployment that is not ready which say why: ReplicaFailure when
	// it is true, and Progressing when it is false.
	Conditions  []Condition `json:"conditions"`
	HostNetwork bool        `json:"hostNetwork"`
	// DNSPolicy is whom its pods ask for names: ClusterFirst, Default, …; "" where that is not told.
	DNSPolicy      string       `json:"dnsPolicy"`
	PriorityClass  string       `json:"priorityClass"`
	ServiceAccount string       `json:"serviceAccount"`
	Tolerations    []Toleration `json:"tolerations"`
	// NodeSelector are labels that its nodes must have. The operating system is among them where the required
	// node affinity names one alone.
	NodeSelector map[string]string `json:"nodeSelector"`
	NodeAffinity bool              `json:"nodeAffinity"`
	HostPaths    []string          `json:"hostPaths"`
	// HostPorts are the ports of its node that each of its pods takes. Without HostPortsTold they are not known, as in
	// snapshots of an older kready.
	HostPorts     []HostPort `json:"hostPorts"`
	HostPortsTold bool       `json:"hostPortsTold"`
	// RequestedCPU (millicores) and RequestedMemory (bytes) are what the scheduler sets
	// aside for one pod; 0 when it requests nothing.
	RequestedCPU    int64 `json:"requestedCPU"`
	RequestedMemory int64 `json:"requestedMemory"`
	// GitRepo says whether its pods have a volume of type gitRepo; "" in snapshots that do not say.
	GitRepo string `json:"gitRepo" jsonschema:"enum=,enum=yes,enum=no"`
	// StaticToken says whether its pods have a token of a ServiceAccount from a Secret; "" in snapshots that do not say.
	StaticToken string `json:"staticToken" jsonschema:"enum=,enum=yes,enum=no"`
	// Revisions says whether earlier pod templates are kept, to roll back to: none where revisionHistoryLimit is 0;
	// "" for CronJobs and pods, and in snapshots that do not say.
	Revisions string `json:"revisions" jsonschema:"enum=,enum=none,enum=kept"`
	// Schedule is when a CronJob runs, as written, with Suspended and LastSuccess, when a Job of it last ended well: zero
	// where none did. Schedule is "" for all else, and in snapshots that do not say.
	Schedule    string    `json:"schedule"`
	Suspended   bool      `json:"suspended"`
	LastSuccess time.Time `json:"lastSuccess,omitzero"`
	// BackupVolumes are the volumes of its pods of which Velero is asked to copy the files, as the
	// annotation backup.velero.io/backup-volumes names them.
	BackupVolumes string `json:"backupVolumes"`
	// ConfigMaps are the names of those mounted or read whole.
	ConfigMaps []string `json:"configMaps"`
	// ImagePullSecrets are the names of the Secrets that its images are pulled with.
	ImagePullSecrets []string    `json:"imagePullSecrets"`
	Containers       []Container `json:"containers"`
	InitContainers   []Container `json:"initContainers"`
}

// Container is one container of a workload's pods.
type Container struct {
	Name  string `json:"name"`
	Image Image  `json:"image"`
	// Sidecar marks an init container that stays (restartPolicy Always).
	Sidecar bool `json:"sidecar"`
	// Args are the known flags of command and args; all others are left out,
	// since they can carry secrets.
	Args []Arg `json:"args"`
	// Env are the values of a few known switches; all others are left out.
	Env []Field `json:"env"`
	// MountPaths are where volumes are mounted, for volumes from the host.
	HostMounts []string `json:"hostMounts"`
	// NetworkAdmin says whether it may change the network of its pod, or of the node when
	// the pod has the node's: by the capability NET_ADMIN, or as a privileged container.
	// "" in snapshots that do not say.
	NetworkAdmin string `json:"networkAdmin" jsonschema:"enum=,enum=yes,enum=no"`
	// RootFiles is "no" where it cannot read files of its node that are for root alone: it is told to run as another user and group, without a
	// capability that opens them, and not privileged. It is "perhaps" where it is told the user alone: the group is root's then, unless the
	// image gives the user another one. It is "" in all other cases, and in snapshots of an older kready.
	RootFiles string `json:"rootFiles" jsonschema:"enum=,enum=no,enum=perhaps"`
}

// Arg is a command line flag without dashes, or a bare word with an empty value.
type Arg struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Image is a container image reference in parts.
type Image struct {
	// Registry is "docker.io" when the reference names none.
	Registry   string `json:"registry"`
	Repository string `json:"repository"`
	Tag        string `json:"tag"`
	Digest     string `json:"digest"`
}

// Pods sums up the pods of one platform workload on one node.
type Pods struct {
	// Kind, Namespace and Name are the workload's.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Node is "" for pods that are not scheduled.
	Node  string `json:"node"`
	Count int    `json:"count"`
	Ready int    `json:"ready"`
	// Restarts is the sum over the containers.
	Restarts int `json:"restarts"`
	// LastRestart is the newest end of a container's earlier life; zero when none.
	LastRestart time.Time `json:"lastRestart,omitzero"`
	// OldestNotReady is when the oldest pod that is not ready was created.
	OldestNotReady time.Time `json:"oldestNotReady,omitzero"`
	// Reasons are why containers wait: CrashLoopBackOff, ImagePullBackOff, …
	Reasons []string `json:"reasons"`
	// Troubles say more of those that are not ready, or that end again and again. Snapshots of older
	// kready have none.
	Troubles []Trouble `json:"troubles"`
}

// Backend is a Service that the API server or every pod calls.
type Backend struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Exists is false when the Service is referenced and not there.
	Exists   bool              `json:"exists"`
	Selector map[string]string `json:"selector"`
	Labels   map[string]string `json:"labels"`
	// Ports are the ports of the Service; none in snapshots that do not say.
	Ports []BackendPort `json:"ports"`
	// External marks a Service of type ExternalName.
	External bool `json:"external"`
	// Addresses are the cluster's addresses of a Service of cluster DNS, one for each family; none for others and in snapshots of an
	// older kready.
	Addresses []string `json:"addresses"`
	// Endpoints and ReadyEndpoints count the addresses behind it.
	Endpoints      int `json:"endpoints"`
	ReadyEndpoints int `json:"readyEndpoints"`
	// Nodes are the nodes of the ready endpoints, sorted.
	Nodes []string `json:"nodes"`
	// Roles say who refers to it: "dns", "webhook", "apiservice", "conversion".
	Roles []string `json:"roles" jsonschema:"enum=dns,enum=webhook,enum=apiservice,enum=conversion"`
}

// BackendPort is one port of a Service.
type BackendPort struct {
	Port int    `json:"port"`
	Name string `json:"name"`
	// TargetName is targetPort where that is a name; "" for a number, and in snapshots of an older kready.
	TargetName string `json:"targetName"`
	// Served is true when a ready endpoint has the port: not when it is the name of a port
	// that no container has.
	Served bool `json:"served"`
}
