package service

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// routeRule is a rule of a route, as far as it is looked at.
type routeRule struct {
	BackendRefs []backendRef  `json:"backendRefs"`
	Matches     []routeMatch  `json:"matches"`
	Filters     []routeFilter `json:"filters"`
	Timeouts    struct {
		Request        string `json:"request"`
		BackendRequest string `json:"backendRequest"`
	} `json:"timeouts"`
}

// routeMatch is a match of a rule. The values of headers and parameters are not looked at.
type routeMatch struct {
	Path *struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"path"`
	Method      any   `json:"method"`
	Headers     []any `json:"headers"`
	QueryParams []any `json:"queryParams"`
}

// routeFilter is a filter of a rule or of a backend.
type routeFilter struct {
	Type          string `json:"type"`
	RequestMirror *struct {
		BackendRef backendRef `json:"backendRef"`
		Percent    *int64     `json:"percent"`
		Fraction   any        `json:"fraction"`
	} `json:"requestMirror"`
	RequestRedirect *struct {
		Scheme     *string `json:"scheme"`
		Port       *int64  `json:"port"`
		Path       any     `json:"path"`
		StatusCode int64   `json:"statusCode"`
	} `json:"requestRedirect"`
	URLRewrite *struct {
		Hostname *string `json:"hostname"`
		Path     any     `json:"path"`
	} `json:"urlRewrite"`
}

// mirrors keeps the backends that requests are copied to.
func (r *routeRule) mirrors(o *object, route *facts.LandingRoute, at func(...string) int) {
	for i := range r.Filters {
		if m := r.Filters[i].RequestMirror; m != nil {
			route.Backends = withBackend(route.Backends, m.BackendRef.distil(o, at("filters", fmt.Sprint(i), "requestMirror", "backendRef")))
		}
	}
}

// paths keeps the matches that ask for nothing but a path.
func (r *routeRule) paths(route *facts.LandingRoute, at func(...string) int) {
	add := func(kind, path string, line int) {
		if len(route.Paths) < partsMax {
			route.Paths = append(route.Paths, facts.LandingPath{Type: text.Truncate(kind, nameMax), Path: text.Truncate(path, nameMax), PathLine: line})
		}
	}
	if len(r.Matches) == 0 {
		add("PathPrefix", "/", at())
	}
	for i, m := range r.Matches {
		switch {
		case m.Method != nil || len(m.Headers) > 0 || len(m.QueryParams) > 0:
		case m.Path == nil:
			add("PathPrefix", "/", at("matches", fmt.Sprint(i)))
		default:
			add(cmp.Or(m.Path.Type, "PathPrefix"), cmp.Or(m.Path.Value, "/"), at("matches", fmt.Sprint(i)))
		}
	}
}

// uses keeps the features of the Gateway API that a rule of an HTTPRoute uses beyond those that all implementations have.
// https://github.com/kubernetes-sigs/gateway-api/blob/main/pkg/features/httproute.go
func (r *routeRule) uses(route *facts.LandingRoute, at func(...string) int) {
	add := func(used bool, feature string, line int) {
		same := func(u facts.LandingUse) bool { return u.Feature == "HTTPRoute"+feature }
		if used && !slices.ContainsFunc(route.Uses, same) {
			route.Uses = append(route.Uses, facts.LandingUse{Feature: "HTTPRoute" + feature, UseLine: line})
		}
	}
	for i, m := range r.Matches {
		line := at("matches", fmt.Sprint(i))
		add(len(m.QueryParams) > 0, "QueryParamMatching", line)
		add(m.Method != nil, "MethodMatching", line)
	}
	add(r.Timeouts.Request != "", "RequestTimeout", at("timeouts"))
	add(r.Timeouts.BackendRequest != "", "BackendTimeout", at("timeouts"))
	mirrors := 0
	for i := range r.Filters {
		line := at("filters", fmt.Sprint(i))
		r.Filters[i].uses(func(used bool, feature string) { add(used, feature, line) })
		if r.Filters[i].Type == "RequestMirror" {
			mirrors++
			add(mirrors > 1, "RequestMultipleMirrors", line)
		}
	}
	for i := range r.BackendRefs {
		for j, f := range r.BackendRefs[i].Filters {
			line := at("backendRefs", fmt.Sprint(i), "filters", fmt.Sprint(j))
			add(f.Type == "RequestHeaderModifier", "BackendRequestHeaderModification", line)
		}
	}
}

// uses calls add for each feature, and whether the filter uses it.
func (f *routeFilter) uses(add func(used bool, feature string)) {
	add(f.Type == "ResponseHeaderModifier", "ResponseHeaderModification")
	add(f.Type == "CORS", "CORS")
	add(f.Type == "RequestMirror", "RequestMirror")
	if m := f.RequestMirror; m != nil {
		add(m.Percent != nil || m.Fraction != nil, "RequestPercentageMirror")
	}
	if r := f.RequestRedirect; r != nil {
		add(r.Scheme != nil, "SchemeRedirect")
		add(r.Port != nil, "PortRedirect")
		add(r.Path != nil, "PathRedirect")
		add(r.StatusCode == 303 || r.StatusCode == 307 || r.StatusCode == 308, fmt.Sprintf("%dRedirectStatusCode", r.StatusCode))
	}
	if r := f.URLRewrite; r != nil {
		add(r.Hostname != nil, "HostRewrite")
		add(r.Path != nil, "PathRewrite")
	}
}
