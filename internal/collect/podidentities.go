package collect

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Bounds of what is looked at for identities of pods.
const (
	// roleAccountsMax is how many ServiceAccounts are gone over, and askingAccountsMax of how many that name a role the
	// pods are looked at.
	roleAccountsMax   = 5000
	askingAccountsMax = 25
	// askingPodsMax is how many pods are read of one account, and of all that ask for Azure's.
	askingPodsMax = 500
)

// identitySigns are the marks of a webhook that gives pods an identity.
type identitySigns struct {
	cloud string
	// hooks are the names of its webhook.
	hooks []string
	// account is the annotation of ServiceAccounts by which it is asked, or label that of pods.
	account, label string
	// exempt is a label of pods that it is not called for.
	exempt string
	// volumes and env are what it gives them, or what stands for it.
	volumes, env []string
}

// identityWebhooks are those of AWS and Azure:
// https://github.com/aws/amazon-eks-pod-identity-webhook and
// https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
func identityWebhooks() []identitySigns {
	return []identitySigns{{
		cloud: "aws", hooks: []string{"iam-for-pods.amazonaws.com", "pod-identity-webhook.amazonaws.com"},
		account: "eks.amazonaws.com/role-arn", exempt: "eks.amazonaws.com/skip-pod-identity-webhook",
		volumes: []string{"aws-iam-token", "eks-pod-identity-token"},
		env:     []string{"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ACCESS_KEY_ID"},
	}, {
		cloud: "azure", hooks: []string{"mutation.azure-workload-identity.io"},
		label: "azure.workload.identity/use=true", volumes: []string{"azure-identity-token"}, env: []string{"AZURE_FEDERATED_TOKEN_FILE"},
	}}
}

func roleAccountsCollector() Collector {
	accounts := list("", "serviceaccounts")
	accounts.When = "the webhook is called that gives pods roles of AWS"
	return Collector{
		Facts:   facts.KindRoleAccounts,
		Reads:   []Read{accounts},
		After:   []facts.Kind{facts.KindWebhooks},
		BasedOn: []facts.Kind{facts.KindWebhooks},
		Collect: collectRoleAccounts,
	}
}

// collectRoleAccounts reads the metadata of ServiceAccounts, and keeps the names of those that name a role.
func collectRoleAccounts(ctx context.Context, r *Run) Fill {
	var all []facts.ObjectRef
	for _, w := range identityWebhooks() {
		if w.account == "" || !calls(r.Before.Webhooks, w.hooks) {
			continue
		}
		q := target.Query{Version: "v1", Resource: "serviceaccounts", Metadata: true}
		all = slices.DeleteFunc(eachUpTo(ctx, r, q, roleAccountsMax, func(o *metav1.PartialObjectMetadata) facts.ObjectRef {
			if o.Annotations[w.account] == "" {
				return facts.ObjectRef{}
			}
			return facts.ObjectRef{Kind: "ServiceAccount", Namespace: o.Namespace, Name: o.Name}
		}), func(o facts.ObjectRef) bool { return o.Name == "" })
	}
	sortBy(all, func(o facts.ObjectRef) string { return o.Namespace }, func(o facts.ObjectRef) string { return o.Name })
	return func(s *facts.Snapshot) { s.RoleAccounts = all }
}

func podIdentitiesCollector() Collector {
	pods := list("", "pods")
	pods.When = "a webhook gives pods an identity of AWS or Azure, and something asks for one"
	return Collector{
		Facts:   facts.KindPodIdentities,
		Reads:   []Read{pods},
		After:   []facts.Kind{facts.KindWebhooks, facts.KindRoleAccounts},
		BasedOn: []facts.Kind{facts.KindWebhooks, facts.KindRoleAccounts},
		Collect: collectPodIdentities,
	}
}

