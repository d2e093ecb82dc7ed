package collect

import (
	"context"
	"net/netip"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// serviceCertificates are annotations that set the certificate of a Service's load balancer,
// which terminates TLS.
var serviceCertificates = []string{
	"service.beta.kubernetes.io/aws-load-balancer-ssl-cert",
	"service.beta.kubernetes.io/do-loadbalancer-certificate-id",
	"load-balancer.hetzner.cloud/http-certificates",
	"service.beta.kubernetes.io/oci-load-balancer-tls-secret",
}

func servicesCollector() Collector {
	return Collector{
		Facts:   facts.KindServices,
		Reads:   []Read{list("", "services")},
		Collect: collectServices,
	}
}

// collectServices keeps the Services that can be reached from outside the cluster: the API server cannot
// select by externalIPs.
func collectServices(_ context.Context, r *Run) Fill {
	var services []facts.Service
	for _, s := range listed(r, r.services()) {
		if s.outer != nil {
			services = append(services, *s.outer)
		}
	}
	sortBy(services,
		func(s facts.Service) string { return s.Namespace },
		func(s facts.Service) string { return s.Name })
	return func(s *facts.Snapshot) { s.Services = services }
}

// service is a Service as its collectors need it.
type service struct {
	outer *facts.Service
	ref   facts.ObjectRef
	// What ServiceMonitors go by is not kept of a cluster that does not serve them.
	labels map[string]string
	ports  []string
	// taken are the addresses and node ports that it has, of those that a service asks for.
	taken []facts.TakenAddress
	// dnsAt are the addresses at which it serves DNS.
	dnsAt []netip.Addr
}

// servicesOnce returns a function that lists all Services, at the first call.
func servicesOnce(ctx context.Context, s shared) func() listing[service] {
	monitored := sync.OnceValue(func() bool {
		q := target.Query{Group: promGroup, Resource: "servicemonitors"}
		return s.monitorTargets && (&Run{shared: s}).serves(&q)
	})
	return requestSome(ctx, s, target.Query{Version: "v1", Resource: "services", Reused: true}, func(o *corev1.Service) (service, bool) {
		out := service{
			ref:   facts.ObjectRef{Kind: "Service", Namespace: o.Namespace, Name: o.Name},
			outer: distilOuterService(o), taken: takenBy(o, &s.opts.Lookups), dnsAt: dnsAddresses(o),
		}
		if !monitored() {
			return out, out.outer != nil || len(out.taken) > 0 || len(out.dnsAt) > 0
		}
		out.labels = shortenValues(o.Labels)
		for _, p := range o.Spec.Ports {
			out.ports = append(out.ports, p.Name)
		}
		return out, true
	})
}

// refusalOf is what the status of a Service says of why it has no address: Cilium's IPAM writes such conditions.
func refusalOf(s *corev1.Service) string {
	for _, c := range s.Status.Conditions {
		if c.Status == metav1.ConditionFalse && c.Message != "" {
			return shorten(redact(text.OneLine(c.Message)))
		}
	}
	return ""
}

// distilOuterService returns nil for a Service inside the cluster only.
func distilOuterService(s *corev1.Service) *facts.Service {
	if s.Spec.Type != corev1.ServiceTypeLoadBalancer && len(s.Spec.ExternalIPs) == 0 {
		return nil
	}
	out := &facts.Service{
		Namespace: s.Namespace, Name: s.Name, Type: string(s.Spec.Type), CreatedAt: truncateToSecond(s.CreationTimestamp.Time),
		Deleting: s.DeletionTimestamp != nil, Addresses: len(s.Status.LoadBalancer.Ingress),
		ExternalIPs: sorted(s.Spec.ExternalIPs), CertificateBy: annotated(s.Annotations, serviceCertificates...),
	}
	if out.Addresses == 0 {
		out.Said = refusalOf(s)
	}
	if s.Spec.LoadBalancerClass != nil {
		out.LoadBalancerClass = *s.Spec.LoadBalancerClass
	}
	setReach(out, s)
	return out
}
