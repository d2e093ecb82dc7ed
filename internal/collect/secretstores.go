package collect

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

const (
	externalSecretsGroup = "external-secrets.io"
	vaultGroup           = "secrets.hashicorp.com"
)

// admitsMax is how many conditions of a store are kept. More are not known, rather than cut.
const admitsMax = 20

func secretStoreReads() []Read {
	return []Read{
		ifServed(externalSecretsGroup, "secretstores"), ifServed(externalSecretsGroup, "clustersecretstores"),
		ifServed(vaultGroup, "vaultauths"), ifServed(vaultGroup, "vaultconnections"),
	}
}

func secretStoresCollector() Collector {
	return Collector{
		Facts:   facts.KindSecretStores,
		Reads:   secretStoreReads(),
		Collect: collectSecretStores,
	}
}

// collectSecretStores reads what secrets operators fetch secrets from. It reads where
// they are kept, never the secrets.
func collectSecretStores(ctx context.Context, r *Run) Fill {
	stores := forEach(r, secretStoreReads(), func(r *Run, read Read) []facts.SecretStore {
		distil := distilSecretStore
		if read.Group == vaultGroup {
			distil = distilVault
		}
		return eachIfServed(ctx, r, read.Group, read.Resource, distil)
	})
	sortBy(stores,
		func(s facts.SecretStore) string { return s.Kind },
		func(s facts.SecretStore) string { return s.Namespace },
		func(s facts.SecretStore) string { return s.Name })
	return func(s *facts.Snapshot) { s.SecretStores = stores }
}

// distilSecretStore reads a SecretStore or ClusterSecretStore of external-secrets.io.
func distilSecretStore(o *unstructured.Unstructured) (facts.SecretStore, error) {
	read := reader{fields: o.Object}
	out := store(o)
	out.Controller = read.text("spec", "controller")
	conditions := read.list("spec", "conditions")
	out.Restricted = restricted(conditions)
	out.Admits = read.admits(conditions)
	if c, ok := findCondition(read.conditions("status", "conditions"), "Ready"); ok {
		out.Ready, out.Reason, out.Message = c.Status, c.Reason, c.Message
	}
	return out, read.err
}

// admits are the conditions of a ClusterSecretStore; none where they are more than are kept.
func (r *reader) admits(conditions []map[string]any) []facts.NamespaceCondition {
	var out []facts.NamespaceCondition
	long := len(conditions) > admitsMax
	for _, fields := range conditions[:min(len(conditions), admitsMax)] {
		one := reader{fields: fields}
		out = append(out, facts.NamespaceCondition{
			Namespaces: one.names("namespaces"), Regexes: one.names("namespaceRegexes"), Selector: one.selector("namespaceSelector"),
		})
		long = long || one.length("namespaces") > namesMax || one.length("namespaceRegexes") > namesMax
		r.takeError(&one)
	}
	if long {
		return nil
	}
	return out
}

// distilVault reads a VaultAuth or VaultConnection, whose status is one boolean.
func distilVault(o *unstructured.Unstructured) (facts.SecretStore, error) {
	read := reader{fields: o.Object}
	out := store(o)
	if valid, given := read.boolean("status", "valid"); given {
		out.Ready = "False"
		if valid {
			out.Ready = "True"
		}
	}
	out.Message = shorten(read.text("status", "error"))
	if out.Kind == "VaultAuth" {
		out.Allows, out.AllowedNamespaces = read.allows()
	}
	return out, read.err
}

// allows is who may use a VaultAuth besides its own namespace: nobody where it does not say.
func (r *reader) allows() (string, []string) {
	names := r.names("spec", "allowedNamespaces")
	switch {
	case r.length("spec", "allowedNamespaces") > namesMax:
		return "", nil
	case len(names) == 0:
		return "own", nil
	case len(names) == 1 && names[0] == "*":
		return "all", nil
	}
	return "listed", names
}

func store(o *unstructured.Unstructured) facts.SecretStore {
	return facts.SecretStore{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(),
		CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
	}
}

// restricted reports whether the conditions of a ClusterSecretStore exclude any namespace. A
// namespace must match one of them, so that one which matches all excludes none.
func restricted(conditions []map[string]any) bool {
	return len(conditions) > 0 && !slices.ContainsFunc(conditions, fitsAll)
}

func fitsAll(condition map[string]any) bool {
	if selector, ok := condition["namespaceSelector"].(map[string]any); ok && len(selector) == 0 {
		return true
	}
	patterns, _ := condition["namespaceRegexes"].([]any)
	return slices.ContainsFunc(patterns, func(pattern any) bool {
		return pattern == ".*" || pattern == "^.*$" || pattern == ".+" || pattern == "^.+$"
	})
}
