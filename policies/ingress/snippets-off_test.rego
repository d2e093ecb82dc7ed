package kready.ingress["snippets-off_test"]

import data.kready.ingress["snippets-off"] as snippets
import data.kready.lib

cluster(version, changes) := {
	"inventory": [{
		"name": "ingress-nginx", "title": "ingress-nginx", "version": version, "state": "running", "roles": ["ingress/controller"],
		"workloads": [{"kind": "DaemonSet", "namespace": "edge", "name": "controller"}],
	}],
	"ingressNginxConfigs": [object.union(
		{"namespace": "edge", "workload": "controller", "configMap": "nginx", "found": true, "allowSnippets": "", "annotationsRiskLevel": ""},
		changes,
	)],
}

test_off if {
	snippets.summary.pass == {"snippets are off in ingress-nginx 1.11.5"} with input as cluster("1.11.5", {})
	every changes in [{}, {"allowSnippets": "false"}] {
		count(snippets.gap | snippets.unknown) == 0 with input as cluster("1.12.6", changes)
	}
}

test_on if {
	snippets.gap == {
		lib.finding("ConfigMap", "edge", "nginx", "it lets snippets into ingress-nginx 1.11.5"),
	} with input as cluster("1.11.5", {"allowSnippets": "true"})
}

# Before 1.9 they are on where nothing is set.
test_default_of_old if {
	snippets.gap == {
		lib.finding("ConfigMap", "edge", "nginx", "it does not forbid snippets, which ingress-nginx 1.8.1 lets in by default"),
	} with input as cluster("1.8.1", {})
	snippets.gap == {
		lib.finding("DaemonSet", "edge", "controller", "it does not forbid snippets, which ingress-nginx 0.51.0 lets in by default"),
	} with input as cluster("0.51.0", {"configMap": "", "found": false})
	count(snippets.gap) == 0 with input as cluster("1.8.1", {"allowSnippets": "false"})
}

# Since 1.12, annotations of the level Critical are refused unless that level is let in.
test_risk_level if {
	count(snippets.gap | snippets.unknown) == 0 with input as cluster("1.12.1", {"allowSnippets": "true"})
	count(snippets.gap | snippets.unknown) == 0 with input as cluster("1.14.0", {"allowSnippets": "true", "annotationsRiskLevel": "High"})
	count(snippets.gap) == 1 with input as cluster("1.14.0", {"allowSnippets": "true", "annotationsRiskLevel": "Critical"})
	count(snippets.gap) == 0 with input as cluster("1.14.0", {"annotationsRiskLevel": "Critical"})
}

test_no_version if {
	count(snippets.unknown) == 1 with input as cluster("", {})
	count(snippets.unknown) == 0 with input as cluster("", {"allowSnippets": "false"})
	count(snippets.gap) == 1 with input as cluster("", {"allowSnippets": "true", "annotationsRiskLevel": "critical"})
}

test_skip if snippets.skip == {"ingress-nginx does not run here"} with input as {"inventory": [], "ingressNginxConfigs": []}
