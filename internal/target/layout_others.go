package target

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// sonobuoy asks for the objects of every resource, or of those that it was configured to, one
// namespace after the other, and writes a list where there are any. meta/query-time.json says what
// it asked for, and what failed. Old versions name a file by the resource, the later ones by
// group, version and resource.
// https://github.com/vmware-tanzu/sonobuoy/blob/main/pkg/discovery/query.go

func inSonobuoy(segments []string) (place, bool) {
	last := segments[len(segments)-1]
	folder := ""
	if len(segments) > 1 {
		folder = segments[len(segments)-2]
	}
	switch {
	case last == "serverversion.json":
		return place{maker: sonobuoy, role: saysVersion}, true
	case last == "servergroups.json":
		return place{maker: sonobuoy, role: saysGroups}, true
	case folder == "meta" && last == "query-time.json":
		return place{maker: sonobuoy, role: saysQueries}, true
	case folder == "meta" && last == "config.json":
		return place{maker: sonobuoy, role: saysFilter}, true
	}
	below := after(segments, "resources")
	switch {
	case len(below) == 3 && below[0] == "ns":
		return queried(stemOf(last), below[1]), true
	case len(below) == 2 && (below[0] == "cluster" || below[0] == "non-ns"):
		return queried(stemOf(last), ""), true
	case after(segments, "plugins") != nil || after(segments, "hosts") != nil:
		return place{maker: sonobuoy, role: ignored}, true
	}
	return place{}, false
}

// queried is the place of GROUP_VERSION_RESOURCE, or Resource as old versions write.
func queried(stem, namespace string) place {
	parts := strings.Split(stem, "_")
	if len(parts) != 3 {
		known, ok := builtInNamed(stem, "")
		if !ok {
			return place{maker: sonobuoy, namespace: namespace}
		}
		return objectsOf(sonobuoy, known.group, known.resource, namespace)
	}
	if parts[0] == "core" {
		parts[0] = ""
	}
	return objectsOf(sonobuoy, parts[0], parts[2], namespace)
}

// Rancher's log collector runs kubectl on a node of RKE, RKE2, k3s or kubeadm; most of what it keeps
// are tables for people.
// https://github.com/rancherlabs/support-tools/blob/master/collection/rancher/v2.x/logs-collector/rancher2_logs_collector.sh

func inRancherLogs(segments []string) (place, bool) {
	below := after(segments, "kubectl")
	if len(segments) < 2 || len(below) == 0 {
		return place{}, false
	}
	at := place{maker: rancherLogs, role: ignored}
	switch {
	case below[0] == "rancher-prov" && len(below) == 2:
		at.role = holdsObjects
	case len(below) > 1:
	case below[0] == "nodes.json":
		at = objectsOf(rancherLogs, "", "nodes", "")
		at.list = true
	case below[0] == "cluster-info_dump":
		at.role = holdsObjects
	case below[0] == "version":
		at.role = saysVersion
	case below[0] == "api-resources":
		at.role = saysTable
	}
	return at, true
}

// crash-diagnostics captures what its script asks for.
// https://github.com/vmware-tanzu/crash-diagnostics/blob/main/k8s/object_writer.go

func inCrashd(segments []string) (place, bool) {
	below := after(segments, "kubecapture")
	if len(below) < 2 {
		return place{}, false
	}
	return place{maker: crashd}, true
}

// The Insights operator keeps single objects of OpenShift's configuration, all nodes, and pods
// that are not well.
// https://github.com/openshift/insights-operator/blob/master/docs/gathered-data.md

func inInsights(segments []string) (place, bool) {
	if below := after(segments, "insights-operator"); len(below) == 1 {
		return place{maker: insights, role: saysInsights}, true
	}
	below := after(segments, "config")
	if len(below) == 0 || len(below) > 4 {
		return place{}, false
	}
	if len(below) == 1 {
		kinds := map[string][2]string{
			"version": {"ClusterVersion", "clusterversions"}, "infrastructure": {"Infrastructure", "infrastructures"},
			"network": {"Network", "networks"}, "apiserver": {"APIServer", "apiservers"}, "proxy": {"Proxy", "proxies"},
			"ingress": {"Ingress", "ingresses"}, "featuregate": {"FeatureGate", "featuregates"}, "oauth": {"OAuth", "oauths"},
		}
		kind, ok := kinds[stemOf(below[0])]
		at := objectsOf(insights, "config.openshift.io", kind[1], "")
		at.of = schema.GroupVersionKind{Group: "config.openshift.io", Version: "v1", Kind: kind[0]}
		return at, ok
	}
	names := map[string]string{
		"node": "nodes", "pod": "pods", "pdbs": "poddisruptionbudgets", "crd": "customresourcedefinitions",
		"persistentvolumes": "persistentvolumes", "storage": "storageclasses",
		"mutatingwebhookconfigurations": "mutatingwebhookconfigurations", "validatingwebhookconfigurations": "validatingwebhookconfigurations",
		"certificatesigningrequests": "certificatesigningrequests", "clusterrolebinding": "clusterrolebindings",
	}
	if below[0] == "clusteroperator" && len(below) == 2 {
		at := objectsOf(insights, "config.openshift.io", "clusteroperators", "")
		at.of = schema.GroupVersionKind{Group: "config.openshift.io", Version: "v1", Kind: "ClusterOperator"}
		return at, true
	}
	known, ok := builtInNamed(names[below[0]], "")
	if !ok || below[0] == "storage" && below[1] != "storageclasses" {
		return place{}, false
	}
	return objectsOf(insights, known.group, known.resource, ""), true
}

// `kubectl cluster-info dump` writes nodes, and for each namespace the same seven lists.
// https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/clusterinfo/clusterinfo_dump.go

// dumped are the files of a namespace, in the order of the lists on standard output.
func dumped() []string {
	return []string{"events", "replication-controllers", "services", "daemonsets", "deployments", "replicasets", "pods"}
}

// dumpedResource is the resource of such a file.
func dumpedResource(name string) (builtIn, bool) {
	return builtInNamed(strings.ReplaceAll(name, "-", ""), "")
}

// namespaceName is what names of namespaces look like.
var namespaceName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

func inClusterInfo(segments []string) (place, bool) {
	stem := stemOf(segments[len(segments)-1])
	if len(segments) < 2 || !slices.Contains(dumped(), stem) || !namespaceName.MatchString(segments[len(segments)-2]) {
		return place{}, false
	}
	known, _ := dumpedResource(stem) // they are in the table
	return place{maker: clusterInfo, of: known.gvk(), resource: known.groupResource(), namespace: segments[len(segments)-2], list: true}, true
}
