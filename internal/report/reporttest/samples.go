// Package reporttest holds reports for the tests of what reads and writes reports.
package reporttest

import (
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// Result is one check with its outcome, for a report made by hand.
func Result(id string, level check.Level, tier check.Tier, out check.Outcome) check.Result {
	return check.Result{
		Check: check.Check{
			ID: id, Title: "The thing of " + id + " is as it should be", Level: level, Tier: tier,
			Doc: "A service that lands without it fails in ways that no API error announces, e.g. at night. " +
				"Nobody notices.\n\nkready looks at objects.",
			Remediation: "Install the thing:\n\n- with `helm install thing`, which is the shortest way and takes a minute or two at most\n- or by hand",
			Links:       []string{"https://example.com/" + id},
		},
		Outcome: out,
	}
}

// Hostile is a name that a terminal, a page or a spreadsheet would act on.
const Hostile = "evil\x1b[2J\u202e<script>=HYPERLINK()\nname"

// Samples are the reports that every format is tested on, by name.
func Samples() map[string]report.Report {
	day := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	target := report.Target{
		Kind: "cluster", Name: "kind-demo", Server: "127.0.0.1:6443", Version: "v1.37.2",
		Distribution: "kind", DistributionTitle: "kind", Nodes: 3, CollectedAt: day, AsOf: day,
	}
	opts := report.Options{
		Tool: "v0.0.0-test", Profile: "production", FailOn: "must",
		Requirement: func(b string) check.Requirement {
			if b == "mesh" {
				return check.Optional
			}
			return check.Required
		},
	}
	pass := check.Pass("all 3 nodes are Ready")
	nodes := Result("cluster/nodes-ready", check.LevelHealthy, check.TierMust, pass)
	found := map[string][]report.Implementation{"dns": {{Name: "coredns", Title: "CoreDNS", Version: "v1.15.0", State: "running", Namespace: "kube-system"}}}
	findings := func(n int, name string) []check.Finding {
		var all []check.Finding
		for range n {
			all = append(all, check.Finding{Object: facts.ObjectRef{Kind: "DaemonSet", Namespace: "logging", Name: name}, Message: "misses 2 of 3 nodes: worker-1, worker-2"})
		}
		return all
	}
	gaps := []check.Result{
		nodes,
		Result("network/policy-engine", check.LevelPresent, check.TierMust, check.Gap("nothing in this cluster can enforce a NetworkPolicy")),
		Result("network/kube-proxy-mode", check.LevelConfigured, check.TierShould, check.Gap("kube-proxy's mode is left unset", findings(1, "kube-proxy")...)),
		Result("dns/present", check.LevelPresent, check.TierMust, check.Pass("CoreDNS answers")),
		Result("logs/coverage", check.LevelHealthy, check.TierMust, check.Gap("2 agents miss nodes", findings(6, "agent")...)),
		Result("mesh/present", check.LevelPresent, check.TierMust, check.Skip("no mesh wanted by profile production, and none is there")),
	}
	blind := []report.BlindSpot{
		{Facts: "nodes", Verb: "list", Resource: "nodes", Reason: "forbidden", Message: `nodes is forbidden: User "x" cannot list`},
		{Facts: "crds", Verb: "list", Resource: "customresourcedefinitions.apiextensions.k8s.io", Reason: "timeout"},
	}
	unknown := []check.Result{
		Result("cluster/nodes-ready", check.LevelHealthy, check.TierMust, check.Unknown("could not be read: nodes (forbidden)")),
		Result("network/cni-coverage", check.LevelHealthy, check.TierMust, check.Unknown("could not be read: nodes (forbidden)")),
		Result("dns/present", check.LevelPresent, check.TierMust, check.Outcome{Status: check.StatusError, Reason: "the check panicked: ouch"}),
	}
	waived := slices.Clone(gaps)
	waiver := check.Waiver{Check: "network/policy-engine", Owner: "net-team", Reason: "the engine comes with the new CNI", Expires: day.AddDate(0, 1, 0)}
	waived[1].Waiver = &waiver
	waived[4].Waived = findings(1, "old-agent")
	waiverOpts := opts
	waiverOpts.Waivers = []report.Waiver{
		report.NewWaiver(waiver, check.WaiverActive),
		report.NewWaiver(check.Waiver{Check: "dns/ha", Object: "kube-system/kube-dns", Owner: "ops", Reason: "x", Expires: day.AddDate(0, 0, -3)}, check.WaiverExpired),
		report.NewWaiver(check.Waiver{Battery: "backup", Owner: "ops", Reason: "x", Expires: day}, check.WaiverUnused),
	}
	nasty := []check.Result{Result("logs/coverage", check.LevelHealthy, check.TierMust,
		check.Gap("an agent named "+Hostile+" misses nodes", findings(1, Hostile+strings.Repeat("x", 253))...))}
	nastyTarget := target
	nastyTarget.Name = Hostile
	down := facts.ObjectRef{Kind: "Deployment", Namespace: "guard", Name: "guard"}
	causes := []check.Result{
		Result("policy/webhook-backends", check.LevelHealthy, check.TierMust, check.Gap("1 webhook configuration refuses requests because nobody answers",
			check.Finding{Object: facts.ObjectRef{Kind: "ValidatingWebhookConfiguration", Name: "guard"}, Message: "Service guard/guard has no ready endpoint", Cause: "Deployment guard/guard is scaled to 0 replicas"})),
		Result("cluster/system-workloads", check.LevelHealthy, check.TierMust, check.Skip("1 of 7 workloads of the platform is not well; that follows from policy/webhook-backends")),
	}
	causes[0].Causes = []check.Cause{{Object: down, Kind: "scaled-to-zero", Message: "Deployment guard/guard is scaled to 0 replicas", Remedy: "Scale it up again:\n\n    kubectl -n guard scale deployment guard --replicas=1", Source: "https://example.com/scale"}}
	causes[0].Explained = true
	causes[1].Because, causes[1].Folded = "policy/webhook-backends", true
	causes[1].Outcome.Findings = []check.Finding{{Object: down, Message: "0 of 1 pod ready"}}
	return map[string]report.Report{
		"causes":  report.New(target, causes, nil, nil, opts),
		"healthy": report.New(target, []check.Result{nodes}, found, nil, opts),
		"gaps":    report.New(target, gaps, found, nil, opts),
		"waived":  report.New(target, waived, found, nil, waiverOpts),
		"unknown": report.New(target, unknown, nil, blind, opts),
		"hostile": report.New(nastyTarget, nasty, map[string][]report.Implementation{"logs": {{Name: "x", Title: Hostile, Version: Hostile, State: "remnant"}}}, nil, opts),
	}
}
