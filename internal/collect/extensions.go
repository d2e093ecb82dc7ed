package collect

import (
	"context"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// collectAPIServices reads the registrations of APIs. Their kind is not compiled in:
// it belongs to the aggregator, a library of its own.
func collectAPIServices(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"}
	services := distilled(r, q, each(ctx, r, q, attempt(distilAPIService)))
	sortBy(services, func(s facts.APIService) string { return s.Name })
	return func(s *facts.Snapshot) { s.APIServices = services }
}

func distilAPIService(o *unstructured.Unstructured) (facts.APIService, error) {
	read := reader{fields: o.Object}
	out := facts.APIService{
		Name: o.GetName(), Group: read.text("spec", "group"), Version: read.text("spec", "version"),
		ServiceNamespace: read.text("spec", "service", "namespace"), ServiceName: read.text("spec", "service", "name"),
	}
	out.Local = out.ServiceName == ""
	out.RenewedBy = renewedBy(o)
	out.Insecure, _ = read.truth("spec", "insecureSkipTLSVerify")
	out.CA = read.ca("spec", "caBundle")
	if c, ok := find(read.conditions("status", "conditions"), "Available"); ok {
		out.Available, out.Reason, out.Message = c.Status, c.Reason, c.Message
	}
	return out, read.err
}

// crdAnnotations are the annotations of a CRD that tell where it came from.
var crdAnnotations = []string{
	"gateway.networking.k8s.io/bundle-version", "gateway.networking.k8s.io/channel",
	"helm.sh/resource-policy", "operator.prometheus.io/version",
}

// collectCRDs reads the names of all CRDs; their schemas are left where they are.
func collectCRDs(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions", Metadata: true}
	crds := each(ctx, r, q, func(o *metav1.PartialObjectMetadata) facts.CRD {
		_, group, _ := strings.Cut(o.Name, ".")
		return facts.CRD{
			Name: o.Name, Group: group, Labels: short(o.Labels),
			Annotations: pick(o.Annotations, crdAnnotations...), CreatedAt: second(o.CreationTimestamp.Time),
		}
	})
	sortBy(crds, func(c facts.CRD) string { return c.Name })
	return func(s *facts.Snapshot) { s.CRDs = crds }
}
