package engine

import (
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/rbac"
)

// consents are the flags of the request without which some facts are not read.
func (r Request) consents() []collect.Consent {
	var all []collect.Consent
	if r.Metrics {
		all = append(all, collect.ConsentMetrics)
	}
	if r.SecretNames {
		all = append(all, collect.ConsentSecretNames)
	}
	return all
}

// validateConsents refuses flags that allow to read more of what is no live cluster.
func (r *Rules) validateConsents(t Target) error {
	if len(r.consents) > 0 && t.From != "" {
		return Usagef("--%s requires a live cluster and cannot be used with --from", r.consents[0])
	}
	return nil
}

// MetricsRights is the role for --allow-metrics.
func MetricsRights() rbac.Consented {
	return rbac.Consented{
		Suffix: "-metrics",
		Comments: []string{
			"For `kready check --allow-metrics`: which deprecated APIs were requested. The metrics of an",
			"API server also say what kinds of object there are, how many, and how busy it is.",
		},
		Rules: consentRules(collect.ConsentMetrics, "cluster/deprecated-apis-in-use"),
	}
}

// TokenNameRights is the role for --allow-secret-names of checks.
func TokenNameRights() rbac.Consented {
	return rbac.Consented{
		Suffix: "-token-names",
		Comments: []string{
			"For `kready check --allow-secret-names`: which Secrets hold tokens of ServiceAccounts, and which of",
			"Helm's releases are stuck, by the labels of its Secrets. kready asks for metadata alone, and RBAC knows",
			"no such right: whoever has this one can read all Secrets.",
		},
		Rules: consentRules(collect.ConsentSecretNames, "delivery/helm-stuck, secrets/legacy-sa-tokens"),
	}
}

// consentRules are the rules for what a consent allows to read.
func consentRules(consent collect.Consent, purpose string) []rbac.Rule {
	var rules []rbac.Rule
	for _, read := range collect.ConsentReads(consent) {
		rule := rbac.Rule{Verbs: read.Verbs, For: purpose}
		if read.NonResourceURL != "" {
			rule.URLs = []string{read.NonResourceURL}
		} else {
			rule.Groups, rule.Resources = []string{read.Group}, []string{read.Resource}
		}
		rules = append(rules, rule)
	}
	return rules
}
