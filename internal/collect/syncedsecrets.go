package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

func syncedSecretReads() []Read {
	return []Read{
		ifServed(externalSecretsGroup, "externalsecrets"), ifServed("bitnami.com", "sealedsecrets"),
		ifServed(vaultGroup, "vaultstaticsecrets"), ifServed(vaultGroup, "vaultdynamicsecrets"), ifServed(vaultGroup, "vaultpkisecrets"),
	}
}

func syncedSecretsCollector() Collector {
	return Collector{
		Facts:   facts.KindSyncedSecrets,
		Reads:   syncedSecretReads(),
		Collect: collectSyncedSecrets,
	}
}

// collectSyncedSecrets reads the objects that operators make Secrets from: their
// status, neither the Secrets nor encrypted data.
func collectSyncedSecrets(ctx context.Context, r *Run) Fill {
	secrets := forEach(r, syncedSecretReads(), func(r *Run, read Read) []facts.SyncedSecret {
		distil := distilExternalSecret
		switch read.Group {
		case "bitnami.com":
			distil = distilSealedSecret
		case vaultGroup:
			distil = distilVaultSecret
		}
		return eachIfServed(ctx, r, read.Group, read.Resource, distil)
	})
	sortBy(secrets,
		func(s facts.SyncedSecret) string { return s.Kind },
		func(s facts.SyncedSecret) string { return s.Namespace },
		func(s facts.SyncedSecret) string { return s.Name })
	return func(s *facts.Snapshot) { s.SyncedSecrets = secrets }
}

// distilExternalSecret reads an ExternalSecret of external-secrets.io.
func distilExternalSecret(o *unstructured.Unstructured) (facts.SyncedSecret, error) {
	read := reader{fields: o.Object}
	out := synced(o, &read, "Ready")
	if name := read.text("spec", "secretStoreRef", "name"); name != "" {
		out.StoreName, out.StoreKind = name, or(read.text("spec", "secretStoreRef", "kind"), "SecretStore")
		if out.StoreKind == "SecretStore" {
			out.StoreNamespace = out.Namespace
		}
	}
	out.Secret = or(read.text("spec", "target", "name"), out.Name)
	out.Shared = slices.Contains([]string{"Merge", "None"}, read.text("spec", "target", "creationPolicy"))
	out.RefreshedAt = read.moment("status", "refreshTime")
	out.RefreshSeconds = read.refresh()
	return out, read.err
}

// refresh is how often an ExternalSecret is read again, in seconds. It is 0 for one
// that is read once, when it changes, or only at certain times.
func (r *reader) refresh() int {
	policy := or(r.text("spec", "refreshPolicy"), "Periodic")
	if _, windows := r.at("spec", "syncWindows"); windows || policy != "Periodic" {
		return 0
	}
	every, err := time.ParseDuration(or(r.text("spec", "refreshInterval"), "1h"))
	if err != nil {
		r.fail([]string{"spec", "refreshInterval"}, "is not a duration")
	}
	return int(every.Seconds())
}

// distilSealedSecret reads a SealedSecret of bitnami.com.
func distilSealedSecret(o *unstructured.Unstructured) (facts.SyncedSecret, error) {
	read := reader{fields: o.Object}
	out := synced(o, &read, "Synced")
	out.Secret = out.Name // whatever its template is named
	return out, read.err
}

// distilVaultSecret reads a VaultStaticSecret or its like. Those of older operators
// keep no conditions: they write the generation down once they have synced it.
func distilVaultSecret(o *unstructured.Unstructured) (facts.SyncedSecret, error) {
	read := reader{fields: o.Object}
	out := synced(o, &read, "SecretSynced")
	if out.Ready == "" && read.number("status", "lastGeneration") > 0 {
		out.Ready = "True"
	}
	create, _ := read.boolean("spec", "destination", "create")
	out.Secret, out.Shared = read.text("spec", "destination", "name"), !create
	if auth := read.text("spec", "vaultAuthRef"); auth != "" {
		out.StoreKind, out.StoreNamespace, out.StoreName = "VaultAuth", out.Namespace, auth
		if namespace, name, ok := strings.Cut(auth, "/"); ok {
			out.StoreNamespace, out.StoreName = namespace, name
		}
	}
	return out, read.err
}

// synced distils what all of them have in common: one condition with the status.
func synced(o *unstructured.Unstructured, read *reader, kind string) facts.SyncedSecret {
	out := facts.SyncedSecret{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(),
		CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
	}
	if c, ok := findCondition(read.conditions("status", "conditions"), kind); ok {
		out.Ready, out.Reason = c.Status, c.Reason
		if c.Status != "True" {
			out.Message = c.Message
		}
	}
	return out
}
