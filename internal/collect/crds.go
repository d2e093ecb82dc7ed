package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// crdPage is how many CRDs one request returns: each carries schemas of some ten to
// some hundred kilobytes, which the API server cannot leave out.
const crdPage = 100

// crdAnnotations are the annotations of a CRD that tell where it came from.
var crdAnnotations = []string{
	"gateway.networking.k8s.io/bundle-version", "gateway.networking.k8s.io/channel",
	"helm.sh/resource-policy", "operator.prometheus.io/version",
}

func crdsCollector() Collector {
	return Collector{
		Facts:   facts.KindCRDs,
		Reads:   []Read{list("apiextensions.k8s.io", "customresourcedefinitions")},
		Collect: collectCRDs,
	}
}

// collectCRDs reads all CRDs; their schemas are passed over.
func collectCRDs(ctx context.Context, r *Run) Fill {
	q := target.Query{
		Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions", PageSize: crdPage,
	}
	crds := each(ctx, r, q, distilCRD)
	sortBy(crds, func(c facts.CRD) string { return c.Name })
	return func(s *facts.Snapshot) { s.CRDs = crds }
}

func distilCRD(o *target.CustomResourceDefinition) facts.CRD {
	_, group, _ := strings.Cut(o.Name, ".")
	out := facts.CRD{
		Name: o.Name, Group: group, Labels: shortenValues(o.Labels),
		Annotations: pick(o.Annotations, crdAnnotations...), CreatedAt: truncateToSecond(o.CreationTimestamp.Time),
		Stored: sorted(o.Status.StoredVersions),
	}
	out.Kind = text.Truncate(o.Spec.Names.Kind, valueMax)
	for _, v := range o.Spec.Versions {
		if v.Served {
			out.Served = append(out.Served, v.Name)
		}
		if v.Served && v.Deprecated {
			out.Deprecated = append(out.Deprecated, v.Name)
		}
	}
	distilCRDConditions(&out, o.Status.Conditions)
	if o.DeletionTimestamp != nil {
		out.DeletedAt = truncateToSecond(o.DeletionTimestamp.Time)
	}
	out.Served, out.Deprecated = sorted(out.Served), sorted(out.Deprecated)
	if c := o.Spec.Conversion; c != nil && c.Strategy == "Webhook" {
		out.Conversion = distilConversion(c)
	}
	return out
}

// distilCRDConditions keeps whether a CRD is served by the names that it asks for, and why not.
func distilCRDConditions(out *facts.CRD, conditions []target.CRDCondition) {
	for _, c := range conditions {
		switch known := slices.Contains([]string{"True", "False", "Unknown"}, c.Status); {
		case known && c.Type == "Established":
			out.Established = c.Status
		case known && c.Type == "NamesAccepted":
			out.NamesAccepted = c.Status
			if c.Status == "False" {
				out.Why = shorten(c.Message)
			}
		case c.Type == "Terminating" && c.Status == "True":
			out.Why = shorten(c.Message)
		}
	}
}

// distilConversion keeps which Service converts. A URL can carry credentials: only that
// there is one is kept.
func distilConversion(c *target.CRDConversion) facts.Conversion {
	out := facts.Conversion{Webhook: true}
	config := c.Old
	if c.Webhook != nil && c.Webhook.ClientConfig != nil {
		config = c.Webhook.ClientConfig
	}
	if config == nil {
		return out
	}
	out.External = config.URL != nil
	if config.Service != nil {
		out.ServiceNamespace, out.ServiceName = config.Service.Namespace, config.Service.Name
	}
	return out
}
