package service

import (
	"cmp"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// template is a pod template of an object, with the path that its spec is written at.
type template struct {
	*object
	spec corev1.PodSpec
	path []string
}

// templatePath is where a kind keeps the template of its pods; none is the pod itself.
func templatePath(kind string) []string {
	switch kind {
	case "Pod":
		return nil
	case "CronJob":
		return []string{"spec", "jobTemplate", "spec", "template"}
	case "ScaledJob":
		return []string{"spec", "jobTargetRef", "template"}
	}
	return []string{"spec", "template"}
}

// distilPods keeps what is kept of a pod template.
func distilPods(o *object, out *facts.Landing) error {
	at := templatePath(o.kind)
	if _, there := o.at(append(at, "spec")...).(map[string]any); !there {
		return nil // a Rollout that refers to a Deployment, or an object that the API server refuses
	}
	t := template{object: o, path: append(at, "spec")}
	if err := o.decode(&t.spec, t.path...); err != nil {
		return err
	}
	pods := facts.LandingPods{
		Manifest: o.manifest(), Replicas: o.replicas(), TemplateLine: o.Line(t.path...), ScheduledBy: scheduler(&t.spec),
		Labels: texts(o.at(append(at, "metadata", "labels")...)), Annotations: texts(o.at(append(at, "metadata", "annotations")...)),
		ServiceAccount: t.spec.ServiceAccountName, ServiceAccountLine: t.line("serviceAccountName"),
	}
	pods.PriorityClass, pods.PriorityClassLine = text.Truncate(t.spec.PriorityClassName, nameMax), t.line("priorityClassName")
	if name := t.spec.RuntimeClassName; name != nil {
		pods.RuntimeClass, pods.RuntimeClassLine = text.Truncate(*name, nameMax), t.line("runtimeClassName")
	}
	pods.Asks = t.asks()
	if pods.ServiceAccount == "" && t.spec.DeprecatedServiceAccount != "" {
		pods.ServiceAccount, pods.ServiceAccountLine = t.spec.DeprecatedServiceAccount, t.line("serviceAccount")
	}
	if pods.ServiceAccount == "" {
		pods.ServiceAccount = "default"
	}
	pods.Containers = t.containers()
	pods.Exports = t.exports()
	pods.References, pods.Volumes, pods.Projections = t.references(), t.volumes(), t.projections()
	pods.DeviceClaims, pods.Probes = t.deviceClaims(), t.probes()
	if o.kind == "StatefulSet" {
		pods.HeadlessService, pods.HeadlessServiceLine = text.Truncate(o.text("spec", "serviceName"), nameMax), o.Line("spec", "serviceName")
	}
	var err error
	if pods.Forbidden, err = forbidden(&t.spec, pods.Annotations); err != nil {
		return err
	}
	pods.Placement = t.placement(pods.Labels)
	pods.Whole, pods.Ends, pods.FarAffinity = whole(&t.spec), t.spec.ActiveDeadlineSeconds != nil, farAffinity(&t.spec)
	out.Pods = append(out.Pods, pods)
	return nil
}

// line is the line of a part of the pod's spec.
func (t template) line(path ...string) int {
	return t.Line(append(t.path[:len(t.path):len(t.path)], path...)...)
}

// scheduler is the name of a scheduler other than Kubernetes' own.
func scheduler(spec *corev1.PodSpec) string {
	if spec.SchedulerName == corev1.DefaultSchedulerName {
		return ""
	}
	return text.Truncate(spec.SchedulerName, nameMax)
}

// replicas is how many pods an object asks for: one where it does not say, none for a DaemonSet.
func (o *object) replicas() int {
	if o.kind == "DaemonSet" {
		return 0
	}
	field := "replicas"
	if o.kind == "Job" {
		field = "parallelism"
	}
	if n, ok := o.at("spec", field).(int64); ok {
		return int(n)
	}
	return 1
}

// containers are the containers of a template, init containers first.
func (t template) containers() []facts.LandingContainer {
	var all []facts.LandingContainer
	add := func(list string, containers []corev1.Container, role func(*corev1.Container) string) {
		for i := range containers {
			c := &containers[i]
			all = append(all, facts.LandingContainer{
				Name: text.Truncate(c.Name, nameMax), Line: t.line(list, fmt.Sprint(i)), Role: role(c), Image: kube.ParseImage(c.Image), ImageFault: imageFault(c.Image),
				Requests: kube.Requests(c.Resources), Limits: kube.Quantities(c.Resources.Limits),
				Ports: ports(c),
			})
		}
	}
	add("initContainers", t.spec.InitContainers, func(c *corev1.Container) string {
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			return "sidecar"
		}
		return "init"
	})
	add("containers", t.spec.Containers, func(*corev1.Container) string { return "container" })
	return all
}

// ports are those that a container declares.
func ports(c *corev1.Container) []facts.LandingPort {
	var out []facts.LandingPort
	for _, p := range c.Ports[:min(len(c.Ports), partsMax)] {
		out = append(out, facts.LandingPort{
			Name: text.Truncate(p.Name, nameMax), Protocol: cmp.Or(text.Truncate(string(p.Protocol), nameMax), string(corev1.ProtocolTCP)), Port: int(p.ContainerPort),
		})
	}
	return out
}
