package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	// neverReady is a readiness gate that nobody opens: a pod with the labels of a service gets no requests.
	neverReady = "kready.dev/never-ready"
	// noScaleUp has the Cluster Autoscaler add no node for a pod of a trial.
	noScaleUp = "cluster-autoscaler.kubernetes.io/pod-scale-up-delay"
	// volumesAt is where the volumes of a pod that is set up are mounted: at a path that no image has.
	volumesAt = "/kready-probe-volumes/"
	// keptFor is after how many seconds Kubernetes itself removes a Job of a trial that ended.
	keptFor = 300
)

// setup is a pod that is set up like those of a template, and runs nothing of it.
type setup struct {
	pod     corev1.PodTemplateSpec
	leftOut []string
	// extended is set when the template asks for resources of devices, which the pod does not.
	extended bool
}

// trySetup has a pod set up like those of a template, and says how far it got.
func (p *landPlace) trySetup(ctx context.Context, t *landTrial) facts.LandingProof {
	out := t.proof("pod", "")
	made, err := p.setupOf(ctx, t)
	if err != nil {
		out.Message = reasonOf(err)
		return out
	}
	out.LeftOut = made.leftOut
	part := fmt.Sprintf("setup-%d", t.number)
	limit, keep := int64(landLimit.Seconds()), int32(keptFor)
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: part + "-" + p.RunID, Namespace: p.Namespace, Labels: p.labels(map[string]string{LabelPart: part})},
		Spec: batchv1.JobSpec{
			BackoffLimit: new(int32), ActiveDeadlineSeconds: &limit, TTLSecondsAfterFinished: &keep, Template: made.pod,
		},
	}
	job.Spec.Template.Labels = withPart(job.Spec.Template.Labels, part)
	if _, err := p.jobs(p.Namespace).create(ctx, job); err != nil {
		out.Message = "the Job of its pod is not taken: " + shorten(err.Error())
		return out
	}
	defer p.drop(ctx, job.Name)
	w := &setupWatch{landPlace: p, trial: t, made: made, part: part, out: out}
	return w.wait(ctx)
}

// drop removes a Job with its pod as soon as it is of no more use.
func (p *landPlace) drop(ctx context.Context, name string) {
	background := metav1.DeletePropagationBackground
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), emptyNamespaceGrace)
	defer cancel()
	_ = p.jobs(p.Namespace).delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background}) // cleaning up tries again
}

// setupOf is the pod for a template: the same account, places, volumes and images, and a command that no image has in
// place of each container's own. Init containers are among the others, as none of them could end well.
func (p *landPlace) setupOf(ctx context.Context, t *landTrial) (*setup, error) {
	from := t.template.Pod
	out := &setup{}
	spec := placed(&from.Spec)
	volumes, err := p.volumesOf(ctx, t, out)
	if err != nil {
		return nil, err
	}
	mounted := map[string]bool{}
	for _, list := range [][]corev1.Container{from.Spec.InitContainers, from.Spec.Containers} {
		for i := range list {
			one := p.bareContainer(t, &list[i], out)
			for _, m := range list[i].VolumeMounts {
				if at := slices.IndexFunc(volumes, func(v corev1.Volume) bool { return v.Name == m.Name }); at >= 0 && !mounted[m.Name] {
					mounted[m.Name] = true
					one.VolumeMounts = append(one.VolumeMounts, corev1.VolumeMount{Name: m.Name, MountPath: fmt.Sprint(volumesAt, at), ReadOnly: true})
				}
			}
			spec.Containers = append(spec.Containers, one)
		}
	}
	if t.assumed {
		out.leftOut = append(out.leftOut, "ConfigMaps and Secrets that come with the service")
	}
	for _, v := range volumes {
		if mounted[v.Name] { // the kubelet mounts no other
			spec.Volumes = append(spec.Volumes, v)
		}
	}
	if hasClaim(spec.Volumes) && spec.SecurityContext != nil {
		spec.SecurityContext = spec.SecurityContext.DeepCopy()
		spec.SecurityContext.FSGroup = nil // the kubelet would change who owns the files
	}
	labels := ownLabels(from.Labels)
	counted, err := p.counted(ctx, t, labels)
	if err != nil {
		return nil, err
	}
	if counted != "" && len(labels) > 0 {
		labels = nil
		out.leftOut = append(out.leftOut, "its labels, as "+counted)
	}
	out.pod = corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: p.labels(labels), Annotations: ownAnnotations(from.Annotations)}, Spec: spec}
	return out, nil
}

