package target

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

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

// TestVersionOfOtherObjects: OpenShift says which version it has come to, and kubelets say which the API
// server has at the least.
func TestVersionOfOtherObjects(t *testing.T) {
	node := func(name, version string) string {
		return `{"apiVersion":"v1","kind":"Node","metadata":{"name":"` + name + `"},"status":{"nodeInfo":{"kubeletVersion":"` + version + `"}}}`
	}
	openshift := func(state string) string {
		return `{"apiVersion":"config.openshift.io/v1","kind":"ClusterVersion","metadata":{"name":"version"},"status":{"history":[{"state":"` + state + `","version":"4.18.5"},{"state":"Completed","version":"4.17.9"}]}}`
	}
	for text, want := range map[string]string{
		node("a", "v1.30.1") + node("b", "v1.31.4"):         `{"gitVersion":"v1.31.4","kreadyFrom":"the kubelets","kreadyGuess":true}`,
		node("a", "v1.31.4") + openshift("Completed"):       `{"gitVersion":"v1.31","kreadyFrom":"ClusterVersion 4.18.5"}`,
		node("a", "v1.31.4+6abc7ff") + openshift("Partial"): `{"gitVersion":"v1.31.4+6abc7ff","kreadyFrom":"the kubelets","kreadyGuess":true}`,
		node("a", "nonsense"):                               "",
	} {
		version, err := openManifests(t, text, FileOptions{}).Source.Raw(t.Context(), "/version")
		if string(version) != want || (want == "") != (err != nil) {
			t.Errorf("%s: %s, %v, want %s", text, version, err, want)
		}
	}
}

// TestVersionOfTheImage: the API server's image tells its version, unless there are two.
func TestVersionOfTheImage(t *testing.T) {
	pod := func(name, image string) string {
		return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"` + name + `","namespace":"kube-system","labels":{"component":"kube-apiserver"}},"spec":{"containers":[{"image":"` + image + `"}]}}`
	}
	for text, want := range map[string]string{
		pod("a", "registry.k8s.io/kube-apiserver:v1.33.2"):                                                 "v1.33.2",
		pod("a", "registry.corp/m/registry.k8s.io_kube-apiserver:v1.33.2"):                                 "v1.33.2",
		pod("a", "registry.corp/m/registry-k8s-io-kube-apiserver:v1.33.2"):                                 "v1.33.2",
		pod("a", "index.docker.io/rancher/hardened-kubernetes:v1.36.4-rke2r1-build20260820"):               "v1.36.4+rke2r1",
		pod("a", "registry.corp/m/rancher-hardened-kubernetes:v1.36.4-rke2r1-build20260820"):               "v1.36.4+rke2r1",
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
