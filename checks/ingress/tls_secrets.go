package ingress

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// TLSSecrets asks whether something makes the certificates of a service's Ingresses.
func TLSSecrets() check.Check {
	return check.Check{
		ID:      "ingress/tls-secrets",
		Title:   "Something makes the certificates of the service's Ingresses",
		Subject: check.SubjectService,
		Doc: `An Ingress whose TLS Secret is not there, or is no certificate, is served all the same: with the controller's own
self-signed certificate, which browsers and clients refuse.

kready reads no Secrets. It looks for what makes the Secret of each entry of ` + "`spec.tls`" + ` among the manifests: the Secret
itself, a Certificate, the annotation by which cert-manager makes one, an ExternalSecret, a SealedSecret. Whether a
certificate can be issued is ` + "`certificates/issuer-there`" + `. A Secret of another type
than ` + "`kubernetes.io/tls`" + ` or Opaque is a gap; of one that nothing in the manifests makes, the answer is unknown.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.PartService},
		Remediation: `Add to the manifests what makes the Secret: a Certificate, or for cert-manager the annotation
` + "`cert-manager.io/cluster-issuer`" + ` on the Ingress. Whether it is there already, whoever may read it can see:

    kubectl -n NAMESPACE get secrets --field-selector type=kubernetes.io/tls`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
			"https://cert-manager.io/docs/usage/ingress/",
		},
		Since: "0.2.0",
		Run:   runTLSSecrets,
	}
}

// issuing are the annotations by which cert-manager makes the certificates of an Ingress.
// https://cert-manager.io/docs/usage/ingress/#supported-annotations
func issuing() []string {
	return []string{"cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme"}
}

func runTLSSecrets(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	total := 0
	for i := range in.Service.Ingresses {
		ingress := &in.Service.Ingresses[i]
		for _, tls := range ingress.TLS {
			if tls.Secret == "" {
				continue
			}
			total++
			wrong, known := uncertified(&in.Service, ingress, tls.Secret)
			found.Add(check.OfManifest(ingress.Manifest, tls.Line, check.ByService, wrong), known)
		}
	}
	if total == 0 {
		return check.Skip("no Ingress of the service names a Secret for TLS"), nil
	}
	secrets := text.Counted(total, "certificate", "certificates")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s %s not usable", len(found.Gaps), secrets, text.Are(len(found.Gaps))),
		fmt.Sprintf("nothing in the manifests makes %d of %s", len(found.Unknowns), secrets),
		secrets+", which the service brings or has made"), nil
}

// uncertified says what is wrong with the Secret of an Ingress, and whether that is certain; "" for nothing.
func uncertified(s *facts.Landing, ingress *facts.LandingIngress, secret string) (wrong string, known bool) {
	object := kube.Brings(s, networkingGroup, "Ingress", ingress.Namespace, ingress.Name)
	if object != nil && slices.ContainsFunc(issuing(), func(name string) bool { return object.Annotations[name] != "" }) {
		return "", true
	}
	if own := kube.Brings(s, "", "Secret", ingress.Namespace, secret); own != nil {
		kind, _ := kube.FieldOf(own, "type")
		if kind == "" || kind == "Opaque" || kind == "kubernetes.io/tls" {
			return "", true
		}
		return fmt.Sprintf("the Secret %s is of type %s, which is no certificate", secret, kind), true
	}
	elsewhere := ""
	for _, o := range s.Objects {
		if !makesSecret(&o, secret) {
			continue
		}
		if o.Namespace == ingress.Namespace {
			return "", true
		}
		elsewhere = fmt.Sprintf(": %s %s is for the namespace %s", o.Kind, o.Name, o.Namespace)
	}
	return fmt.Sprintf("whether the Secret %s exists is not known, and nothing in the manifests makes it%s", secret, elsewhere), false
}

const networkingGroup = "networking.k8s.io"

// makesSecret reports whether an object makes a Secret of this name in its namespace.
func makesSecret(o *facts.LandingObject, secret string) bool {
	path := map[string]string{
		"Secret": "", "Certificate": "spec.secretName", "ExternalSecret": "spec.target.name", "SealedSecret": "spec.template.metadata.name",
		"VaultStaticSecret": "spec.destination.name", "VaultDynamicSecret": "spec.destination.name", "VaultPKISecret": "spec.destination.name",
	}
	at, makes := path[o.Kind]
	if !makes {
		return false
	}
	name, _ := kube.FieldOf(o, at)
	if name == "" && o.Kind != "Certificate" {
		name = o.Name
	}
	return name == secret
}
