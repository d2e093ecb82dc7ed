// Package certificates holds the checks of certificates that reckon with time.
package certificates

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// WebhookCA asks whether the API server will be able to verify webhooks and aggregated
// APIs for some time to come.
func WebhookCA() check.Check {
	return check.Check{
		ID:    "certificates/webhook-ca",
		Title: "No CA bundle of a webhook or an aggregated API is about to expire",
		Doc: `The API server calls admission webhooks and aggregated APIs by TLS, and trusts only the CA
bundle in their registration. On the day on which it expires, every call fails: a strict
webhook then refuses the pods of all services, a lenient one stops doing its work without
a word. Bundles that an installer made once are never renewed.

The expiry of the certificates in each ` + "`caBundle`" + ` is read. A bundle may hold several; the one
that lasts longest counts. It is a gap when that one expires within 30 days, or within a
15th of its lifetime if that is less; where the registration bears the mark of somebody
who renews it (cert-manager, OpenShift, OLM, Kyverno, ECK), within 12 hours, since some do
so on the last day. It is a gap as well when a webhook behind a Service has no usable bundle
10 minutes after it was registered. Left out are webhooks whose Service is gone, aggregated
APIs that are not available (other checks tell of those), and those that need no bundle,
because they are called by URL or without verification.

The certificates that the servers present are in Secrets and are not read; neither are the
conversion webhooks of CRDs.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.KindAPIServices, facts.KindBackends, facts.KindWebhooks},
		Remediation: `Renew the certificate the way the product was installed: often ` + "`helm upgrade`" + ` makes a new
one, or the Secret can be deleted and the product restarted. To be rid of it for good, let
cert-manager issue the certificate and annotate the configuration, so that cainjector
keeps the bundle current:

    kubectl annotate validatingwebhookconfiguration NAME \
      cert-manager.io/inject-ca-from=NAMESPACE/CERTIFICATE`,
		Remedies: []check.Remedy{{State: stateNotFilledIn, Text: `See whether what fills it in runs and may change the configuration; for cert-manager that is cainjector:

    kubectl get pods -A -l app.kubernetes.io/component=cainjector
    kubectl get KIND NAME -o jsonpath='{.metadata.annotations}'

The annotation names the Secret or Certificate that must be there.`}},
		Links: []string{
			"https://cert-manager.io/docs/concepts/ca-injector/",
			"https://linkerd.io/2/tasks/rotating_webhooks_certificates/",
			"https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
		},
		Since: "0.1.0",
		Run:   runWebhookCA,
	}
}

func runWebhookCA(_ context.Context, in *facts.Input) (check.Outcome, error) {
	t := trust{in: in}
	for i := range in.Webhooks {
		t.addConfig(&in.Webhooks[i])
	}
	for i := range in.APIServices {
		t.addAPI(&in.APIServices[i])
	}
	switch {
	case len(t.gaps) > 0:
		return check.Gap(fmt.Sprintf("the API server cannot verify %s, or soon will not",
			text.Counted(len(t.gaps), "registered server", "registered servers")), t.gaps...).In(t.states()...), nil
	case len(t.unknown) > 0:
		return check.Unknown(fmt.Sprintf("%s without a CA bundle, and whether one is filled in cannot be told",
			text.Counted(len(t.unknown), "registration is", "registrations are")), t.unknown...), nil
	case t.valid == 0:
		return check.Skip("no webhook and no aggregated API is verified by a CA bundle"), nil
	}
	return check.Pass(fmt.Sprintf("%s valid; the first to expire is that of %s, on %s",
		text.Counted(t.valid, "CA bundle is", "CA bundles are"), t.first, day(t.expiry))), nil
}

// trust is what the registrations amount to.
type trust struct {
	in *facts.Input
	// valid counts the good bundles; first is the one whose expiry comes first.
	valid         int
	first         string
	expiry        time.Time
	gaps, unknown []check.Finding
}

// stateNotFilledIn is the state in which something was asked to write a bundle and has not.
const stateNotFilledIn = "not-filled-in"

// states are those that the gaps are in.
func (t *trust) states() []string {
	if slices.ContainsFunc(t.gaps, func(f check.Finding) bool { return f.State == stateNotFilledIn }) {
		return []string{stateNotFilledIn}
	}
	return nil
}

// addConfig judges the webhooks of one configuration. Those that share a fault share a
// finding.
func (t *trust) addConfig(config *facts.WebhookConfig) {
	reported := map[string]bool{}
	object := facts.ObjectRef{Kind: config.Kind, Name: config.Name}
	for i := range config.Webhooks {
		hook := &config.Webhooks[i]
		if t.serviceMissing(hook.ServiceNamespace, hook.ServiceName) || !hook.CA.Given && hook.External {
			continue
		}
		usable := len(hook.CA.Certificates) > 0
		fault, state := t.fault(&hook.CA, config.RenewedBy), ""
		if !usable {
			fault, state = t.missingBundle(config, hook.CA.Malformed)
		}
		switch {
		case reported[fault]:
		case fault != "":
			t.report(check.Finding{Object: object, Message: fault, State: state}, usable || !config.CreatedAt.IsZero())
			reported[fault] = true
		case usable:
			t.count(object, &hook.CA)
		}
	}
}

// report adds a gap, or an unknown where the fault is not certain.
func (t *trust) report(finding check.Finding, certain bool) {
	if certain {
		t.gaps = append(t.gaps, finding)
		return
	}
	t.unknown = append(t.unknown, finding)
}

// addAPI judges one aggregated API.
func (t *trust) addAPI(api *facts.APIService) {
	if api.Local || api.Insecure || !api.CA.Given || api.Available == "False" || t.serviceMissing(api.ServiceNamespace, api.ServiceName) {
		return
	}
	object := facts.ObjectRef{Kind: "APIService", Name: api.Name}
	if fault := t.fault(&api.CA, api.RenewedBy); fault != "" {
		t.report(check.Finding{Object: object, Message: fault}, len(api.CA.Certificates) > 0 || api.Available != "")
		return
	}
	t.count(object, &api.CA)
}

// missingBundle describes the fault of a webhook without a usable bundle, "" while it may still be given one, and
// the state that it is in.
func (t *trust) missingBundle(config *facts.WebhookConfig, malformed bool) (fault, state string) {
	switch {
	case config.CreatedAt.IsZero():
		return "it carries no CA bundle yet", ""
	case t.in.CollectedAt.Sub(config.CreatedAt) < t.in.Thresholds.OrDefault().PendingMinutes.Duration():
		return "", ""
	case malformed:
		return unreadable, ""
	case config.RenewedBy != "":
		return fmt.Sprintf("it has no CA bundle: %s was asked to fill it in and has not", config.RenewedBy), stateNotFilledIn
	}
	return "it has no CA bundle: the API server does not trust who answers, and calls fail", ""
}

// serviceMissing reports whether the Service behind a registration is not there.
func (t *trust) serviceMissing(namespace, name string) bool {
	for _, b := range t.in.Backends {
		if b.Namespace == namespace && b.Name == name {
			return !b.Exists
		}
	}
	return false
}

// count notes a bundle that is valid.
func (t *trust) count(object facts.ObjectRef, bundle *facts.CABundle) {
	t.valid++
	if last, _ := bundle.LastExpiry(); t.expiry.IsZero() || last.NotAfter.Before(t.expiry) {
		t.first, t.expiry = object.Kind+" "+object.Name, last.NotAfter
	}
}
