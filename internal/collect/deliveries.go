package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const argoGroup = "argoproj.io"

// applicationPage is how many Applications are read at once: each lists everything that
// it applies, and can be a hundred times as large as other objects.
const applicationPage = 100

func deliveryReads() []Read {
	return []Read{
		ifServed("kustomize.toolkit.fluxcd.io", "kustomizations"), ifServed("helm.toolkit.fluxcd.io", "helmreleases"),
		ifServed(argoGroup, "applications"),
	}
}

func deliveriesCollector() Collector {
	return Collector{
		Facts:   facts.KindDeliveries,
		Reads:   deliveryReads(),
		Collect: collectDeliveries,
	}
}

// collectDeliveries reads what delivery controllers apply, and its status.
func collectDeliveries(ctx context.Context, r *Run) Fill {
	deliveries := forEach(r, deliveryReads(), func(r *Run, read Read) []facts.Delivery {
		if read.Group == argoGroup {
			return r.applications(ctx)
		}
		return eachIfServed(ctx, r, read.Group, read.Resource, distilFlux)
	})
	sortBy(deliveries,
		func(d facts.Delivery) string { return d.Kind },
		func(d facts.Delivery) string { return d.Namespace },
		func(d facts.Delivery) string { return d.Name })
	return func(s *facts.Snapshot) { s.Deliveries = deliveries }
}

// applications reads the Applications of Argo CD.
func (r *Run) applications(ctx context.Context) []facts.Delivery {
	q := target.Query{Group: argoGroup, Resource: "applications", PageSize: applicationPage}
	if !r.serves(&q) {
		return nil
	}
	return distilled(r, q, each(ctx, r, q, tryDistil(distilApplication)))
}

// distilApplication distils an Application of Argo CD. Its conditions have no status: each one
// that exists is true.
func distilApplication(o *unstructured.Unstructured) (facts.Delivery, error) {
	read := reader{fields: o.Object}
	out := facts.Delivery{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Into: read.text("spec", "destination", "namespace"), Remote: read.remote(), Current: true,
		Sync: read.text("status", "sync", "status"), Health: read.text("status", "health", "status"),
		Running: read.text("status", "operationState", "phase") == "Running",
	}
	if out.Automated = read.has("spec", "syncPolicy", "automated"); out.Automated {
		enabled, given := read.boolean("spec", "syncPolicy", "automated", "enabled")
		out.Automated = enabled || !given
	}
	for _, c := range read.conditions("status", "conditions") {
		if strings.HasSuffix(c.Type, "Error") {
			out.Reason, out.Message = c.Type, redactURLs(c.Message)
			break
		}
	}
	return out, read.err
}

// remote reports whether an Application delivers to another cluster than Argo CD's own.
func (r *reader) remote() bool {
	name, server := r.text("spec", "destination", "name"), r.text("spec", "destination", "server")
	server = strings.TrimSuffix(strings.TrimSuffix(server, "/"), ":443")
	return name != "" && name != "in-cluster" || server != "" && server != "https://kubernetes.default.svc"
}
