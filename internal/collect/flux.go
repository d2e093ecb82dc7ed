package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

const fluxSources = "source.toolkit.fluxcd.io"

func deliverySourceReads() []Read {
	return []Read{
		ifServed(fluxSources, "gitrepositories"), ifServed(fluxSources, "ocirepositories"),
		ifServed(fluxSources, "helmrepositories"), ifServed(fluxSources, "buckets"),
	}
}

func deliverySourcesCollector() Collector {
	return Collector{
		Facts:   facts.KindDeliverySources,
		Reads:   deliverySourceReads(),
		Collect: collectDeliverySources,
	}
}

// collectDeliverySources reads what Flux fetches from.
func collectDeliverySources(ctx context.Context, r *Run) Fill {
	sources := forEach(r, deliverySourceReads(), func(r *Run, read Read) []facts.DeliverySource {
		return eachIfServed(ctx, r, read.Group, read.Resource, distilDeliverySource)
	})
	sortBy(sources,
		func(s facts.DeliverySource) string { return s.Kind },
		func(s facts.DeliverySource) string { return s.Namespace },
		func(s facts.DeliverySource) string { return s.Name })
	return func(s *facts.Snapshot) { s.DeliverySources = sources }
}

func distilDeliverySource(o *unstructured.Unstructured) (facts.DeliverySource, error) {
	read := reader{fields: o.Object}
	out := facts.DeliverySource{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Static: o.GetKind() == "HelmRepository" && read.text("spec", "type") == "oci",
	}
	out.Suspended, _ = read.boolean("spec", "suspend")
	out.Ready, out.Reason, out.Message = read.ready()
	return out, read.err
}

// ready is a Ready condition, with why it is not True.
func (r *reader) ready() (status, reason, message string) {
	c, ok := findCondition(r.conditions("status", "conditions"), "Ready")
	if !ok || c.Status == "True" {
		return c.Status, "", ""
	}
	return c.Status, c.Reason, redactURLs(c.Message)
}

// distilFlux reads a Kustomization or HelmRelease of Flux.
func distilFlux(o *unstructured.Unstructured) (facts.Delivery, error) {
	read := reader{fields: o.Object}
	out := facts.Delivery{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Into: read.text("spec", "targetNamespace"), Automated: true, Remote: read.has("spec", "kubeConfig"),
		Current: int64(read.number("status", "observedGeneration")) >= o.GetGeneration(),
	}
	out.Suspended, _ = read.boolean("spec", "suspend")
	if out.Kind == "Kustomization" {
		out.Decrypts = "no"
		if read.has("spec", "decryption") {
			out.Decrypts = "yes"
		}
	}
	out.Ready, out.Reason, out.Message = read.ready()
	for _, path := range []string{"spec.sourceRef", "spec.chart.spec.sourceRef", "spec.chartRef"} {
		at := strings.Split(path, ".")
		if name := read.text(append(at, "name")...); name != "" {
			out.SourceKind, out.SourceName = read.text(append(at, "kind")...), name
			out.SourceNamespace = or(read.text(append(at, "namespace")...), out.Namespace)
		}
	}
	return out, read.err
}
