package service

import (
	"fmt"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// distilGateway keeps the class of a Gateway, and the certificates of its listeners, or those of a ListenerSet.
func distilGateway(o *object, out *facts.Landing) error {
	var spec struct {
		GatewayClassName string `json:"gatewayClassName"`
		Listeners        []struct {
			TLS struct {
				CertificateRefs []backendRef `json:"certificateRefs"`
			} `json:"tls"`
		} `json:"listeners"`
	}
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	g := facts.LandingGateway{Manifest: o.manifest(), Class: text.Truncate(spec.GatewayClassName, nameMax)}
	for i, l := range spec.Listeners {
		for j, ref := range l.TLS.CertificateRefs {
			if ref.Kind == nil {
				secret := "Secret"
				ref.Kind = &secret
			}
			g.Certificates = withBackend(g.Certificates, ref.distil(o, o.Line("spec", "listeners", fmt.Sprint(i), "tls", "certificateRefs", fmt.Sprint(j))))
		}
	}
	out.Gateways = append(out.Gateways, g)
	return nil
}

// distilGrant keeps who may refer to what.
func distilGrant(o *object, out *facts.Landing) error {
	var spec facts.ReferenceGrant
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	grant := facts.ReferenceGrant{Name: text.Truncate(o.name, nameMax)}
	for _, from := range spec.From[:min(len(spec.From), partsMax)] {
		grant.From = append(grant.From, facts.GrantedFrom{Group: text.Truncate(from.Group, nameMax), Kind: text.Truncate(from.Kind, nameMax), Namespace: text.Truncate(from.Namespace, nameMax)})
	}
	for _, to := range spec.To[:min(len(spec.To), partsMax)] {
		grant.To = append(grant.To, facts.GrantedTo{Group: text.Truncate(to.Group, nameMax), Kind: text.Truncate(to.Kind, nameMax), Name: text.Truncate(to.Name, nameMax)})
	}
	out.Grants = append(out.Grants, facts.LandingGrant{Manifest: o.manifest(), Grant: grant})
	return nil
}
