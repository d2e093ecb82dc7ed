package collect

import (
	"context"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

func authorizationCollector() Collector {
	return Collector{
		Facts:   facts.KindAuthorization,
		After:   []facts.Kind{facts.KindReadyz, facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindReadyz},
		Collect: collectAuthorization,
	}
}

// collectAuthorization looks at what /readyz lists, and at the flags of the static pods that run the API server. That of
// OpenShift has a file instead.
func collectAuthorization(_ context.Context, r *Run) Fill {
	out := facts.Authorization{RBAC: r.Before.Readyz.RBAC}
	for _, spot := range r.Before.Blind([]facts.Kind{facts.KindWorkloads}) {
		if spot.Resource == "pods" { // of other workloads, none is an API server
			r.addOwnBlindSpot(spot)
		}
	}
	for i := range r.Before.Workloads {
		w := &r.Before.Workloads[i]
		if kube.RunsAPIServer(w) && w.Namespace != "openshift-kube-apiserver" {
			out.Servers = append(out.Servers, distilAuthorization(w))
		}
	}
	return func(s *facts.Snapshot) { s.Authorization = out }
}

// distilAuthorization reads the flags of one API server. A mode may be given in several flags, as in one:
// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#authorization-modules
func distilAuthorization(w *facts.Workload) facts.AuthorizationServer {
	out := facts.AuthorizationServer{Namespace: w.Namespace, Name: w.Name}
	for _, c := range w.Containers {
		for _, a := range c.Args {
			switch a.Name {
			case "authorization-config":
				out.File = true
			case "authorization-mode":
				for mode := range strings.SplitSeq(a.Value, ",") {
					out.Modes = append(out.Modes, strings.Trim(mode, ` "'`))
				}
			}
		}
	}
	out.Modes = sorted(out.Modes)
	return out
}
