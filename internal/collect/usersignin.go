package collect

import (
	"context"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// signInFlags are the flags of the API server by which it knows users that others vouch for:
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/
var signInFlags = map[string]bool{
	"oidc-issuer-url": true, "authentication-config": true, "authentication-token-webhook-config-file": true,
}

func userSignInCollector() Collector {
	return Collector{
		Facts:   facts.KindUserSignIn,
		After:   []facts.Kind{facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectUserSignIn,
	}
}

// collectUserSignIn looks at the flags of the static pods that run the API server. OpenShift's has a file
// instead, and is left out.
func collectUserSignIn(_ context.Context, r *Run) Fill {
	var out facts.UserSignIn
	for i := range r.Before.Workloads {
		w := &r.Before.Workloads[i]
		if !kube.RunsAPIServer(w) || w.Namespace == "openshift-kube-apiserver" {
			continue
		}
		out.Servers++
		for _, c := range w.Containers {
			for _, a := range c.Args {
				if signInFlags[a.Name] && a.Value != "" {
					out.By = append(out.By, a.Name)
				}
			}
		}
	}
	out.By = sorted(out.By)
	return func(s *facts.Snapshot) { s.UserSignIn = out }
}