// collectPodIdentities reads the running pods that ask for an identity: those of ServiceAccounts that name a role, and
// those with a label. Where nothing asks, no pod is read.
func collectPodIdentities(ctx context.Context, r *Run) Fill {
	var out facts.PodIdentities
	for _, w := range identityWebhooks() {
		if !calls(r.Before.Webhooks, w.hooks) {
			continue
		}
		asking := forEach(r, r.askingQueries(w), func(r *Run, q target.Query) []facts.PodsWithoutIdentity {
			return eachUpTo(ctx, r, q, askingPodsMax, func(p *corev1.Pod) facts.PodsWithoutIdentity { return distilIdentity(w, p) })
		})
		out.Pods += len(asking)
		out.Without = append(out.Without, sumWithout(asking)...)
	}
	sortBy(out.Without,
		func(p facts.PodsWithoutIdentity) string { return p.Namespace },
		func(p facts.PodsWithoutIdentity) string { return p.Name },
		func(p facts.PodsWithoutIdentity) string { return p.Kind })
	return func(s *facts.Snapshot) { s.PodIdentities = out }
}

// calls reports whether one of these webhooks is called when pods are made.
func calls(configs []facts.WebhookConfig, hooks []string) bool {
	return slices.ContainsFunc(configs, func(c facts.WebhookConfig) bool {
		return slices.ContainsFunc(c.Webhooks, func(h facts.Webhook) bool { return slices.Contains(hooks, h.Name) })
	})
}

// askingQueries select the running pods that ask a webhook: by their label, or by their account. Pods of more accounts than
// are looked at are a blind spot.
func (r *Run) askingQueries(w identitySigns) []target.Query {
	query := target.Query{Version: "v1", Resource: "pods", FieldSelector: "status.phase=" + string(corev1.PodRunning), PageSize: 250}
	if w.label != "" {
		query.LabelSelector = w.label
		return []target.Query{query}
	}
	accounts := r.Before.RoleAccounts
	if len(accounts) > askingAccountsMax {
		r.fail("list", query, &target.ReadError{
			Reason:  facts.ReasonTooLarge,
			Message: fmt.Sprintf("%d ServiceAccounts name a role, and the pods of %d are looked at", len(accounts), askingAccountsMax),
		})
		accounts = accounts[:askingAccountsMax]
	}
	var queries []target.Query
	for _, a := range accounts {
		one := query
		one.Namespace, one.FieldSelector = a.Namespace, query.FieldSelector+",spec.serviceAccountName="+a.Name
		queries = append(queries, one)
	}
	return queries
}

// distilIdentity returns one pod as a sum of one, with a count of 0 where it has an identity, is about to go, or
// wants none.
func distilIdentity(w identitySigns, p *corev1.Pod) facts.PodsWithoutIdentity {
	out := facts.PodsWithoutIdentity{
		Cloud: w.cloud, Namespace: p.Namespace, Account: text.Truncate(or(p.Spec.ServiceAccountName, "default"), valueMax),
		Since: truncateToSecond(p.CreationTimestamp.Time),
	}
	if out.Kind, out.Name = podOwner(p); out.Kind == "" {
		out.Kind, out.Name = facts.BarePod, p.Name
	}
	given := slices.ContainsFunc(p.Spec.Volumes, func(v corev1.Volume) bool { return slices.Contains(w.volumes, v.Name) })
	for _, c := range p.Spec.Containers {
		given = given || slices.ContainsFunc(c.Env, func(e corev1.EnvVar) bool { return slices.Contains(w.env, e.Name) })
	}
	_, exempt := p.Labels[w.exempt]
	if !given && !exempt && p.DeletionTimestamp == nil {
		out.Count = 1
	}
	return out
}

// sumWithout sums up pods without an identity by workload.
func sumWithout(pods []facts.PodsWithoutIdentity) []facts.PodsWithoutIdentity {
	var out []facts.PodsWithoutIdentity
	at := map[facts.ObjectRef]int{}
	for _, p := range pods {
		key := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		i, known := at[key]
		switch {
		case p.Count == 0:
		case known:
			out[i].Count++
			out[i].Since = earlier(out[i].Since, p.Since)
		default:
			at[key], out = len(out), append(out, p)
		}
	}
	return out
}
