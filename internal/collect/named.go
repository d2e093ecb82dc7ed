package collect

import (
	"context"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// namedMax is how many objects of a kind are looked up by name. All keys of a ConfigMap are kept, since one that
// is left out would be taken for one that is not there; an object of etcd holds no more than 1.5 MiB.
const namedMax = 500

// identityAnnotations are those of a ServiceAccount by which clouds give its pods an identity.
var identityAnnotations = []string{"eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"}

// lookUp is a read of objects that a service names.
func lookUp(resource string) Read {
	return Read{Resource: resource, Verbs: []string{"get"}, When: "a service that is to land names it", MoreNames: "those that the service names"}
}

func namedConfigMapsCollector() Collector {
	return Collector{Facts: facts.KindNamedConfigMaps, Reads: []Read{lookUp("configmaps")}, Collect: collectNamedConfigMaps}
}

// collectNamedConfigMaps looks up the ConfigMaps that a service names, and keeps the names of their keys.
func collectNamedConfigMaps(ctx context.Context, r *Run) Fill {
	found := lookedUp(ctx, r, "configmaps", r.opts.Lookups.ConfigMaps, func(ref facts.ObjectRef, o *corev1.ConfigMap) facts.NamedConfigMap {
		out := facts.NamedConfigMap{Namespace: ref.Namespace, Name: ref.Name, Exists: o != nil}
		if o != nil {
			out.Keys = slices.Sorted(maps.Keys(o.Data))
			out.Keys = sorted(append(out.Keys, slices.Sorted(maps.Keys(o.BinaryData))...))
		}
		return out
	})
	return func(s *facts.Snapshot) { s.NamedConfigMaps = found }
}

func namedServiceAccountsCollector() Collector {
	return Collector{Facts: facts.KindNamedServiceAccounts, Reads: []Read{lookUp("serviceaccounts")}, Collect: collectNamedServiceAccounts}
}

// collectNamedServiceAccounts looks up the ServiceAccounts that a service names.
func collectNamedServiceAccounts(ctx context.Context, r *Run) Fill {
	found := lookedUp(ctx, r, "serviceaccounts", r.opts.Lookups.ServiceAccounts, func(ref facts.ObjectRef, o *corev1.ServiceAccount) facts.NamedServiceAccount {
		out := facts.NamedServiceAccount{Namespace: ref.Namespace, Name: ref.Name, Exists: o != nil}
		if o != nil {
			out.Annotations = pick(o.Annotations, identityAnnotations...)
		}
		return out
	})
	return func(s *facts.Snapshot) { s.NamedServiceAccounts = found }
}

func namedClaimsCollector() Collector {
	return Collector{Facts: facts.KindNamedClaims, Reads: []Read{lookUp("persistentvolumeclaims")}, Collect: collectNamedClaims}
}

// collectNamedClaims looks up the PersistentVolumeClaims that a service names.
func collectNamedClaims(ctx context.Context, r *Run) Fill {
	found := lookedUp(ctx, r, "persistentvolumeclaims", r.opts.Lookups.Claims, func(ref facts.ObjectRef, o *corev1.PersistentVolumeClaim) facts.NamedClaim {
		return facts.NamedClaim{Namespace: ref.Namespace, Name: ref.Name, Exists: o != nil}
	})
	return func(s *facts.Snapshot) { s.NamedClaims = found }
}

// lookedUp looks up objects by name. Distil is handed nil for one that is not there. What could not be read
// has no fact, and is a blind spot.
func lookedUp[O any, F any](ctx context.Context, r *Run, resource string, names []facts.ObjectRef, distil func(facts.ObjectRef, *O) F) []F {
	var parts []func(*Run) []F
	for _, ref := range names[:min(len(names), namedMax)] {
		parts = append(parts, func(r *Run) []F {
			q := target.Query{Version: "v1", Resource: resource, Namespace: ref.Namespace, Name: ref.Name}
			object, err := r.src.Get(ctx, q)
			if target.IsNotFound(err) {
				return []F{distil(ref, nil)}
			}
			typed, ok := any(object).(*O)
			if err != nil || !ok {
				r.fail("get", q, orNoObject(err))
				return nil
			}
			return []F{distil(ref, typed)}
		})
	}
	return runParallel(r, parts)
}
