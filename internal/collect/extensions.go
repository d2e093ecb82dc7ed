package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func apiServicesCollector() Collector {
	return Collector{
		Facts:   facts.KindAPIServices,
		Reads:   []Read{list("apiregistration.k8s.io", "apiservices")},
		Collect: collectAPIServices,
	}
}

// collectAPIServices reads the APIServices. They are unstructured: their structs are in the
// aggregator's module.
func collectAPIServices(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"}
	services := distilled(r, q, each(ctx, r, q, tryDistil(distilAPIService)))
	sortBy(services, func(s facts.APIService) string { return s.Name })
	return func(s *facts.Snapshot) { s.APIServices = services }
}

func distilAPIService(o *unstructured.Unstructured) (facts.APIService, error) {
	read := reader{fields: o.Object}
	out := facts.APIService{
		Name: o.GetName(), Group: read.text("spec", "group"), Version: read.text("spec", "version"),
		ServiceNamespace: read.text("spec", "service", "namespace"), ServiceName: read.text("spec", "service", "name"),
	}
	if out.Version == "" { // without a spec it would look like one that the API server serves itself
		read.fail([]string{"spec", "version"}, "is missing")
	}
	out.Local = out.ServiceName == ""
	out.RenewedBy = renewedBy(o)
	out.Insecure, _ = read.boolean("spec", "insecureSkipTLSVerify")
	out.CA = read.ca("spec", "caBundle")
	if c, ok := findCondition(read.conditions("status", "conditions"), "Available"); ok {
		out.Available, out.Reason, out.Message = c.Status, c.Reason, c.Message
	}
	return out, read.err
}
