package probe

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/agent"
)

// Pod is what differs between the pods of probes.
type Pod struct {
	// Node is where it must run; "" lets the scheduler choose.
	Node string
	// Labels are added to those of the run.
	Labels map[string]string
	// Annotations are those of the pod.
	Annotations map[string]string
	// Args are arguments of kready, the image's entry point.
	Args []string
	// Image replaces the agent's image, and is always pulled; Command is then what runs.
	Image   string
	Command []string
	// Volumes are mounted at their paths.
	Volumes []Volume
	// Tolerations allow tainted nodes.
	Tolerations []corev1.Toleration
	// Alone are labels of pods with which it shares no node; PriorityClass is its class, "" for the usual one.
	Alone         []string
	PriorityClass string
	// Like, when set, is the spec of a pod of a service: the pod runs where that one would, as its account, and is never
	// Ready.
	Like *corev1.PodSpec
}

// Volume is a volume with its mount path.
type Volume struct {
	Source corev1.Volume
	Path   string
}

// agentContainer is the name of the agent's container; meshes inject others.
const agentContainer = "agent"

// template returns the pod template for p: it meets Pod Security's "restricted", has small
// requests, no token and no environment of Services, and stops within a second.
func (s *Session) template(p Pod, restart corev1.RestartPolicy) corev1.PodTemplateSpec {
	image, pull := s.Settings.Image, corev1.PullIfNotPresent
	if p.Image != "" {
		image, pull = p.Image, corev1.PullAlways
	}
	container := corev1.Container{
		Name: agentContainer, Image: image, Command: p.Command, Args: p.Args,
		ImagePullPolicy: pull,
		SecurityContext: &corev1.SecurityContext{
			AllowPrivilegeEscalation: new(bool),
			ReadOnlyRootFilesystem:   pointerToTrue(),
			Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
		},
		Resources: corev1.ResourceRequirements{
			Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("16Mi")},
			Limits:   corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m"), corev1.ResourceMemory: resource.MustParse("128Mi")},
		},
		TerminationMessagePolicy: corev1.TerminationMessageFallbackToLogsOnError,
	}
	spec := corev1.PodSpec{
		RestartPolicy:                 restart,
		AutomountServiceAccountToken:  new(bool),
		EnableServiceLinks:            new(bool),
		TerminationGracePeriodSeconds: pointerTo(1),
		NodeSelector:                  map[string]string{"kubernetes.io/os": "linux"},
		Tolerations:                   p.Tolerations,
		SecurityContext: &corev1.PodSecurityContext{
			RunAsNonRoot: pointerToTrue(), RunAsUser: pointerTo(65532), RunAsGroup: pointerTo(65532), FSGroup: pointerTo(65532),
			SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
		},
	}
	for _, v := range p.Volumes {
		spec.Volumes = append(spec.Volumes, v.Source)
		container.VolumeMounts = append(container.VolumeMounts, corev1.VolumeMount{Name: v.Source.Name, MountPath: v.Path})
	}
	for _, name := range s.Settings.PullSecrets {
		spec.ImagePullSecrets = append(spec.ImagePullSecrets, corev1.LocalObjectReference{Name: name})
	}
	if p.Like != nil {
		like(&spec, p.Like)
	}
	if p.Node != "" {
		spec.Affinity = pinned(p.Node)
	}
	if len(p.Alone) > 0 {
		spec.Affinity = apart(p.Alone)
	}
	spec.PriorityClassName = p.PriorityClass
	spec.Containers = []corev1.Container{container}
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: s.labels(p.Labels), Annotations: p.Annotations}, Spec: spec}
}

// like makes the pod run where those of a service do, as their account and with their DNS; it gets no token.
func like(spec, service *corev1.PodSpec) {
	from := placed(service)
	spec.ServiceAccountName, spec.ReadinessGates = from.ServiceAccountName, from.ReadinessGates
	maps.Copy(spec.NodeSelector, from.NodeSelector)
	spec.NodeName, spec.Affinity, spec.Tolerations = from.NodeName, from.Affinity, from.Tolerations
	spec.SchedulerName, spec.RuntimeClassName = from.SchedulerName, from.RuntimeClassName
	spec.DNSPolicy, spec.DNSConfig, spec.HostAliases = from.DNSPolicy, from.DNSConfig, from.HostAliases
	spec.ImagePullSecrets = append(spec.ImagePullSecrets, from.ImagePullSecrets...)
}

// pinned requires a node by affinity, so that the scheduler still checks taints and resources.
func pinned(node string) *corev1.Affinity {
	return &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
			MatchFields: []corev1.NodeSelectorRequirement{{Key: "metadata.name", Operator: corev1.NodeSelectorOpIn, Values: []string{node}}},
		}}},
	}}
}

// apart keeps a pod from the nodes of pods of any namespace that have one of the labels, whatever its value.
func apart(labels []string) *corev1.Affinity {
	var terms []corev1.PodAffinityTerm
	for _, label := range labels {
		terms = append(terms, corev1.PodAffinityTerm{
			TopologyKey: corev1.LabelHostname, NamespaceSelector: &metav1.LabelSelector{},
			LabelSelector: &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: label, Operator: metav1.LabelSelectorOpExists}}},
		})
	}
	return &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: terms}}
}

// readyOn returns the readiness probe of the agent.
func readyOn(port int, path string) *corev1.Probe {
	return &corev1.Probe{
		ProbeHandler:  corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromInt(port)}},
		PeriodSeconds: 1, TimeoutSeconds: 2, FailureThreshold: 1,
	}
}

// serving returns the template of a pod that runs the agent's servers.
func (s *Session) serving(p Pod) corev1.PodTemplateSpec {
	p.Args = []string{"agent", "serve", "--run", s.RunID}
	t := s.template(p, corev1.RestartPolicyAlways)
	t.Spec.Containers[0].ReadinessProbe = readyOn(agent.PortHTTP, "/")
	t.Spec.Containers[0].Ports = []corev1.ContainerPort{
		{Name: "http", ContainerPort: agent.PortHTTP}, {Name: "udp", ContainerPort: agent.PortUDP, Protocol: corev1.ProtocolUDP},
	}
	return t
}

func pointerToTrue() *bool {
	t := true
	return &t
}

func pointerTo(n int64) *int64 { return &n }
