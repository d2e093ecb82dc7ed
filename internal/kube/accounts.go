package kube

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// AccountUse is a ServiceAccount that an operator is to act as, to get at secrets.
type AccountUse struct {
	Object          *facts.LandingObject
	Namespace, Name string
	Line            int
}

// StoreAccountPaths are where a SecretStore of the External Secrets Operator names ServiceAccounts.
// https://external-secrets.io/latest/api/spec/
func StoreAccountPaths() []string {
	return []string{
		"spec.provider.aws.auth.jwt.serviceAccountRef", "spec.provider.azurekv.serviceAccountRef",
		"spec.provider.gcpsm.auth.workloadIdentity.serviceAccountRef", "spec.provider.kubernetes.auth.serviceAccount",
		"spec.provider.vault.auth.kubernetes.serviceAccountRef", "spec.provider.vault.auth.iam.jwt.serviceAccountRef",
		"spec.provider.vault.auth.jwt.kubernetesServiceAccountToken.serviceAccountRef",
		"spec.provider.conjur.auth.jwt.serviceAccountRef", "spec.provider.akeyless.authSecretRef.kubernetesAuth.serviceAccountRef",
	}
}

// VaultAccountPaths are where a VaultAuth names ServiceAccounts.
// https://developer.hashicorp.com/vault/docs/platform/k8s/vso/api-reference
func VaultAccountPaths() []string {
	return []string{"spec.kubernetes.serviceAccount", "spec.jwt.serviceAccount", "spec.aws.irsaServiceAccount", "spec.gcp.workloadIdentityServiceAccount"}
}

// vaultGroup is the API group of the Vault Secrets Operator.
const vaultGroup = "secrets.hashicorp.com"

// StoreAccounts are the ServiceAccounts that stores of a service name. That of a SecretStore lies in its own namespace,
// that of a ClusterSecretStore in the one that it names; where it names none, it is left out. That of a VaultAuth lies
// in the namespace of each object that takes a secret by it.
func StoreAccounts(s *facts.Landing) []AccountUse {
	var out []AccountUse
	by := takers(s)
	for i := range s.Objects {
		o := &s.Objects[i]
		switch {
		case o.Group == "external-secrets.io" && (o.Kind == "SecretStore" || o.Kind == "ClusterSecretStore"):
			for _, path := range StoreAccountPaths() {
				name, line := FieldOf(o, path+".name")
				namespace := o.Namespace
				if o.Kind == "ClusterSecretStore" {
					namespace, _ = FieldOf(o, path+".namespace")
				}
				if name != "" && namespace != "" {
					out = append(out, AccountUse{o, namespace, name, line})
				}
			}
		case o.Group == vaultGroup && o.Kind == "VaultAuth":
			for _, path := range VaultAccountPaths() {
				if name, line := FieldOf(o, path); name != "" {
					for _, namespace := range by[nameKey{o.Namespace, o.Name}] {
						out = append(out, AccountUse{o, namespace, name, line})
					}
				}
			}
		}
	}
	return out
}

// takers are the namespaces of the objects that take secrets by each VaultAuth, each once.
func takers(s *facts.Landing) map[nameKey][]string {
	out, seen := map[nameKey][]string{}, map[objectKey]bool{}
	for i := range s.Objects {
		o := &s.Objects[i]
		if o.Group != vaultGroup {
			continue
		}
		ref, _ := FieldOf(o, "spec.vaultAuthRef")
		namespace, name, found := strings.Cut(ref, "/")
		if !found {
			namespace, name = o.Namespace, ref
		}
		if once := (objectKey{o.Namespace, namespace, name}); !seen[once] {
			seen[once] = true
			out[nameKey{namespace, name}] = append(out[nameKey{namespace, name}], o.Namespace)
		}
	}
	return out
}
