package collect

import (
	"context"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const gatewayGroup = "gateway.networking.k8s.io"

// legacyClass is how an Ingress named its class before there was a field for it.
const legacyClass = "kubernetes.io/ingress.class"

func ingressesCollector() Collector {
	return Collector{
		Facts:   facts.KindIngresses,
		Reads:   []Read{list("networking.k8s.io", "ingresses")},
		Collect: collectIngresses,
	}
}

// collectIngresses reads the Ingresses of all namespaces.
func collectIngresses(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses", Reused: true, Distilled: true}
	ingresses := each(ctx, r, q, distilIngress)
	sortBy(ingresses,
		func(i facts.Ingress) string { return i.Namespace },
		func(i facts.Ingress) string { return i.Name })
	return func(s *facts.Snapshot) { s.Ingresses = ingresses }
}

func distilIngress(i *networkingv1.Ingress) facts.Ingress {
	out := facts.Ingress{
		Namespace: i.Namespace, Name: i.Name, LegacyClass: text.Truncate(i.Annotations[legacyClass], valueMax),
		HasAddress: len(i.Status.LoadBalancer.Ingress) > 0, TLS: len(i.Spec.TLS) > 0,
		CertificateBy: annotated(i.Annotations, ingressCertificates...), CreatedAt: truncateToSecond(i.CreationTimestamp.Time),
	}
	if i.Spec.IngressClassName != nil {
		out.Class = *i.Spec.IngressClassName
	}
	for _, rule := range i.Spec.Rules {
		out.Hosts = append(out.Hosts, text.Truncate(rule.Host, hostMax))
	}
	for _, tls := range i.Spec.TLS {
		if len(tls.Hosts) == 0 {
			out.TLSHosts = append(out.TLSHosts, "*")
		}
		out.TLSHosts = append(out.TLSHosts, tls.Hosts...)
	}
	out.Hosts, out.TLSHosts = sorted(out.Hosts), sorted(out.TLSHosts)
	return out
}

// hostMax is how long a DNS name can be.
const hostMax = 253

// ingressCertificates are annotations of an Ingress that end TLS without spec.tls.
var ingressCertificates = []string{
	"alb.ingress.kubernetes.io/certificate-arn",
	"networking.gke.io/managed-certificates", "networking.gke.io/certmap",
	"ingress.gcp.kubernetes.io/pre-shared-cert",
	"appgw.ingress.kubernetes.io/appgw-ssl-certificate",
	"route.openshift.io/termination",
	"traefik.ingress.kubernetes.io/router.tls",
}

// annotated returns the first of the keys that an object's annotations have a value for.
func annotated(from map[string]string, keys ...string) string {
	for _, key := range keys {
		if from[key] != "" {
			return key
		}
	}
	return ""
}

func ingressClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindIngressClasses,
		Reads:   []Read{list("networking.k8s.io", "ingressclasses")},
		Collect: collectIngressClasses,
	}
}

// collectIngressClasses reads the IngressClasses.
func collectIngressClasses(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "networking.k8s.io", Version: "v1", Resource: "ingressclasses"}
	classes := each(ctx, r, q, func(c *networkingv1.IngressClass) facts.IngressClass {
		return facts.IngressClass{
			Name: c.Name, Controller: c.Spec.Controller, CreatedAt: truncateToSecond(c.CreationTimestamp.Time),
			Default: c.Annotations[networkingv1.AnnotationIsDefaultIngressClass] == "true",
		}
	})
	sortBy(classes, func(c facts.IngressClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.IngressClasses = classes }
}

func gatewayClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindGatewayClasses,
		Reads:   []Read{ifServed(gatewayGroup, "gatewayclasses")},
		Collect: collectGatewayClasses,
	}
}

// collectGatewayClasses reads the GatewayClasses, where the Gateway API is served.
func collectGatewayClasses(ctx context.Context, r *Run) Fill {
	classes := eachIfServed(ctx, r, gatewayGroup, "gatewayclasses", distilGatewayClass)
	sortBy(classes, func(c facts.GatewayClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.GatewayClasses = classes }
}

func distilGatewayClass(o *unstructured.Unstructured) (facts.GatewayClass, error) {
	read := reader{fields: o.Object}
	out := facts.GatewayClass{Name: o.GetName(), Controller: read.text("spec", "controllerName")}
	if out.Controller == "" {
		out.Controller = read.text("spec", "controller") // until v1alpha1
	}
	if c, ok := findCondition(read.conditions("status", "conditions"), "Accepted"); ok {
		out.Accepted, out.Reason, out.Message = c.Status, c.Reason, c.Message
	}
	out.Features = supportedFeatures(&read)
	return out, read.err
}

// featuresMax is how many features of a GatewayClass are kept: the API server takes 64.
const featuresMax = 64

// supportedFeatures are those that a GatewayClass lists: by name, and as objects since Gateway API 1.2.
func supportedFeatures(read *reader) []string {
	value, _ := read.at("status", "supportedFeatures")
	list, _ := value.([]any)
	var out []string
	for _, one := range list[:min(len(list), featuresMax)] {
		fields, _ := one.(map[string]any)
		name, _ := fields["name"].(string)
		if plain, ok := one.(string); ok {
			name = plain
		}
		if name != "" {
			out = append(out, text.Truncate(name, valueMax))
		}
	}
	return sorted(out)
}
