package collect

import (
	"context"

	admissionv1 "k8s.io/api/admissionregistration/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const admissionGroup = "admissionregistration.k8s.io"

func webhookReads() []Read {
	return []Read{list(admissionGroup, "mutatingwebhookconfigurations"), list(admissionGroup, "validatingwebhookconfigurations")}
}

// collectWebhooks reads the configurations of admission webhooks.
func collectWebhooks(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: admissionGroup, Version: "v1", Resource: "mutatingwebhookconfigurations"}
	configs := each(ctx, r, q, func(c *admissionv1.MutatingWebhookConfiguration) facts.WebhookConfig {
		out := facts.WebhookConfig{
			Kind: "MutatingWebhookConfiguration", Name: c.Name,
			CreatedAt: second(c.CreationTimestamp.Time), RenewedBy: renewedBy(c),
		}
		for _, w := range c.Webhooks {
			out.Webhooks = append(out.Webhooks, distilWebhook(w.Name, w.ClientConfig, w.FailurePolicy, w.TimeoutSeconds, w.Rules))
		}
		return out
	})
	q.Resource = "validatingwebhookconfigurations"
	configs = append(configs, each(ctx, r, q, func(c *admissionv1.ValidatingWebhookConfiguration) facts.WebhookConfig {
		out := facts.WebhookConfig{
			Kind: "ValidatingWebhookConfiguration", Name: c.Name,
			CreatedAt: second(c.CreationTimestamp.Time), RenewedBy: renewedBy(c),
		}
		for _, w := range c.Webhooks {
			out.Webhooks = append(out.Webhooks, distilWebhook(w.Name, w.ClientConfig, w.FailurePolicy, w.TimeoutSeconds, w.Rules))
		}
		return out
	})...)
	sortBy(configs,
		func(c facts.WebhookConfig) string { return c.Kind },
		func(c facts.WebhookConfig) string { return c.Name })
	return func(s *facts.Snapshot) { s.Webhooks = configs }
}

// distilWebhook distils one webhook of either kind. A URL can carry credentials: only
// that there is one is kept.
func distilWebhook(name string, client admissionv1.WebhookClientConfig, failure *admissionv1.FailurePolicyType,
	timeout *int32, rules []admissionv1.RuleWithOperations,
) facts.Webhook {
	// The API's defaults, for manifests that leave them out.
	out := facts.Webhook{
		Name: name, FailurePolicy: string(admissionv1.Fail), TimeoutSeconds: 10,
		External: client.URL != nil, CA: distilCA(client.CABundle),
	}
	if failure != nil {
		out.FailurePolicy = string(*failure)
	}
	if timeout != nil {
		out.TimeoutSeconds = int(*timeout)
	}
	if client.Service != nil {
		out.ServiceNamespace, out.ServiceName = client.Service.Namespace, client.Service.Name
	}
	for _, rule := range rules {
		for _, group := range rule.APIGroups {
			for _, resource := range rule.Resources {
				out.Resources = append(out.Resources, group+"/"+resource)
			}
		}
	}
	out.Resources = sorted(out.Resources)
	return out
}
