package collect

import (
	"context"
	"net/netip"
	"net/url"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

const admissionGroup = "admissionregistration.k8s.io"

func webhookReads() []Read {
	return []Read{list(admissionGroup, "mutatingwebhookconfigurations"), list(admissionGroup, "validatingwebhookconfigurations")}
}

func webhooksCollector() Collector {
	return Collector{
		Facts:   facts.KindWebhooks,
		Reads:   webhookReads(),
		Collect: collectWebhooks,
	}
}

// collectWebhooks reads the configurations of admission webhooks.
func collectWebhooks(ctx context.Context, r *Run) Fill {
	configs := runParallel(r, []func(*Run) []facts.WebhookConfig{
		func(r *Run) []facts.WebhookConfig {
			return each(ctx, r, webhookQuery("mutatingwebhookconfigurations"), distilMutating)
		},
		func(r *Run) []facts.WebhookConfig {
			return each(ctx, r, webhookQuery("validatingwebhookconfigurations"), distilValidating)
		},
	})
	sortBy(configs,
		func(c facts.WebhookConfig) string { return c.Kind },
		func(c facts.WebhookConfig) string { return c.Name })
	return func(s *facts.Snapshot) { s.Webhooks = configs }
}

func webhookQuery(resource string) target.Query {
	return target.Query{Group: admissionGroup, Version: "v1", Resource: resource}
}

func distilMutating(c *admissionv1.MutatingWebhookConfiguration) facts.WebhookConfig {
	out := facts.WebhookConfig{
		Kind: "MutatingWebhookConfiguration", Name: c.Name,
		CreatedAt: truncateToSecond(c.CreationTimestamp.Time), RenewedBy: renewedBy(c),
	}
	for _, w := range c.Webhooks {
		out.Webhooks = append(out.Webhooks, distilWebhook(webhook{
			w.Name, w.ClientConfig, w.FailurePolicy, w.TimeoutSeconds, w.Rules, w.SideEffects,
			w.NamespaceSelector, w.ObjectSelector, w.MatchConditions,
		}))
	}
	return out
}

func distilValidating(c *admissionv1.ValidatingWebhookConfiguration) facts.WebhookConfig {
	out := facts.WebhookConfig{
		Kind: "ValidatingWebhookConfiguration", Name: c.Name,
		CreatedAt: truncateToSecond(c.CreationTimestamp.Time), RenewedBy: renewedBy(c),
	}
	for _, w := range c.Webhooks {
		out.Webhooks = append(out.Webhooks, distilWebhook(webhook{
			w.Name, w.ClientConfig, w.FailurePolicy, w.TimeoutSeconds, w.Rules, w.SideEffects,
			w.NamespaceSelector, w.ObjectSelector, w.MatchConditions,
		}))
	}
	return out
}

// webhook is what both kinds of webhook have in common.
type webhook struct {
	name        string
	client      admissionv1.WebhookClientConfig
	failure     *admissionv1.FailurePolicyType
	timeout     *int32
	rules       []admissionv1.RuleWithOperations
	sideEffects *admissionv1.SideEffectClass
	namespaces  *metav1.LabelSelector
	objects     *metav1.LabelSelector
	conditions  []admissionv1.MatchCondition
}

// loopback reports whether a webhook's URL is of the machine that calls it.
func loopback(address *string) bool {
	if address == nil {
		return false
	}
	u, err := url.Parse(*address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// distilWebhook distils one webhook of either kind. A URL can carry credentials: only
// that there is one is kept, and whether it is of the API server's own machine.
func distilWebhook(w webhook) facts.Webhook {
	// The API's defaults, for manifests that leave them out.
	out := facts.Webhook{
		Name: w.name, FailurePolicy: string(admissionv1.Fail), TimeoutSeconds: 10,
		External: w.client.URL != nil, Loopback: loopback(w.client.URL), CA: distilCA(w.client.CABundle),
		Namespaces: kube.DistilSelector(w.namespaces), Objects: kube.DistilSelector(w.objects),
		Conditional: len(w.conditions) > 0,
	}
	out.Namespaces.Set, out.Objects.Set = true, true // the default is the empty selector
	out.Narrowed = out.Conditional || len(out.Objects.Requirements) > 0
	if w.failure != nil {
		out.FailurePolicy = string(*w.failure)
	}
	if w.timeout != nil {
		out.TimeoutSeconds = int(*w.timeout)
	}
	if w.sideEffects != nil {
		out.SideEffects = string(*w.sideEffects)
	}
	if w.client.Service != nil {
		out.ServiceNamespace, out.ServiceName = w.client.Service.Namespace, w.client.Service.Name
		out.ServicePort = 443
		if w.client.Service.Port != nil {
			out.ServicePort = int(*w.client.Service.Port)
		}
	}
	for _, rule := range w.rules {
		out.Resources = append(out.Resources, ruled(rule.Rule)...)
	}
	out.Resources = sorted(out.Resources)
	return out
}
