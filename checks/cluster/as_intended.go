package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// AsIntended asks whether the products of the cluster are those that its owners named.
func AsIntended() check.Check {
	return check.Check{
		ID:    "cluster/as-intended",
		Title: "The products and their versions are those that kready.yaml names",
		Doc: `A cluster drifts: an ingress controller is tried out and stays, a mesh that was taken out
leaves its injector running. What nobody means to have, nobody upgrades.

kready.yaml may say which products should provide a battery, and which batteries should
not be there at all. Every product that is seen running beside, and every expected one
that is not, is named here. Under ` + "`intents`" + ` it may say which release lines should run
(` + "`versions: {kubernetes: \"1.37\", cilium: \"1.18\"}`" + `): a product of another line is named as
well, as is one that does not run. Without such words in the file there is nothing to hold
the cluster to.

Parts that the provider runs out of sight count as there. Products that the catalogue does
not know cannot be named.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartInventory, facts.KindVersion},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"version"}, Skip: []facts.Portion{"workloads", "nodes"}},
		Remediation: `Remove the product that is not meant to be there, or install the one that is, in the
version that is meant. If the cluster is right and the file is not, correct ` + "`expect`, `want`" + ` or
` + "`intents.versions`" + ` in kready.yaml.`,
		Links: []string{"https://kubernetes.io/docs/concepts/cluster-administration/addons/"},
		Since: "0.1.0",
		Run:   runAsIntended,
	}
}

func runAsIntended(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var findings []check.Finding
	named := 0
	for _, b := range in.Intent.Batteries {
		if len(b.Expect) == 0 && b.Want != string(check.None) {
			continue
		}
		named++
		findings = append(findings, drift(in, b)...)
	}
	others, unsaid := versionDrift(in)
	findings = append(findings, others...)
	switch {
	case named+len(in.Intent.Versions) == 0:
		return check.Skip("no kready.yaml names expected products, unwanted batteries or versions"), nil
	case len(findings) > 0:
		return check.Gap(text.Counted(len(findings), "product is", "products are")+" not as kready.yaml says", findings...), nil
	case len(unsaid) > 0:
		return check.Unknown(text.Counted(len(unsaid), "version is", "versions are")+" not known", unsaid...), nil
	}
	var as []string
	if named > 0 {
		as = append(as, text.Counted(named, "battery", "batteries"))
	}
	if n := len(in.Intent.Versions); n > 0 {
		as = append(as, text.Counted(n, "version", "versions"))
	}
	are := "are"
	if named+len(in.Intent.Versions) == 1 {
		are = "is"
	}
	return check.Pass(fmt.Sprintf("%s %s as kready.yaml says", strings.Join(as, " and "), are)), nil
}

// drift lists how a battery's products differ from those that the file names.
func drift(in *facts.Input, b facts.IntendedBattery) []check.Finding {
	var findings []check.Finding
	seen := map[string]bool{}
	for i := range in.Inventory {
		impl := &in.Inventory[i]
		if !slices.Contains(impl.Batteries, b.Name) || impl.State != facts.StateRunning && impl.State != facts.StateHidden {
			continue
		}
		if slices.Contains(b.Expect, impl.Name) {
			seen[impl.Name] = true
			continue
		}
		if b.Want != string(check.None) && !mainRole(impl, b) {
			continue
		}
		findings = append(findings, check.Finding{Object: firstWorkload(impl), Message: unexpected(impl, b)})
	}
	for _, name := range b.Expect {
		if !seen[name] {
			findings = append(findings, check.Finding{Message: fmt.Sprintf("%s: %s is expected and does not run", b.Name, name)})
		}
	}
	return findings
}

// mainRole reports whether the product has a role that an expected product of the
// battery could have instead: where Traefik is expected, a second ingress controller
// is in its place, and a record controller for DNS is not.
func mainRole(impl *facts.Implementation, b facts.IntendedBattery) bool {
	for _, role := range impl.Roles {
		if slices.Contains(exclusiveRoles(b.Name), role) {
			return true
		}
	}
	return false
}

// exclusiveRoles are the roles of which a cluster has one owner as a rule.
func exclusiveRoles(battery string) []string {
	switch battery {
	case "network":
		return []string{"network/cni", "network/policy"}
	case "dns":
		return []string{"dns/cluster"}
	case "ingress":
		return []string{"ingress/controller", "ingress/gateway"}
	case "mesh":
		return []string{"mesh/control-plane"}
	case "secrets":
		return []string{"secrets/operator", "secrets/csi", "secrets/injector"}
	case "logs":
		return []string{"logs/agent"}
	case "metrics":
		return []string{"metrics/pipeline", "metrics/resource-api"}
	case "certificates":
		return []string{"certificates/issuer"}
	case "policy":
		return []string{"policy/engine"}
	case "backup":
		return []string{"backup/cluster"}
	case "delivery":
		return []string{"delivery/gitops"}
	case "scaling":
		return []string{"scaling/nodes"}
	}
	return nil
}

// unexpected says why a product is not as the file wants.
func unexpected(impl *facts.Implementation, b facts.IntendedBattery) string {
	if b.Want == string(check.None) {
		return fmt.Sprintf("%s runs, and kready.yaml wants no %s: %s", impl.TitleAndVersion(), b.Name, b.Reason)
	}
	return fmt.Sprintf("%s runs, and kready.yaml expects %s for %s", impl.TitleAndVersion(), strings.Join(b.Expect, ", "), b.Name)
}

// firstWorkload names a workload of a product; nothing when it has none.
func firstWorkload(impl *facts.Implementation) facts.ObjectRef {
	if len(impl.Workloads) == 0 {
		return facts.ObjectRef{}
	}
	return impl.Workloads[0]
}
