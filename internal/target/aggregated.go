package target

import (
	"encoding/json"
	"mime"
)

// aggregatedDiscovery is an APIGroupDiscoveryList of apidiscovery.k8s.io/v2, as far as it
// is used.
type aggregatedDiscovery struct {
	Kind  string `json:"kind"`
	Items []struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
		Versions []aggregatedVersion `json:"versions"`
	} `json:"items"`
}

// aggregatedVersion is one version of a group. Its freshness is "Stale" when the server
// behind it did not answer the API server.
type aggregatedVersion struct {
	Version   string `json:"version"`
	Freshness string `json:"freshness"`
	Resources []struct {
		Resource     string        `json:"resource"`
		Scope        string        `json:"scope"`
		ResponseKind *responseKind `json:"responseKind"`
	} `json:"resources"`
}

// responseKind is the kind of a resource's objects. Without one there are subresources
// only.
type responseKind struct {
	Group   string `json:"group"`
	Version string `json:"version"`
	Kind    string `json:"kind"`
}

// isAggregated reports whether an answer is in the aggregated form. Proxies may reorder
// the parameters of its type, and add to them.
func isAggregated(contentType string) bool {
	base, params, err := mime.ParseMediaType(contentType)
	return err == nil && base == "application/json" &&
		params["g"] == "apidiscovery.k8s.io" && params["v"] == "v2" && params["as"] == "APIGroupDiscoveryList"
}

// readAggregated reads all groups with their resources. A stale version counts as failed.
func readAggregated(body []byte) (apis, error) {
	var list aggregatedDiscovery
	if err := json.Unmarshal(body, &list); err != nil {
		return apis{}, err
	}
	if list.Kind != "APIGroupDiscoveryList" || list.Items == nil {
		return apis{}, errNotDiscovery
	}
	out := apis{complete: true}
	for _, item := range list.Items {
		group := Group{Name: item.Metadata.Name}
		for _, v := range item.Versions {
			if v.Freshness == "Stale" {
				out.failed = append(out.failed, FailedGroup{Group: group.Name, Version: v.Version, Message: "the server behind it does not answer"})
				continue
			}
			group.Versions = append(group.Versions, v.Version)
			for _, r := range v.Resources {
				if r.ResponseKind != nil && *r.ResponseKind != (responseKind{}) {
					group.Resources = append(group.Resources, Resource{
						Version: v.Version, Name: r.Resource, Kind: r.ResponseKind.Kind, Namespaced: r.Scope == "Namespaced",
					})
				}
			}
		}
		out.groups = append(out.groups, group)
	}
	return out, nil
}
