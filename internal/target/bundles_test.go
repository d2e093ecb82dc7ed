package target

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A bundle of our own making: its files by their paths.
type files map[string]string

// in writes the files into a folder.
func (f files) in(t *testing.T, folder string) string {
	t.Helper()
	for name, content := range f {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// tarred packs the files below a folder of an archive.
func (f files) tarred(t *testing.T, top string) []byte {
	t.Helper()
	var b bytes.Buffer
	zipper := gzip.NewWriter(&b)
	archive := tar.NewWriter(zipper)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		header := &tar.Header{Name: top + "/" + name, Typeflag: tar.TypeReg, Mode: 0o600, Size: int64(len(f[name]))}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(f[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipper.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped packs the files into a zip archive.
func (f files) zipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// listOf is a typed list in JSON, of objects "namespace/name".
func listOf(group, kind string, names ...string) string {
	return fmt.Sprintf(`{"kind":"%sList","apiVersion":"%s","metadata":{"resourceVersion":"7"},"items":%s}`, kind, group, arrayOf(names...))
}

// arrayOf is an array of objects without their kind, "namespace/name", as older bundles have.
func arrayOf(names ...string) string {
	objects := []string{}
	for i, name := range names {
		namespace, name, _ := strings.Cut(name, "/")
		objects = append(objects, fmt.Sprintf(`{"metadata":{"name":%q,"namespace":%q,"uid":"u%d"}}`, name, namespace, i))
	}
	return "[" + strings.Join(objects, ",") + "]"
}

const aNode = `{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"n","uid":"u"},"status":{"conditions":[{"type":"Ready","lastHeartbeatTime":"2024-11-05T10:00:00Z"}]}}]}`

// aSupportBundle covers two namespaces, of which only one has a Deployment.
func aSupportBundle() files {
	return files{
		"cluster-info/cluster_version.json":                               `{"info":{"gitVersion":"v1.31.4","platform":"linux/amd64"},"string":"v1.31.4"}`,
		"cluster-resources/namespaces.json":                               listOf("v1", "Namespace", "/kube-system", "/shop"),
		"cluster-resources/nodes.json":                                    aNode,
		"cluster-resources/deployments/kube-system.json":                  listOf("apps/v1", "Deployment", "kube-system/dns"),
		"cluster-resources/deployments/shop.json":                         listOf("apps/v1", "Deployment"),
		"cluster-resources/deployments-errors.json":                       "null",
		"cluster-resources/statefulsets/kube-system.json":                 "[]",
		"cluster-resources/statefulsets/shop.json":                        "null",
		"cluster-resources/pods/kube-system.json":                         listOf("v1", "Pod", "kube-system/a"),
		"cluster-resources/pods/shop.json":                                listOf("v1", "Pod"),
		"cluster-resources/daemonsets/shop.json":                          listOf("apps/v1", "DaemonSet"),
		"cluster-resources/storage-classes.json":                          arrayOf("/fast"),
		"cluster-resources/storage-classes-errors.json":                   `["is forbidden"]`,
		"cluster-resources/custom-resource-definitions.json":              `{"kind":"CustomResourceDefinitionList","apiVersion":"apiextensions.k8s.io/v1","items":[` + aCRD("mice") + "," + aCRD("cats") + "," + aCRD("dogs") + `]}`,
		"cluster-resources/custom-resources/mice.zoo.dev/shop.yaml":       "- {apiVersion: zoo.dev/v1, kind: Mice, metadata: {name: jerry, namespace: shop, annotations: {a: ***HIDDEN***}}}\n",
		"cluster-resources/custom-resources/custom-resources-errors.json": `{"dogs.zoo.dev":"is forbidden"}`,
		"cluster-resources/groups.json":                                   `[{"name":"apps","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]`,
		"cluster-resources/resources.json":                                `[{"groupVersion":"v1","resources":[{"name":"pods","namespaced":true,"kind":"Pod"},{"name":"pods/log","kind":"Pod"}]},{"groupVersion":"apps/v1","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment"}]}]`,
		"analysis.json":                                                   `[{"name":"x"}]`,
	}
}

func aCRD(plural string) string {
	return `{"metadata":{"name":"` + plural + `.zoo.dev"},"spec":{"group":"zoo.dev","scope":"Namespaced","names":{"kind":"` + strings.ToUpper(plural[:1]) + plural[1:] + `","plural":"` + plural + `"},"versions":[{"name":"v1","served":true,"storage":true}]}}`
}

// aMustGather has one namespace, and cluster-scoped objects that were led to.
func aMustGather() files {
	const image = "quay-io-sha256-1/"
	object := func(group, kind, name, more string) string {
		return "---\napiVersion: " + group + "\nkind: " + kind + "\nmetadata: {name: \"" + name + "\", uid: u}\n" + more
	}
	return files{
		"timestamp":         "2024-11-05 10:11:56.915 +0100 CET m=+1.6\n2024-11-05 11:14:13.6 +0100 CET m=+138.3\n",
		image + "version":   "openshift/must-gather\n4.16.0\n",
		image + "timestamp": "2024-11-05 10:12:00.1 +0100 CET m=+0.1\n",
		image + "namespaces/openshift-dns/openshift-dns.yaml":                                   object("v1", "Namespace", "openshift-dns", ""),
		image + "namespaces/openshift-dns/apps/daemonsets.yaml":                                 "---\napiVersion: apps/v1\nitems:\n- metadata:\n    name: dns\n    namespace: openshift-dns\n    uid: u\nkind: DaemonSetList\nmetadata: {resourceVersion: \"1\"}\n",
		image + "namespaces/openshift-dns/apps/deployments.yaml":                                "---\napiVersion: apps/v1\nitems: []\nkind: DeploymentList\nmetadata: {resourceVersion: \"1\"}\n",
		image + "namespaces/openshift-dns/apps/statefulsets.yaml":                               "",
		image + "namespaces/openshift-dns/pods/dns-a/dns-a.yaml":                                "---\napiVersion: v1\nkind: Pod\nmetadata: {name: dns-a, namespace: openshift-dns}\n",
		image + "cluster-scoped-resources/core/nodes/n.yaml":                                    object("v1", "Node", "n", ""),
		image + "cluster-scoped-resources/rbac.authorization.k8s.io/clusterrolebindings/x.yaml": object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "x", ""),
		image + "cluster-scoped-resources/apiregistration.k8s.io/apiservices/v1.x.yaml":         object("apiregistration.k8s.io/v1", "APIService", "v1.x", ""),
		image + "cluster-scoped-resources/config.openshift.io/clusteroperators/dns.yaml": object("config.openshift.io/v1", "ClusterOperator", "dns",
			"status: {relatedObjects: [{group: admissionregistration.k8s.io, resource: mutatingwebhookconfigurations, name: \"\"}, {group: \"\", resource: services, namespace: x, name: y}]}\n"),
		image + "namespaces/openshift-dns/pods/dns-a/dns/dns/logs/current.log": "kind: Node\n",
	}
}

// aSonobuoy asked for Deployments of both namespaces, and for the PodDisruptionBudgets of one.
func aSonobuoy() files {
	return files{
		"serverversion.json":                                `{"gitVersion":"v1.30.1"}`,
		"servergroups.json":                                 `{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}`,
		"meta/config.json":                                  `{"Filters":{"Namespaces":".*","LabelSelector":""}}`,
		"meta/query-time.json":                              `[{"queryobj":"nodes"},{"queryobj":"namespaces"},{"queryobj":"deployments","namespace":"kube-system"},{"queryobj":"deployments","namespace":"shop"},{"queryobj":"statefulsets","namespace":"kube-system"},{"queryobj":"statefulsets","namespace":"shop"},{"queryobj":"daemonsets","namespace":"shop"},{"queryobj":"storageclasses","error":{}}]`,
		"resources/cluster/core_v1_nodes.json":              aNode,
		"resources/cluster/core_v1_namespaces.json":         listOf("v1", "Namespace", "/kube-system", "/shop"),
		"resources/ns/kube-system/apps_v1_deployments.json": listOf("apps/v1", "Deployment", "kube-system/dns"),
		"podlogs/kube-system/a/logs/a.txt":                  "{",
		"plugins/e2e/definition.json":                       `{"kind":"x"}`,
	}
}

// aDump is a folder of `kubectl cluster-info dump` for some namespaces.
func aDump(namespaces ...string) files {
	f := files{"nodes.json": aNode}
	for _, namespace := range namespaces {
		for _, name := range dumped() {
			known, _ := dumpedResource(name)
			var objects []string
			if name == "deployments" && namespace == "kube-system" {
				objects = []string{"kube-system/dns"}
			}
			f[namespace+"/"+name+".json"] = listOf(known.gvk().GroupVersion().String(), known.kind, objects...)
		}
	}
	f["kube-system/dns-a/logs.txt"] = "==== START logs for container a of pod kube-system/dns-a ====\n"
	return f
}

// anInsightsArchive has all nodes, and a few of the rest.
func anInsightsArchive() files {
	return files{
		"insights-operator/gathers.json":  `{"status_reports":[]}`,
		"config/node/n.json":              `{"metadata":{"name":"n","uid":"u"}}`,
		"config/pod/shop/a.json":          `{"metadata":{"name":"a","namespace":"shop"}}`,
		"config/clusteroperator/dns.json": `{"metadata":{"name":"dns"}}`,
		"config/alerts.json":              `[]`,
	}
}

// ask is a query for "resource.group", with "@namespace" for one namespace.
func ask(resource string) Query {
	name, namespace, _ := strings.Cut(resource, "@")
	of := parseResource(name)
	return Query{Group: of.Group, Version: "v1", Resource: of.Resource, Namespace: namespace}
}
