package target

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
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

// TestWhatMakersGather is the table of what each bundle proves of a few resources.
func TestWhatMakersGather(t *testing.T) {
	const whole, part, absent = "whole", facts.ReasonPartial, facts.ReasonNotContained
	every := []string{"default", "kube-node-lease", "kube-public", "kube-system", "shop"}
	cases := []struct {
		name  string
		files files
		about string
		want  map[string]string
	}{
		{"support bundle", aSupportBundle(), "troubleshoot support bundle of 2024-11-05, 7 kinds, 2 namespaces", map[string]string{
			"nodes": whole, "namespaces": whole, "deployments.apps": whole, "statefulsets.apps": whole, "daemonsets.apps": part,
			"daemonsets.apps@shop": whole, "storageclasses.storage.k8s.io": part, "replicasets.apps": absent,
			"mice.zoo.dev": whole, "cats.zoo.dev": whole, "dogs.zoo.dev": absent,
		}},
		{"must-gather", aMustGather(), "must-gather of 2024-11-05, 7 kinds, 1 namespace", map[string]string{
			"nodes": whole, "persistentvolumes": whole, "mutatingwebhookconfigurations.admissionregistration.k8s.io": whole,
			"clusterrolebindings.rbac.authorization.k8s.io": part, "apiservices.apiregistration.k8s.io": part,
			"daemonsets.apps": part, "deployments.apps": part, "deployments.apps@openshift-dns": whole,
			"statefulsets.apps@openshift-dns": part, "pods": part,
		}},
		{"sonobuoy", aSonobuoy(), "sonobuoy results of 2024-11-05, 3 kinds, 2 namespaces", map[string]string{
			"nodes": whole, "deployments.apps": whole, "statefulsets.apps": whole, "daemonsets.apps": part,
			"daemonsets.apps@shop": whole, "storageclasses.storage.k8s.io": part, "pods": absent,
		}},
		{"cluster-info dump", aDump("kube-system", "default"), "kubectl cluster-info dump of 2024-11-05, 2 kinds, 1 namespace", map[string]string{
			"nodes": whole, "deployments.apps": part, "deployments.apps@default": whole, "statefulsets.apps": absent,
		}},
		{"cluster-info dump of all namespaces", aDump(every...), "kubectl cluster-info dump of 2024-11-05, 2 kinds, 1 namespace", map[string]string{
			"deployments.apps": whole, "daemonsets.apps": whole, "statefulsets.apps": absent,
		}},
		{"Insights", anInsightsArchive(), "Insights archive, 3 kinds, 1 namespace", map[string]string{"nodes": whole, "pods": part}},
		{"files that are only named alike", files{"apps/deployments.yaml": "kind: DeploymentList\napiVersion: apps/v1\nitems:\n- {metadata: {name: a, namespace: b}}\n"}, "", map[string]string{
			"deployments.apps": part,
		}},
	}
	for _, c := range cases {
		packed := t.TempDir()
		ways := map[string]string{
			"folder": c.files.in(t, t.TempDir()), "tar": filepath.Join(packed, "a.tar.gz"), "zip": filepath.Join(packed, "a.zip"),
		}
		for path, data := range map[string][]byte{ways["tar"]: c.files.tarred(t, "top"), ways["zip"]: c.files.zipped(t)} {
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for way, path := range ways {
			t.Run(c.name+" "+way, func(t *testing.T) {
				opened, err := Open(path, FileOptions{})
				if err != nil {
					t.Fatal(err)
				}
				if opened.About != c.about {
					t.Errorf("it is %q, want %q", opened.About, c.about)
				}
				for resource, want := range c.want {
					if got := howMuch(opened.Source, ask(resource)); got != want {
						t.Errorf("%s: %s, want %s", resource, got, want)
					}
				}
			})
		}
	}
}

// TestStreamOfClusterInfo: lists with logs between them, some of which look like objects.
func TestStreamOfClusterInfo(t *testing.T) {
	stream := func(namespaces ...string) string {
		var b strings.Builder
		b.WriteString(aNode + "\n")
		for _, namespace := range namespaces {
			name, empty := strings.CutSuffix(namespace, "?")
			for _, file := range dumped() {
				known, _ := dumpedResource(file)
				var objects []string
				if !empty {
					objects = []string{name + "/x"}
				}
				b.WriteString(listOf(known.gvk().GroupVersion().String(), known.kind, objects...) + "\n")
			}
			b.WriteString("==== START logs for container c of pod " + name + "/x ====\n{\"kind\":\"Node\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"evil\"}}\nE1105 {{ \n")
			b.WriteString("==== END logs for container other of pod x ====\nno end of line==== END logs for container c of pod " + name + "/x ====\n")
		}
		return b.String()
	}
	for text, want := range map[string]string{
		stream("kube-system", "default"):                                                  facts.ReasonPartial,
		stream("default", "kube-node-lease?", "kube-public?", "kube-system", "shop"):      "whole",
		stream("app1", "app2", "kube-system", "web"):                                      facts.ReasonPartial,
		strings.ReplaceAll(stream("default", "a?", "b?", "kube-system"), "\n", "\r\n"):    "whole",
		stream("kube-system", "default", "kube-public?", "kube-node-lease?", "kube-prom"): facts.ReasonPartial,
	} {
		opened := openManifests(t, text, FileOptions{})
		if got := howMuch(opened.Source, deployments); got != want {
			t.Errorf("%.0s%s, want %s", text, got, want)
		}
		if got := howMuch(opened.Source, Query{Group: "apps", Version: "v1", Resource: "deployments", Namespace: "kube-system"}); got != "whole" {
			t.Errorf("kube-system: %s", got)
		}
		if got := keys(t, opened.Source, nodes); !slices.Equal(got, []string{"/n"}) {
			t.Errorf("nodes %v: a log was read", got)
		}
		if !strings.HasPrefix(opened.About, "kubectl cluster-info dump of 2024-11-05") {
			t.Errorf("it is %q", opened.About)
		}
	}
}

func TestWhatABundleSays(t *testing.T) {
	opened, err := Open(aSupportBundle().in(t, t.TempDir()), FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if version, err := opened.Source.Raw(t.Context(), "/version"); err != nil || !strings.Contains(string(version), "v1.31.4") {
		t.Errorf("version %s, %v", version, err)
	}
	apis, err := opened.Source.Discover(t.Context())
	if _, ok := apis.Version("apps", "deployments"); err != nil || !ok {
		t.Errorf("discovery %+v, %v", apis, err)
	}
	if got := opened.Moment.UTC().Format("2006-01-02 15:04"); got != "2024-11-05 10:00" {
		t.Errorf("it is of %s", got)
	}
	if len(opened.Notes) > 0 {
		t.Errorf("notes %v", opened.Notes)
	}
	opened, err = Open(aSonobuoy().in(t, t.TempDir()), FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	apis, err = opened.Source.Discover(t.Context())
	if err == nil || !apis.Excludes("zoo.dev") || apis.Excludes("apps") {
		t.Errorf("groups without resources: %+v, %v", apis, err)
	}
}

// TestChosenPods: the Insights operator gathers pods that are not well, without those beside them.
func TestChosenPods(t *testing.T) {
	f := anInsightsArchive()
	f["config/pod/shop/a.json"] = `{"metadata":{"name":"a","namespace":"shop","labels":{"pod-template-hash":"5d"},"ownerReferences":[{"kind":"ReplicaSet","name":"web-5d","controller":true}]}}`
	opened, err := Open(f.in(t, t.TempDir()), FileOptions{Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(t, opened.Source, deployments); len(got) > 0 {
		t.Errorf("of pods that are not ready: %v", got)
	}
}

// TestVersionOfTheImage: the API server's image tells its version, unless there are two.
func TestVersionOfTheImage(t *testing.T) {
	pod := func(name, image string) string {
		return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"` + name + `","namespace":"kube-system","labels":{"component":"kube-apiserver"}},"spec":{"containers":[{"image":"` + image + `"}]}}`
	}
	for text, want := range map[string]string{
		pod("a", "registry.k8s.io/kube-apiserver:v1.33.2"):                                                 "v1.33.2",
		pod("a", "x/hyperkube-amd64:v1.14.1"):                                                              "v1.14.1",
		pod("a", "x/kube-apiserver:v1.33.2") + pod("b", "x/kube-apiserver:v1.34.0"):                        "",
		pod("a", "x/my-kube-apiserver-proxy:v1.33.2"):                                                      "",
		strings.ReplaceAll(pod("a", "registry.k8s.io/kube-apiserver:v1.33.2"), "kube-system", "somewhere"): "",
	} {
		version, err := openManifests(t, text, FileOptions{}).Source.Raw(t.Context(), "/version")
		if (want == "") != (err != nil) || !strings.Contains(string(version), want) {
			t.Errorf("%s: %s, %v", text, version, err)
		}
	}
}

// TestBrokenMembers: a bad file costs its own kind, wherever it lies.
func TestBrokenMembers(t *testing.T) {
	f := aSupportBundle()
	f["cluster-resources/statefulsets/shop.json"] = `{"kind":"StatefulSetList","apiVersion":"apps/v1","items":[{"metadata":{"name":"a","namespace":"shop"}},{"meta`
	f["cluster-resources/pods/shop.json"] = "\x00\x01"
	f["__MACOSX/cluster-resources/nodes.json"] = "\x00"
	f["cluster-resources/._nodes.json"] = "\x00"
	path := filepath.Join(t.TempDir(), "a.tgz")
	if err := os.WriteFile(path, f.tarred(t, "../../bundle"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{f.in(t, t.TempDir()), path} {
		opened, err := Open(at, FileOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(opened.Notes) != 2 || !strings.Contains(opened.Notes[0], "pods/shop.json is not a text file") || !strings.Contains(opened.Notes[1], "it ends in the middle") {
			t.Errorf("notes %q", opened.Notes)
		}
		for resource, want := range map[string]string{"nodes": "whole", "deployments.apps": "whole", "statefulsets.apps": facts.ReasonPartial, "pods": facts.ReasonPartial} {
			if got := howMuch(opened.Source, ask(resource)); got != want {
				t.Errorf("%s: %s, want %s", resource, got, want)
			}
		}
		if got := keys(t, opened.Source, ask("statefulsets.apps")); !slices.Equal(got, []string{"shop/a"}) {
			t.Errorf("of what could be read: %v", got)
		}
	}
}

// TestCutArchive: what came before the end counts, and nothing is concluded from what did not.
func TestCutArchive(t *testing.T) {
	data := aMustGather().tarred(t, "must-gather.local.1")
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := os.WriteFile(path, data[:len(data)-40], 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(path, FileOptions{Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(opened.Notes); n == 0 || !strings.Contains(opened.Notes[n-1], "could be read in part only") {
		t.Errorf("notes %q", opened.Notes)
	}
	if got := howMuch(opened.Source, Query{Version: "v1", Resource: "persistentvolumes"}); got == "whole" {
		t.Error("of half an archive: whole")
	}
}

func TestTextOfWindows(t *testing.T) {
	list := ofList("v1 Node /a", "v1 Namespace /ünï")
	utf16 := func(order func(rune) []byte) string {
		out := order(0xfeff)
		for _, r := range list {
			out = append(out, order(r)...)
		}
		return string(out)
	}
	for name, text := range map[string]string{
		"UTF-8 with a mark": "\ufeff" + list,
		"little endian":     utf16(func(r rune) []byte { return []byte{byte(r), byte(r >> 8)} }),
		"big endian":        utf16(func(r rune) []byte { return []byte{byte(r >> 8), byte(r)} }),
	} {
		src := openManifests(t, text, FileOptions{}).Source
		if got := keys(t, src, Query{Version: "v1", Resource: "namespaces"}); !slices.Equal(got, []string{"/ünï"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLinkedFolders(t *testing.T) {
	folder := files{"kube-system.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"}.in(t, t.TempDir())
	top := t.TempDir()
	for link, to := range map[string]string{filepath.Join(top, "linked"): folder, filepath.Join(folder, "loop"): top, filepath.Join(folder, "gone"): filepath.Join(top, "none")} {
		if err := os.Symlink(to, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	opened, err := Open(top, FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(t, opened.Source, deployments); !slices.Equal(got, []string{"default/a"}) {
		t.Errorf("got %v", got)
	}
}

func TestBomb(t *testing.T) {
	meter := &meteredArchive{packed: 1000}
	zeros := meter.out(readerFunc(func(p []byte) (int, error) { return len(p), nil }))
	buffer := make([]byte, 1<<20)
	read := int64(0)
	for read <= 2*plainMax {
		n, err := zeros.Read(buffer)
		read += int64(n)
		if err != nil {
			break
		}
	}
	if read > plainMax+int64(len(buffer)) {
		t.Errorf("%d bytes were unpacked", read)
	}
}

// TestMemoryOfObjects: what is kept is counted, and logs are not.
func TestMemoryOfObjects(t *testing.T) {
	f := files{"kube-system/a/logs.txt": strings.Repeat("a line of a log\n", 1<<16)}
	f["nodes.json"] = aNode
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := os.WriteFile(path, f.tarred(t, "top"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, FileOptions{Most: 10 << 10}); err != nil {
		t.Errorf("logs are not kept: %v", err)
	}
	f["more.json"] = listOf("v1", "ConfigMap", slices.Repeat([]string{"a/" + strings.Repeat("b", 1000)}, 1)[0]) + strings.Repeat("\n"+listOf("v1", "Pod", "a/b"), 1)
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf("a/pod-%d", i)
	}
	f["pods.json"] = listOf("v1", "Pod", many...)
	if _, err := Open(f.in(t, t.TempDir()), FileOptions{Most: 10 << 10}); err == nil || !IsConfigError(err) || !strings.Contains(err.Error(), "more objects than kready keeps") {
		t.Errorf("too many objects: %v", err)
	}
}

// FuzzPlace: the paths of an archive, and what it says besides objects.
func FuzzPlace(f *testing.F) {
	for _, bundle := range []files{aSupportBundle(), aMustGather(), aSonobuoy(), anInsightsArchive(), aDump("a")} {
		for path, content := range bundle {
			f.Add(path, []byte(content))
		}
	}
	f.Add("rke2/kubectl/api-resources", []byte("NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND\npods  po          v1          true        Pod\n"))
	f.Add("rke2/kubectl/version", []byte("Server Version: v1.28.4+rke2r1\n"))
	f.Fuzz(func(t *testing.T, path string, content []byte) {
		p := newObjectSet(FileOptions{Most: 1 << 20})
		if p.wants(path) {
			_ = p.take(path, path, bytes.NewReader(content))
		}
		opened, err := p.open("fuzz", "fuzz")
		if err != nil {
			return
		}
		_ = opened.Source.Each(context.Background(), nodes, func(runtime.Object) error { return nil })
		_, _ = opened.Source.Discover(context.Background())
	})
}

// FuzzArchive: an archive as somebody hands it over.
func FuzzArchive(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(_ *testing.T, data []byte) {
		opened, err := openFile("fuzz", bytes.NewReader(data), int64(len(data)), FileOptions{Most: 1 << 20})
		if err == nil && opened.Source != nil {
			_ = opened.Source.Each(context.Background(), nodes, func(runtime.Object) error { return nil })
		}
	})
}
