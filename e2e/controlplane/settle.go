package controlplane

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-logr/logr"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// settle does what the controllers of Kubernetes would: pods on the nodes that take them,
// the statuses of workloads, endpoints of Services.
func (p *platform) settle(ctx context.Context) error {
	var nodes corev1.NodeList
	if err := p.List(ctx, &nodes); err != nil {
		return err
	}
	for _, step := range []func(context.Context, []corev1.Node) error{p.daemonSets, p.deployments, p.statefulSets, p.endpointSlices} {
		if err := step(ctx, nodes.Items); err != nil {
			return fmt.Errorf("settling the cluster: %w", err)
		}
	}
	return nil
}

// takers are the nodes that a pod may run on.
func takers(nodes []corev1.Node, pod corev1.PodSpec) []string {
	var out []string
	for _, n := range nodes {
		tolerated := !slices.ContainsFunc(n.Spec.Taints, func(taint corev1.Taint) bool {
			return !slices.ContainsFunc(pod.Tolerations, func(t corev1.Toleration) bool { return t.ToleratesTaint(logr.Discard(), &taint, false) })
		})
		if tolerated && labels.SelectorFromSet(pod.NodeSelector).Matches(labels.Set(n.Labels)) {
			out = append(out, n.Name)
		}
	}
	return out
}

func (p *platform) daemonSets(ctx context.Context, nodes []corev1.Node) error {
	var sets appsv1.DaemonSetList
	if err := p.List(ctx, &sets); err != nil {
		return err
	}
	for _, set := range sets.Items {
		on := takers(nodes, set.Spec.Template.Spec)
		n := int32(len(on))
		set.Status = appsv1.DaemonSetStatus{DesiredNumberScheduled: n, CurrentNumberScheduled: n, NumberReady: n, NumberAvailable: n, UpdatedNumberScheduled: n, ObservedGeneration: set.Generation}
		if err := p.Status().Update(ctx, &set); err != nil {
			return err
		}
		controller := metav1.NewControllerRef(&set, appsv1.SchemeGroupVersion.WithKind("DaemonSet"))
		for _, node := range on {
			if err := p.world.pod(ctx, set.Namespace, set.Name+"-"+node, node, set.Spec.Template, controller); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *platform) deployments(ctx context.Context, nodes []corev1.Node) error {
	var all appsv1.DeploymentList
	if err := p.List(ctx, &all); err != nil {
		return err
	}
	for _, d := range all.Items {
		n := *d.Spec.Replicas
		d.Status = appsv1.DeploymentStatus{
			ObservedGeneration: d.Generation, Replicas: n, ReadyReplicas: n, AvailableReplicas: n, UpdatedReplicas: n,
			Conditions: []appsv1.DeploymentCondition{{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue}},
		}
		if err := p.Status().Update(ctx, &d); err != nil {
			return err
		}
		set := &appsv1.ReplicaSet{
			ObjectMeta: metav1.ObjectMeta{
				Name: d.Name + "-5c7d8f9b6", Namespace: d.Namespace, Labels: d.Spec.Template.Labels,
				OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(&d, appsv1.SchemeGroupVersion.WithKind("Deployment"))},
			},
			Spec: appsv1.ReplicaSetSpec{Replicas: &n, Selector: d.Spec.Selector, Template: d.Spec.Template},
		}
		if err := p.Create(ctx, set); err != nil {
			return err
		}
		if err := p.replicas(ctx, set, "ReplicaSet", n, d.Spec.Template, nodes); err != nil {
			return err
		}
	}
	return nil
}

func (p *platform) statefulSets(ctx context.Context, nodes []corev1.Node) error {
	var all appsv1.StatefulSetList
	if err := p.List(ctx, &all); err != nil {
		return err
	}
	for _, set := range all.Items {
		n := *set.Spec.Replicas
		set.Status = appsv1.StatefulSetStatus{ObservedGeneration: set.Generation, Replicas: n, ReadyReplicas: n, AvailableReplicas: n, CurrentReplicas: n, UpdatedReplicas: n}
		if err := p.Status().Update(ctx, &set); err != nil {
			return err
		}
		if err := p.replicas(ctx, &set, "StatefulSet", n, set.Spec.Template, nodes); err != nil {
			return err
		}
	}
	return nil
}

// replicas makes the n pods of a controller, on different nodes while there are any.
func (p *platform) replicas(ctx context.Context, of client.Object, kind string, n int32, template corev1.PodTemplateSpec, nodes []corev1.Node) error {
	on := takers(nodes, template.Spec)
	if len(on) == 0 {
		return fmt.Errorf("no node takes the pods of %s %s/%s", kind, of.GetNamespace(), of.GetName())
	}
	for i := range int(n) {
		controller := metav1.NewControllerRef(of, appsv1.SchemeGroupVersion.WithKind(kind))
		if err := p.world.pod(ctx, of.GetNamespace(), fmt.Sprintf("%s-%d", of.GetName(), i), on[i%len(on)], template, controller); err != nil {
			return err
		}
	}
	return nil
}

// endpointSlices gives each Service the pods that it selects.
func (p *platform) endpointSlices(ctx context.Context, _ []corev1.Node) error {
	var services corev1.ServiceList
	if err := p.List(ctx, &services); err != nil {
		return err
	}
	for _, s := range services.Items {
		if len(s.Spec.Selector) == 0 {
			continue
		}
		var pods corev1.PodList
		if err := p.List(ctx, &pods, client.InNamespace(s.Namespace), client.MatchingLabels(s.Spec.Selector)); err != nil {
			return err
		}
		slice := &discoveryv1.EndpointSlice{
			ObjectMeta:  metav1.ObjectMeta{Name: s.Name + "-e2e", Namespace: s.Namespace, Labels: map[string]string{discoveryv1.LabelServiceName: s.Name}},
			AddressType: discoveryv1.AddressTypeIPv4,
		}
		for _, port := range s.Spec.Ports {
			slice.Ports = append(slice.Ports, discoveryv1.EndpointPort{Name: &port.Name, Port: &port.Port, Protocol: &port.Protocol})
		}
		for i, pod := range pods.Items {
			ready := true
			slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
				Addresses: []string{fmt.Sprintf("10.64.%d.10", i)}, NodeName: &pod.Spec.NodeName, Conditions: discoveryv1.EndpointConditions{Ready: &ready},
				TargetRef: &corev1.ObjectReference{Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name},
			})
		}
		if err := p.Create(ctx, slice); err != nil {
			return err
		}
	}
	return nil
}
