package secrets

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// StoreAccounts asks whether the ServiceAccounts that stores of a service act as are there.
func StoreAccounts() check.Check {
	return check.Check{
		ID:      "secrets/store-accounts-there",
		Title:   "The ServiceAccounts by which the service's secret stores log in are there",
		Subject: check.SubjectService,
		Doc: `A SecretStore that logs in as a ServiceAccount which does not exist is never Ready, and nothing takes a secret from
it.

kready reads the ServiceAccounts that the service's SecretStores and ClusterSecretStores of the External Secrets Operator
name, and its VaultAuths of the Vault Secrets Operator, and looks each up that the service does not bring. That of a
VaultAuth must lie in the namespace of each object that takes a secret by it, not in the VaultAuth's own. Where a
ClusterSecretStore names no namespace, it is that of whoever uses the store, and is not judged. Whether the outside trusts
the account is not seen; stores of the cluster say so themselves, see ` + "`secrets/store-there`" + `.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedServiceAccounts},
		Remediation: `Add the ServiceAccount to the manifests, in the namespace that the finding names, or name one that is there:

    kubectl -n NAMESPACE get serviceaccounts`,
		Links: []string{
			"https://external-secrets.io/latest/api/secretstore/",
			"https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference",
		},
		Since: "0.2.0",
		Run:   runStoreAccounts,
	}
}

func runStoreAccounts(_ context.Context, in *facts.Input) (check.Outcome, error) {
	uses := kube.StoreAccounts(&in.Service)
	if len(uses) == 0 {
		return check.Skip("no secret store of the service names a ServiceAccount"), nil
	}
	var gaps, unknowns []check.Finding
	brings, seen := kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot)
	for _, use := range uses {
		if use.Name == "default" || brings.Object("", "ServiceAccount", use.Namespace, use.Name) != nil {
			continue
		}
		there, known := seen.Account(use.Namespace, use.Name)
		switch {
		case there:
		case !known:
			unknowns = append(unknowns, check.OfManifest(use.Object.Manifest, use.Line, check.ByService,
				fmt.Sprintf("whether its ServiceAccount %s exists in the namespace %s could not be looked up", use.Name, use.Namespace)))
		default:
			gaps = append(gaps, check.OfManifest(use.Object.Manifest, use.Line, check.ByService,
				fmt.Sprintf("its ServiceAccount %s does not exist in the namespace %s", use.Name, use.Namespace)))
		}
	}
	return check.ByFindings(gaps, unknowns,
		text.Counted(len(gaps), "ServiceAccount of a secret store is", "ServiceAccounts of secret stores are")+" not there",
		"whether "+text.Counted(len(unknowns), "ServiceAccount of a secret store is", "ServiceAccounts of secret stores are")+" there is not known",
		text.Counted(len(uses), "ServiceAccount of a secret store is", "ServiceAccounts of secret stores are")+" there"), nil
}
