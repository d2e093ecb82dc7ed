package facts

// LandingPods is a pod template of a service.
type LandingPods struct {
	// Manifest is the workload, Job or pod that it is written in.
	Manifest
	// Replicas is how many pods it asks for; 0 for a DaemonSet, which has one a node.
	Replicas int `json:"replicas"`
	// ScheduledBy is "" for the default scheduler.
	ScheduledBy string            `json:"scheduledBy"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	// TemplateLine is where the pod's spec begins.
	TemplateLine int `json:"templateLine"`
	// ServiceAccount is the one that its pods run as: "default" when it names none.
	ServiceAccount     string `json:"serviceAccount"`
	ServiceAccountLine int    `json:"serviceAccountLine"`
	// PriorityClass is the class that its pods name; "" for none.
	PriorityClass     string `json:"priorityClass"`
	PriorityClassLine int    `json:"priorityClassLine"`
	// RuntimeClass is the class that its pods name; "" for none.
	RuntimeClass     string `json:"runtimeClass"`
	RuntimeClassLine int    `json:"runtimeClassLine"`
	// Placement is what its pods ask of the node that they run on.
	Placement LandingPlacement `json:"placement"`
	// Volumes are those that its pods have, and Projections what projected ones of them are made of besides ConfigMaps
	// and Secrets.
	Volumes     []LandingVolume     `json:"volumes"`
	Projections []LandingProjection `json:"projections"`
	// References are the ConfigMaps and Secrets that its pods need.
	References []LandingReference `json:"references"`
	// Forbidden is what the Pod Security levels forbid of its pods.
	Forbidden  []LandingForbidden `json:"forbidden"`
	Containers []LandingContainer `json:"containers"`
	// Exports are where its containers send telemetry to, as OpenTelemetry's variables say.
	Exports []LandingExport `json:"exports"`
	// Probes are those of its containers that ask a port.
	Probes []LandingProbe `json:"probes"`
	// DeviceClaims are the devices that its pods claim.
	DeviceClaims []LandingDeviceClaim `json:"deviceClaims"`
	// HeadlessService is the Service by which the pods of a StatefulSet get names; "" for none.
	HeadlessService     string `json:"headlessService"`
	HeadlessServiceLine int    `json:"headlessServiceLine"`
	// Asks are what its pods ask of the container runtime of their node.
	Asks []LandingFeature `json:"asks"`
	// Whole are the resources that the pod sets for all its containers together.
	Whole []string `json:"whole"`
	// Ends marks pods with activeDeadlineSeconds, FarAffinity those with an affinity to pods of namespaces that it
	// names: quotas may count them by that.
	Ends        bool `json:"ends"`
	FarAffinity bool `json:"farAffinity"`
}

// LandingContainer is a container of a pod template.
type LandingContainer struct {
	Name string `json:"name"`
	Line int    `json:"line"`
	// Role is container, init or sidecar: an init container that stays.
	Role  string `json:"role" jsonschema:"enum=container,enum=init,enum=sidecar"`
	Image Image  `json:"image"`
	// ImageFault says why the name of the image is none that a kubelet takes, with the name as it is written; "" where it is one.
	ImageFault string `json:"imageFault"`
	// Requests and Limits are those that it sets: millicores of cpu, units of all others. A request that is not
	// set where the limit is has the limit's amount, as the API server sets it.
	Requests []Quantity    `json:"requests"`
	Limits   []Quantity    `json:"limits"`
	Ports    []LandingPort `json:"ports"`
}

// LandingExport is where a container sends telemetry to. Of the variable's value, nothing else is kept.
type LandingExport struct {
	// Variable is OTEL_EXPORTER_OTLP_ENDPOINT, or one like it.
	Variable  string `json:"variable"`
	Container string `json:"container"`
	Host      string `json:"host"`
	// Port is 0 where none is written.
	Port int `json:"port"`
	Line int `json:"line"`
}

// LandingPort is a port that a container declares. It may listen on others as well.
type LandingPort struct {
	Name     string `json:"name"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
}

// LandingFeature is something that not every container runtime can do.
type LandingFeature struct {
	Name string `json:"name" jsonschema:"enum=userNamespaces,enum=recursiveReadOnly,enum=strictGroups,enum=imageVolumes"`
	Line int    `json:"line"`
}

// LandingReference is something that a pod template takes from a ConfigMap or a Secret.
type LandingReference struct {
	Kind string `json:"kind" jsonschema:"enum=ConfigMap,enum=Secret"`
	Name string `json:"name"`
	// Key is the key that must be there; "" where the object as a whole is taken.
	Key string `json:"key"`
	// Use is what it is for: "the variable DB_HOST of the container web", "the volume config".
	Use string `json:"use"`
	// Optional marks one that pods start without.
	Optional bool `json:"optional"`
	// Pull marks a Secret by which images are pulled.
	Pull bool `json:"pull"`
	Line int  `json:"line"`
}

// LandingForbidden is something of a pod template that a Pod Security level forbids.
type LandingForbidden struct {
	Level string `json:"level" jsonschema:"enum=baseline,enum=restricted"`
	// What is it in the words of the API server: "hostPath volumes (volume "data")".
	What string `json:"what"`
	// From is the first minor version of the rules that forbid it, and Until the last; 0 for all that follow.
	From  int `json:"from"`
	Until int `json:"until"`
}
