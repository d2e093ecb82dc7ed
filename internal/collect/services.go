package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
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

// collectServices reads all Services and keeps those that can be reached from outside the
// cluster: the API server cannot select by externalIPs.
func collectServices(ctx context.Context, r *Run) Fill {
	var services []facts.Service
	q := target.Query{Version: "v1", Resource: "services"}
	for _, s := range each(ctx, r, q, distilOuterService) {
		if s != nil {
			services = append(services, *s)
		}
	}
	sortBy(services,
		func(s facts.Service) string { return s.Namespace },
		func(s facts.Service) string { return s.Name })
	return func(s *facts.Snapshot) { s.Services = services }
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
	if s.Spec.LoadBalancerClass != nil {
		out.LoadBalancerClass = *s.Spec.LoadBalancerClass
	}
	return out
}
