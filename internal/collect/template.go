package collect

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// workloadAnnotations are the annotations of a workload that name a version or an
// owner.
var workloadAnnotations = []string{
	"app.kubernetes.io/version", "linkerd.io/created-by", "meta.helm.sh/release-name", "meta.helm.sh/release-namespace",
	"argocd.argoproj.io/tracking-id", "networking.gke.io/version", "operator.istio.io/version", "components.gke.io/component-name",
	"components.gke.io/component-version",
}

// podAnnotations are those of pods that ask for a mesh's proxy, or refuse it.
var podAnnotations = []string{"linkerd.io/inject"}

// workload distils what all workloads have in common: their metadata and pod template.
func (k keptArgs) workload(kind string, about *metav1.ObjectMeta, template *corev1.PodTemplateSpec) facts.Workload {
	w := facts.Workload{
		Kind: kind, Namespace: about.Namespace, Name: about.Name,
		Labels: shortenValues(about.Labels), PodLabels: shortenValues(template.Labels),
		Annotations: pick(about.Annotations, workloadAnnotations...), PodAnnotations: pick(template.Annotations, podAnnotations...),
		CreatedAt: truncateToSecond(about.CreationTimestamp.Time),
	}
	_, w.Hook = about.Annotations["helm.sh/hook"]
	if owner := metav1.GetControllerOfNoCopy(about); owner != nil {
		w.OwnerKind, w.OwnerName = owner.Kind, owner.Name
	}
	w.BackupVolumes = text.Truncate(template.Annotations["backup.velero.io/backup-volumes"], valueMax)
	k.pod(&w, &template.Spec)
	return w
}

// pod distils a pod's specification.
func (k keptArgs) pod(w *facts.Workload, spec *corev1.PodSpec) {
	w.HostNetwork, w.PriorityClass = spec.HostNetwork, spec.PriorityClassName
	w.DNSPolicy = text.Truncate(string(spec.DNSPolicy), valueMax)
	w.ServiceAccount = spec.ServiceAccountName
	if w.ServiceAccount == "" {
		w.ServiceAccount = spec.DeprecatedServiceAccount
	}
	w.NodeSelector = shortenValues(spec.NodeSelector)
	w.RequestedCPU, w.RequestedMemory = kube.PodRequest(spec, corev1.ResourceCPU), kube.PodRequest(spec, corev1.ResourceMemory)
	affinity := spec.Affinity
	w.NodeAffinity = affinity != nil && affinity.NodeAffinity != nil &&
		affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution != nil
	if os := affinityOS(affinity); os != "" && w.NodeSelector[corev1.LabelOSStable] == "" {
		w.NodeSelector = maps.Clone(w.NodeSelector)
		if w.NodeSelector == nil {
			w.NodeSelector = map[string]string{}
		}
		w.NodeSelector[corev1.LabelOSStable] = os
	}
	w.Tolerations = kube.Tolerations(spec.Tolerations)
	w.HostPorts, w.HostPortsTold = hostPorts(spec)
	host := map[string]bool{}
	w.GitRepo = "no"
	for _, v := range spec.Volumes {
		if v.GitRepo != nil {
			w.GitRepo = "yes"
		}
		if v.HostPath != nil {
			host[v.Name] = true
			w.HostPaths = append(w.HostPaths, v.HostPath.Path)
		}
	}
	w.StaticToken = "no"
	if hasStaticToken(spec, or(w.ServiceAccount, "default")) {
		w.StaticToken = "yes"
	}
	w.HostPaths = sorted(w.HostPaths)
	w.ConfigMaps = configMaps(spec)
	w.ImagePullSecrets = pullSecrets(spec.ImagePullSecrets)
	for i := range spec.Containers {
		w.Containers = append(w.Containers, k.container(&spec.Containers[i], spec.SecurityContext, host))
	}
	for i := range spec.InitContainers {
		w.InitContainers = append(w.InitContainers, k.container(&spec.InitContainers[i], spec.SecurityContext, host))
	}
}

