package secrets

import (
	"context"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func object(group, kind, namespace, name string, fields ...string) facts.LandingObject {
	o := facts.LandingObject{Manifest: facts.Manifest{Kind: kind, Namespace: namespace, Name: name, File: "web.yaml", Line: 1}, Group: group}
	for i := 0; i < len(fields); i += 2 {
		o.Fields = append(o.Fields, facts.LandingField{Path: fields[i], Value: fields[i+1], Line: 5})
	}
	return o
}

// TestStoreAccounts: each kind of store has its ServiceAccount in another place.
func TestStoreAccounts(t *testing.T) {
	const aws = "spec.provider.aws.auth.jwt.serviceAccountRef"
	store := object("external-secrets.io", "SecretStore", "shop", "aws", aws+".name", "reader", aws+".namespace", "ignored")
	auth := object("secrets.hashicorp.com", "VaultAuth", "vault", "web", "spec.kubernetes.serviceAccount", "reader")
	taker := object("secrets.hashicorp.com", "VaultStaticSecret", "shop", "db", "spec.vaultAuthRef", "vault/web")
	account := object("", "ServiceAccount", "shop", "reader")
	named := func(namespace string, exists bool) []facts.NamedServiceAccount {
		return []facts.NamedServiceAccount{{Namespace: namespace, Name: "reader", Exists: exists}}
	}
	for name, tt := range map[string]struct {
		objects []facts.LandingObject
		named   []facts.NamedServiceAccount
		status  check.Status
		says    string
	}{
		"none":                        {nil, nil, check.StatusSkip, ""},
		"there":                       {[]facts.LandingObject{store}, named("shop", true), check.StatusPass, ""},
		"not there":                   {[]facts.LandingObject{store}, named("shop", false), check.StatusGap, "does not exist in the namespace shop"},
		"not looked up":               {[]facts.LandingObject{store}, named("vault", true), check.StatusUnknown, "could not be looked up"},
		"brought":                     {[]facts.LandingObject{store, account}, nil, check.StatusPass, ""},
		"of the cluster's store":      {[]facts.LandingObject{object("external-secrets.io", "ClusterSecretStore", "", "aws", aws+".name", "reader", aws+".namespace", "none")}, nil, check.StatusGap, "in the namespace none"},
		"of whoever uses it":          {[]facts.LandingObject{object("external-secrets.io", "ClusterSecretStore", "", "aws", aws+".name", "reader")}, nil, check.StatusSkip, ""},
		"beside what takes a secret":  {[]facts.LandingObject{auth, taker, account}, nil, check.StatusPass, ""},
		"beside the login alone":      {[]facts.LandingObject{auth, taker}, named("shop", false), check.StatusGap, "does not exist in the namespace shop"},
		"by a login that nobody uses": {[]facts.LandingObject{auth}, nil, check.StatusSkip, ""},
		"the one that all have":       {[]facts.LandingObject{object("external-secrets.io", "SecretStore", "shop", "aws", aws+".name", "default")}, nil, check.StatusPass, ""},
	} {
		in := &facts.Input{Snapshot: facts.Snapshot{Namespaces: []facts.Namespace{{Name: "shop"}, {Name: "vault"}}, NamedServiceAccounts: tt.named}}
		in.Service.Objects = tt.objects
		c := StoreAccounts()
		out, err := c.Run(context.Background(), in)
		if err != nil || out.Status != tt.status || tt.says != "" && !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %v %v", name, out, err)
		}
	}
}
