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
than ` + "`kubernetes.io/tls`" + ` or Opaque is a gap; of one that nothing in the manifests makes, the answer is unknown.

So it is for ` + "`credentialName`" + ` of Istio's Gateways: the gateway's pods read the Secret from their own namespace, and not from that
of the Gateway. It counts as there where the manifests make it in the namespace of such pods.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.PartService},
		// Gateways of Istio run on workloads of the platform.
		OptionalReads: facts.Fields{facts.KindWorkloads},
		Remediation: `Add to the manifests what makes the Secret: a Certificate, or for cert-manager the annotation
` + "`cert-manager.io/cluster-issuer`" + ` on the Ingress. Whether it is there already, whoever may read it can see:

    kubectl -n NAMESPACE get secrets --field-selector type=kubernetes.io/tls`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
			"https://cert-manager.io/docs/usage/ingress/",
			"https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings",
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
	total, makers := 0, newSecretMakers(&in.Service)
	for i := range in.Service.Ingresses {
		ingress := &in.Service.Ingresses[i]
		for _, tls := range ingress.TLS {
			if tls.Secret == "" {
				continue
			}
			total++
			wrong, known := makers.uncertified(ingress, tls.Secret)
			found.Add(check.OfManifest(ingress.Manifest, tls.Line, check.ByService, wrong), known)
		}
	}
	for i := range in.Service.Objects {
		total += makers.credentials(in, &in.Service.Objects[i], &found)
	}
	if total == 0 {
		return check.Skip("no Ingress or Gateway of Istio of the service names a Secret for TLS"), nil
	}
	secrets := text.Counted(total, "certificate", "certificates")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s %s not usable", len(found.Gaps), secrets, text.Are(len(found.Gaps))),
		fmt.Sprintf("nothing in the manifests makes %d of %s", len(found.Unknowns), secrets),
		secrets+", which the service brings or has made"), nil
}

// uncertified says what is wrong with the Secret of an Ingress, and whether that is certain; "" for nothing.
func (m *secretMakers) uncertified(ingress *facts.LandingIngress, secret string) (wrong string, known bool) {
	object := m.brings.Object(networkingGroup, "Ingress", ingress.Namespace, ingress.Name)
	if object != nil && slices.ContainsFunc(issuing(), func(name string) bool { return object.Annotations[name] != "" }) {
		return "", true
	}
	if own := m.brings.Object("", "Secret", ingress.Namespace, secret); own != nil {
		kind, _ := kube.FieldOf(own, "type")
		if kind == "" || kind == "Opaque" || kind == "kubernetes.io/tls" {
			return "", true
		}
		return fmt.Sprintf("the Secret %s is of type %s, which is no certificate", secret, kind), true
	}
	if m.made[[2]string{ingress.Namespace, secret}] {
		return "", true
	}
	elsewhere := ""
	if o := m.last[secret]; o != nil {
		elsewhere = fmt.Sprintf(": %s %s is for the namespace %s", o.Kind, o.Name, o.Namespace)
	}
	return fmt.Sprintf("whether the Secret %s exists is not known, and nothing in the manifests makes it%s", secret, elsewhere), false
}

const networkingGroup = "networking.k8s.io"

// secretMakers are the objects of a service that make Secrets.
type secretMakers struct {
	brings *kube.Brought
	// made are the Secrets by namespace and name, and last is the last object that makes one of a name.
	made map[[2]string]bool
	last map[string]*facts.LandingObject
}

func newSecretMakers(s *facts.Landing) *secretMakers {
	m := &secretMakers{brings: kube.NewBrought(s), made: map[[2]string]bool{}, last: map[string]*facts.LandingObject{}}
	paths := secretPaths()
	for i := range s.Objects {
		o := &s.Objects[i]
		at, makes := paths[o.Kind]
		if !makes {
			continue
		}
		name, _ := kube.FieldOf(o, at)
		if name == "" && o.Kind != "Certificate" {
			name = o.Name
		}
		m.made[[2]string{o.Namespace, name}], m.last[name] = true, o
	}
	return m
}

// secretPaths are the fields in which kinds of objects name the Secret that they make; "" for their own name.
func secretPaths() map[string]string {
	return map[string]string{
		"Secret": "", "Certificate": "spec.secretName", "ExternalSecret": "spec.target.name", "SealedSecret": "spec.template.metadata.name",
		"VaultStaticSecret": "spec.destination.name", "VaultDynamicSecret": "spec.destination.name", "VaultPKISecret": "spec.destination.name",
	}
}
