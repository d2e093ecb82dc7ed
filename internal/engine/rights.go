package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/text"
)

// Manifest returns the rights that the enabled checks need, and those of the probes that p
// selects. Probes get rights in the one namespace, or, when it is "", in those that they
// create. Names of objects are for the caller to set.
func (r *Rules) Manifest(p Probes, namespace string) (rbac.Manifest, error) {
	probes, err := p.selected(r.IsEnabled)
	if err != nil {
		return rbac.Manifest{}, err
	}
	if p.List != "" && len(probes) == 0 {
		return rbac.Manifest{}, Usagef("no check of this selection is proven by a probe that --probe names")
	}
	enabled := r.Enabled()
	if len(enabled) == 0 {
		return rbac.Manifest{}, Usagef("profile %s turns off all of these checks: no rights are needed", r.Config.Profile.Name)
	}
	return rbac.Manifest{
		Comments: []string{
			fmt.Sprintf("The rights of kready %s for %s of profile %s, made by `kready rbac`.",
				r.env.Version, text.Counted(len(enabled), "check", "checks"), r.Config.Profile.Name),
			"All are to read. Without a rule, the checks that it is for are unknown where their answer",
			"depends on it, and so are those that require them.",
		},
		Rules: rbac.Rules(r.Demands(probes...)), Checks: enabled,
		Probes: probeRules(probes, namespace),
	}, nil
}

// WithRequirements returns the rules with the requirements of services besides, for their rights. Rules that
// are for some checks only cannot have them.
func (r *Rules) WithRequirements() (*Rules, error) {
	if r.asked != nil {
		return nil, Usagef("--land is for all requirements: leave out the names of checks")
	}
	more := *r
	more.land = true
	more.Checks = r.all
	return &more, nil
}

// probeRules are the rules of probes: in all namespaces, for they make their own, or in
// the one that is given to them.
func probeRules(probes []probe.Probe, namespace string) []rbac.Rule {
	if len(probes) == 0 {
		return nil
	}
	includes := func(rights []kube.Right, r kube.Right) bool {
		return slices.ContainsFunc(rights, func(o kube.Right) bool { return o.GroupResource() == r.GroupResource() })
	}
	everyProbe := append(probe.BaseRights(), probe.NamespaceRights()...)
	var rules []rbac.Rule
	required := probe.Rights(probes, namespace == "")
	for _, right := range required {
		var users []string
		if includes(everyProbe, right) {
			users = append(users, "every probe")
		}
		for _, p := range probes {
			if includes(p.Rights, right) {
				users = append(users, p.Name)
			}
		}
		rules = addRight(rules, right, namespace, strings.Join(users, ", "))
	}
	for _, right := range probe.OptionalRights() {
		if !slices.ContainsFunc(required, right.Equal) {
			rules = addRight(rules, right, namespace, "no probe: they only say why a pod does not start")
		}
	}
	return rules
}

// addRight adds a right to the rule for the same resource and purpose, or as a rule of its own.
func addRight(rules []rbac.Rule, right kube.Right, namespace, purpose string) []rbac.Rule {
	if right.ClusterScoped() {
		namespace = ""
	}
	i := slices.IndexFunc(rules, func(o rbac.Rule) bool {
		return o.Namespace == namespace && o.Groups[0] == right.Group && o.Resources[0] == right.Resource && o.For == purpose
	})
	if i >= 0 {
		rules[i].Verbs = append(rules[i].Verbs, right.Verb)
		return rules
	}
	return append(rules, rbac.Rule{
		Namespace: namespace, Groups: []string{right.Group}, Resources: []string{right.Resource},
		Verbs: []string{right.Verb}, For: purpose,
	})
}