// affinityOS returns the one operating system that the required node affinity leaves to choose from, or "".
// AKS and EKS keep agents to Linux or Windows in this way, and not by a node selector.
func affinityOS(a *corev1.Affinity) string {
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return ""
	}
	var all string
	for _, term := range a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
		i := slices.IndexFunc(term.MatchExpressions, func(r corev1.NodeSelectorRequirement) bool {
			return r.Key == corev1.LabelOSStable && r.Operator == corev1.NodeSelectorOpIn && len(r.Values) == 1
		})
		if i < 0 {
			return ""
		}
		one := text.Truncate(term.MatchExpressions[i].Values[0], valueMax)
		if all != "" && one != all {
			return ""
		}
		all = one
	}
	return all
}

// container distils one container. Host holds the names of the pod's volumes that
// come from the host.
func (k keptArgs) container(c *corev1.Container, pod *corev1.PodSecurityContext, host map[string]bool) facts.Container {
	out := facts.Container{
		Name: c.Name, Image: kube.ParseImage(c.Image),
		Args: k.args(c.Command, c.Args), Env: k.environment(c.Env),
		Sidecar:      c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways,
		NetworkAdmin: networkAdmin(c.SecurityContext), RootFiles: rootFiles(c.SecurityContext, pod),
	}
	for _, mount := range c.VolumeMounts {
		if host[mount.Name] {
			out.HostMounts = append(out.HostMounts, mount.MountPath)
		}
	}
	out.HostMounts = sorted(out.HostMounts)
	return out
}

// networkAdmin says whether a container may change its network: yes or no.
func networkAdmin(s *corev1.SecurityContext) string {
	admin := s != nil && (s.Privileged != nil && *s.Privileged || s.Capabilities != nil &&
		slices.ContainsFunc(s.Capabilities.Add, func(c corev1.Capability) bool {
			return slices.Contains([]corev1.Capability{"NET_ADMIN", "CAP_NET_ADMIN", "ALL"}, c)
		}))
	if admin {
		return "yes"
	}
	return "no"
}

// rootFiles is "no" for a container that is told to run as a user and a group that cannot read files for root alone,
// without a capability that opens them all the same; "perhaps" where it is told the user alone; else "".
func rootFiles(own *corev1.SecurityContext, pod *corev1.PodSecurityContext) string {
	own, pod = cmp.Or(own, &corev1.SecurityContext{}), cmp.Or(pod, &corev1.PodSecurityContext{})
	user, group := cmp.Or(own.RunAsUser, pod.RunAsUser), cmp.Or(own.RunAsGroup, pod.RunAsGroup)
	groups := slices.Clone(pod.SupplementalGroups)
	for _, id := range []*int64{group, pod.FSGroup} {
		if id != nil {
			groups = append(groups, *id)
		}
	}
	switch {
	case user == nil || *user == 0 || slices.Contains(groups, 0) || opensAll(own):
		return ""
	case group == nil:
		return "perhaps"
	}
	return "no"
}

// opensAll reports whether a container may be able to read files whoever they are for.
func opensAll(s *corev1.SecurityContext) bool {
	return s.Privileged != nil && *s.Privileged || s.Capabilities != nil &&
		slices.ContainsFunc(s.Capabilities.Add, func(c corev1.Capability) bool {
			return slices.Contains([]string{"DAC_READ_SEARCH", "DAC_OVERRIDE", "ALL"}, strings.TrimPrefix(string(c), "CAP_"))
		})
}

// configMaps are the names of the ConfigMaps that a pod mounts or reads whole.
func configMaps(spec *corev1.PodSpec) []string {
	var names []string
	for _, v := range spec.Volumes {
		if v.ConfigMap != nil {
			names = append(names, v.ConfigMap.Name)
		}
		if v.Projected == nil {
			continue
		}
		for _, source := range v.Projected.Sources {
			// Every pod has this one; it says nothing.
			if source.ConfigMap != nil && !strings.HasPrefix(source.ConfigMap.Name, "kube-root-ca.") {
				names = append(names, source.ConfigMap.Name)
			}
		}
	}
	for _, c := range append(spec.Containers[:len(spec.Containers):len(spec.Containers)], spec.InitContainers...) {
		for _, from := range c.EnvFrom {
			if from.ConfigMapRef != nil {
				names = append(names, from.ConfigMapRef.Name)
			}
		}
	}
	return sorted(names)
}
