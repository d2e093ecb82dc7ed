package collect

import (
	"cmp"
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

func namedServicesCollector() Collector {
	return Collector{Facts: facts.KindNamedServices, Reads: []Read{lookUp("services")}, Collect: collectNamedServices}
}

// collectNamedServices looks up the Services that a service names, and keeps their ports.
func collectNamedServices(ctx context.Context, r *Run) Fill {
	found := lookedUp(ctx, r, "services", r.opts.Lookups.Services, func(ref facts.ObjectRef, o *corev1.Service) facts.NamedService {
		out := facts.NamedService{Namespace: ref.Namespace, Name: ref.Name, Exists: o != nil}
		if o == nil {
			return out
		}
		out.Headless = o.Spec.ClusterIP == corev1.ClusterIPNone
		out.Type, out.Selector = cmp.Or(string(o.Spec.Type), string(corev1.ServiceTypeClusterIP)), shortenValues(o.Spec.Selector)
		for _, p := range o.Spec.Ports {
			out.Ports = append(out.Ports, namedServicePort(&p))
		}
		return out
	})
	return func(s *facts.Snapshot) { s.NamedServices = found }
}

// namedServicePort is a port with the defaults of the API, for manifests that leave them out.
func namedServicePort(p *corev1.ServicePort) facts.NamedServicePort {
	out := facts.NamedServicePort{Name: p.Name, Protocol: cmp.Or(string(p.Protocol), string(corev1.ProtocolTCP)), Port: int(p.Port)}
	if p.TargetPort.Type == intstr.String {
		out.TargetName = text.Truncate(p.TargetPort.StrVal, valueMax)
	} else {
		out.Target = cmp.Or(int(p.TargetPort.IntVal), int(p.Port))
	}
	return out
}

func namedPodsCollector() Collector {
	return Collector{
		Facts:   facts.KindNamedPods,
		Reads:   []Read{{Resource: "pods", Verbs: []string{"list"}, When: "a Service of a service that is to land selects pods that it does not bring"}},
		Collect: collectNamedPods,
	}
}

// collectNamedPods asks whether there are pods with the labels that a service's Services select. One is enough.
func collectNamedPods(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.NamedPods
	wanted := r.opts.Lookups.Pods
	for _, by := range wanted[:min(len(wanted), namedMax)] {
		selector := kube.DistilSelector(&metav1.LabelSelector{MatchLabels: by.Labels})
		parts = append(parts, func(r *Run) []facts.NamedPods {
			exists, err := r.anyPod(ctx, by.Namespace, &selector)
			if err != nil {
				return nil
			}
			return []facts.NamedPods{{PodsByLabels: by, Exists: exists}}
		})
	}
	found := runParallel(r, parts)
	return func(s *facts.Snapshot) { s.NamedPods = found }
}
