package collect

import (
	"context"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func serviceAccountReads() []Read {
	read := list("", "serviceaccounts")
	read.When = "a workload of the platform pulls from Docker Hub, or from a registry that asks for credentials, without a pull secret"
	return []Read{read}
}

func serviceAccountsCollector() Collector {
	return Collector{
		Facts:   facts.KindServiceAccounts,
		Reads:   serviceAccountReads(),
		After:   podsAfter(),
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectServiceAccounts,
	}
}

// collectServiceAccounts reads the ServiceAccounts by which the platform's pods pull from
// registries where credentials matter: one list for each namespace in which there are such pods without a pull
// secret of their own.
func collectServiceAccounts(ctx context.Context, r *Run) Fill {
	wanted := pullingAccounts(r.recognise())
	var namespaces []string
	for _, w := range wanted {
		namespaces = append(namespaces, w.Namespace)
	}
	var parts []func(*Run) []facts.ServiceAccount
	for _, namespace := range sorted(namespaces) {
		q := target.Query{Version: "v1", Resource: "serviceaccounts", Namespace: namespace}
		parts = append(parts, func(r *Run) []facts.ServiceAccount { return each(ctx, r, q, distilServiceAccount) })
	}
	accounts := slices.DeleteFunc(runParallel(r, parts), func(a facts.ServiceAccount) bool {
		return !slices.Contains(wanted, facts.ObjectRef{Namespace: a.Namespace, Name: a.Name})
	})
	sortBy(accounts,
		func(a facts.ServiceAccount) string { return a.Namespace },
		func(a facts.ServiceAccount) string { return a.Name })
	return func(s *facts.Snapshot) { s.ServiceAccounts = accounts }
}

// pullingAccounts names the ServiceAccounts of those platform workloads that take an image
// from Docker Hub, or from a registry that asks for credentials, and bring no pull secret.
func pullingAccounts(workloads []facts.Workload, platform []facts.ObjectRef) []facts.ObjectRef {
	var out []facts.ObjectRef
	inPlatform := map[facts.ObjectRef]bool{}
	for _, ref := range platform {
		inPlatform[ref] = true
	}
	for _, w := range workloads {
		hub := func(c facts.Container) bool {
			return c.Image.Registry == "docker.io" || kube.PrivateRegistry(c.Image.Registry)
		}
		known := inPlatform[kube.Ref(&w)]
		if known && len(w.ImagePullSecrets) == 0 && (slices.ContainsFunc(w.Containers, hub) || slices.ContainsFunc(w.InitContainers, hub)) {
			out = append(out, facts.ObjectRef{Namespace: w.Namespace, Name: or(w.ServiceAccount, "default")})
		}
	}
	return out
}

func distilServiceAccount(a *corev1.ServiceAccount) facts.ServiceAccount {
	return facts.ServiceAccount{Namespace: a.Namespace, Name: a.Name, ImagePullSecrets: pullSecrets(a.ImagePullSecrets)}
}

// pullSecrets are the names of Secrets; what is in them is not read.
func pullSecrets(refs []corev1.LocalObjectReference) []string {
	var names []string
	for _, ref := range refs {
		names = append(names, text.Truncate(ref.Name, valueMax))
	}
	return sorted(names)
}