// placed is a pod's spec without containers and volumes, which runs where those of another do, as the same account.
// It is never Ready. It has no priority, so that no other pod is evicted for it, and does not care for other pods.
func placed(from *corev1.PodSpec) corev1.PodSpec {
	none := int64(1)
	out := corev1.PodSpec{
		RestartPolicy: corev1.RestartPolicyNever, TerminationGracePeriodSeconds: &none, EnableServiceLinks: new(bool),
		ReadinessGates:     []corev1.PodReadinessGate{{ConditionType: neverReady}},
		ServiceAccountName: from.ServiceAccountName, AutomountServiceAccountToken: from.AutomountServiceAccountToken,
		NodeSelector: from.NodeSelector, NodeName: from.NodeName, Tolerations: from.Tolerations, SchedulerName: from.SchedulerName,
		RuntimeClassName: from.RuntimeClassName, SecurityContext: from.SecurityContext, OS: from.OS,
		HostNetwork: from.HostNetwork, HostPID: from.HostPID, HostIPC: from.HostIPC, HostUsers: from.HostUsers,
		ImagePullSecrets: from.ImagePullSecrets, DNSPolicy: from.DNSPolicy, DNSConfig: from.DNSConfig, HostAliases: from.HostAliases,
	}
	if out.ServiceAccountName == "" {
		out.ServiceAccountName = from.DeprecatedServiceAccount
	}
	if from.Affinity != nil && from.Affinity.NodeAffinity != nil {
		out.Affinity = &corev1.Affinity{NodeAffinity: from.Affinity.NodeAffinity}
	}
	return out
}

// bareContainer is a container of the same image that asks for next to nothing, and has a command that is not there.
func (p *landPlace) bareContainer(t *landTrial, from *corev1.Container, out *setup) corev1.Container {
	for _, list := range []corev1.ResourceList{from.Resources.Requests, from.Resources.Limits} {
		for name := range list {
			out.extended = out.extended || strings.Contains(string(name), "/")
		}
	}
	one := corev1.Container{
		Name: from.Name, Image: from.Image, ImagePullPolicy: from.ImagePullPolicy, Command: []string{missingCommand},
		SecurityContext: from.SecurityContext, Resources: nextToNothing(),
	}
	for _, env := range from.EnvFrom {
		env = *env.DeepCopy()
		if ref := env.ConfigMapRef; ref != nil {
			ref.Optional = t.unlessBrought("ConfigMap", ref.Name, ref.Optional)
		}
		if ref := env.SecretRef; ref != nil {
			ref.Optional = t.unlessBrought("Secret", ref.Name, ref.Optional)
		}
		one.EnvFrom = append(one.EnvFrom, env)
	}
	for _, env := range from.Env {
		if env.ValueFrom == nil || env.ValueFrom.ConfigMapKeyRef == nil && env.ValueFrom.SecretKeyRef == nil {
			continue // nothing reads the others
		}
		env = *env.DeepCopy()
		if ref := env.ValueFrom.ConfigMapKeyRef; ref != nil {
			ref.Optional = t.unlessBrought("ConfigMap", ref.Name, ref.Optional)
		}
		if ref := env.ValueFrom.SecretKeyRef; ref != nil {
			ref.Optional = t.unlessBrought("Secret", ref.Name, ref.Optional)
		}
		one.Env = append(one.Env, env)
	}
	return one
}

// nextToNothing is what containers of trials ask for.
func nextToNothing() corev1.ResourceRequirements {
	little := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("32Mi")}
	return corev1.ResourceRequirements{Requests: little, Limits: little}
}

// unlessBrought makes a reference optional to what the service brings itself, or what something of it may make.
func (t *landTrial) unlessBrought(kind, name string, optional *bool) *bool {
	if t.brings(kind, name) {
		t.assumed = true
		return pointerToTrue()
	}
	return optional
}

// brings reports whether the service brings a ConfigMap or a Secret, or something that may make it.
func (t *landTrial) brings(kind, name string) bool {
	if kube.NewBrought(t.own).Object("", kind, t.template.Namespace, name) != nil {
		return true
	}
	for _, o := range t.own.Objects { // what operators make of custom resources is theirs to know
		if !o.Builtin && o.Namespace == t.template.Namespace && !slices.Contains(makeNoSecrets(), o.Group) {
			return true
		}
	}
	return slices.Contains(t.own.Makes, strings.ToLower(kind)+"s")
}

// makeNoSecrets are API groups whose objects lead to no ConfigMap and no Secret that pods take something from.
func makeNoSecrets() []string {
	return []string{
		"monitoring.coreos.com", "gateway.networking.k8s.io", "keda.sh", "autoscaling.k8s.io", "argoproj.io", "cilium.io", "crd.projectcalico.org", "projectcalico.org",
		"networking.istio.io", "security.istio.io", "telemetry.istio.io", "policy.linkerd.io", "traefik.io", "route.openshift.io", "kyverno.io",
	}
}

// ownLabels are the labels of a template that a pod of a trial can have.
func ownLabels(of map[string]string) map[string]string {
	out := maps.Clone(of)
	maps.DeleteFunc(out, func(key, _ string) bool {
		return kube.GivenLabel(key) || strings.HasPrefix(key, "kready.dev/")
	})
	return out
}

// ownAnnotations are those of a template that a pod of a trial can have: nobody is to ask it for metrics.
func ownAnnotations(of map[string]string) map[string]string {
	out := map[string]string{noScaleUp: "1h"}
	for key, value := range of {
		if !strings.HasPrefix(key, "prometheus.io/") && !strings.HasPrefix(key, "kready.dev/") {
			out[key] = value
		}
	}
	return out
}

func hasClaim(volumes []corev1.Volume) bool {
	return slices.ContainsFunc(volumes, func(v corev1.Volume) bool { return v.PersistentVolumeClaim != nil })
}

// address is a host and port for people, and for a connection.
func address(need kube.HostPort) string { return fmt.Sprintf("%s:%d", need.Host, need.Port) }
