package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/yaml"
)

// layoutWorld are the objects of a cluster, by resource ("deployments.apps") and namespace.
type layoutWorld map[string]map[string][]map[string]any

// readWorld reads the cluster that the layouts are made of. Edit changes an object.
func readWorld(t *testing.T, edit func(*unstructured.Unstructured)) layoutWorld {
	t.Helper()
	data, err := os.ReadFile("testdata/layouts/cluster.yaml")
	if err != nil {
		t.Fatal(err)
	}
	world := layoutWorld{}
	for _, document := range strings.Split(string(data), "\n---\n") {
		var fields map[string]any
		asJSON, err := yaml.ToJSON([]byte(document))
		if err != nil || json.Unmarshal(asJSON, &fields) != nil {
			t.Fatalf("%s: %v", document, err)
		}
		o := &unstructured.Unstructured{Object: fields}
		edit(o)
		known, err := target.ParseKinds([]string{o.GetKind()})
		if err != nil {
			t.Fatal(err)
		}
		name := known[0].String()
		if world[name] == nil {
			world[name] = map[string][]map[string]any{}
		}
		world[name][o.GetNamespace()] = append(world[name][o.GetNamespace()], fields)
	}
	return world
}

// of returns the objects of a resource in a namespace, or in all when it is "*".
func (w layoutWorld) of(resource, namespace string) []map[string]any {
	all := []map[string]any{}
	for at, objects := range w[resource] {
		if namespace == "*" || at == namespace {
			all = append(all, objects...)
		}
	}
	return all
}

func (w layoutWorld) namespaces() []string {
	var names []string
	for _, o := range w.of("namespaces", "") {
		names = append(names, (&unstructured.Unstructured{Object: o}).GetName())
	}
	return names
}

// asList is a list of one kind, or of several when kind is "".
func asList(apiVersion, kind string, objects []map[string]any) string {
	data, _ := json.Marshal(map[string]any{"apiVersion": apiVersion, "kind": kind + "List", "metadata": map[string]any{"resourceVersion": "1"}, "items": objects}) // maps of JSON
	return string(data)
}

// kubectlList is what `kubectl get -A -o json` prints of a few kinds.
func (w layoutWorld) kubectlList(resources ...string) map[string]string {
	var all []map[string]any
	for _, resource := range resources {
		all = append(all, w.of(resource, "*")...)
	}
	return map[string]string{"list.json": asList("v1", "", all)}
}

// dumpedLists are the seven lists of a namespace of `kubectl cluster-info dump`, by file.
var dumpedLists = [][4]string{
	{"events", "v1", "Event", "events"},
	{"replication-controllers", "v1", "ReplicationController", "replicationcontrollers"},
	{"services", "v1", "Service", "services"},
	{"daemonsets", "apps/v1", "DaemonSet", "daemonsets.apps"},
	{"deployments", "apps/v1", "Deployment", "deployments.apps"},
	{"replicasets", "apps/v1", "ReplicaSet", "replicasets.apps"},
	{"pods", "v1", "Pod", "pods"},
}

// clusterInfo is the folder of `kubectl cluster-info dump -A`; printed is what it prints instead.
func (w layoutWorld) clusterInfo() (folder, printed map[string]string) {
	nodes := asList("v1", "Node", w.of("nodes", ""))
	folder = map[string]string{"nodes.json": nodes}
	stream := nodes + "\n"
	for _, namespace := range slices.Sorted(slices.Values(w.namespaces())) {
		for _, list := range dumpedLists {
			text := asList(list[1], list[2], w.of(list[3], namespace))
			folder[namespace+"/"+list[0]+".json"] = text
			stream += text + "\n"
		}
		stream += "==== START logs for container c of pod " + namespace + "/x ====\nI1120 started\n==== END logs for container c of pod " + namespace + "/x ====\n"
	}
	return folder, map[string]string{"dump.txt": stream}
}

// supportBundle is what troubleshoot.sh's clusterResources collector writes.
func (w layoutWorld) supportBundle() map[string]string {
	files := map[string]string{
		"cluster-info/cluster_version.json":                               `{"info":{"gitVersion":"v1.36.1"}}`,
		"cluster-resources/namespaces.json":                               asList("v1", "Namespace", w.of("namespaces", "")),
		"cluster-resources/nodes.json":                                    asList("v1", "Node", w.of("nodes", "")),
		"cluster-resources/storage-classes.json":                          asList("storage.k8s.io/v1", "StorageClass", w.of("storageclasses.storage.k8s.io", "")),
		"cluster-resources/custom-resource-definitions.json":              asList("apiextensions.k8s.io/v1", "CustomResourceDefinition", nil),
		"cluster-resources/clusterroles.json":                             asList("rbac.authorization.k8s.io/v1", "ClusterRole", w.of("clusterroles.rbac.authorization.k8s.io", "")),
		"cluster-resources/clusterrolebindings.json":                      asList("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", w.of("clusterrolebindings.rbac.authorization.k8s.io", "")),
		"cluster-resources/custom-resources/custom-resources-errors.json": "{}",
	}
	for folder, kind := range map[string][3]string{
		"pods": {"v1", "Pod", "pods"}, "services": {"v1", "Service", "services"}, "deployments": {"apps/v1", "Deployment", "deployments.apps"},
		"statefulsets": {"apps/v1", "StatefulSet", "statefulsets.apps"}, "daemonsets": {"apps/v1", "DaemonSet", "daemonsets.apps"},
		"replicasets": {"apps/v1", "ReplicaSet", "replicasets.apps"}, "cronjobs": {"batch/v1", "CronJob", "cronjobs.batch"},
		"leases": {"coordination.k8s.io/v1", "Lease", "leases.coordination.k8s.io"}, "configmaps": {"v1", "ConfigMap", "configmaps"},
		"network-policy": {"networking.k8s.io/v1", "NetworkPolicy", "networkpolicies.networking.k8s.io"},
	} {
		for _, namespace := range w.namespaces() {
			files["cluster-resources/"+folder+"/"+namespace+".json"] = asList(kind[0], kind[1], w.of(kind[2], namespace))
		}
	}
	return files
}

// sonobuoy asks for each resource that the world has, and for some that it has not.
func (w layoutWorld) sonobuoy() map[string]string {
	files := map[string]string{"serverversion.json": `{"gitVersion":"v1.36.1"}`, "meta/config.json": `{"Filters":{}}`}
	var queries []string
	for _, resource := range slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(w)), "cronjobs.batch", "statefulsets.apps", "customresourcedefinitions.apiextensions.k8s.io"))) {
		name, group, _ := strings.Cut(resource, ".")
		if group == "" {
			group = "core"
		}
		clusterScoped := len(w[resource][""]) > 0 || name == "customresourcedefinitions"
		for _, namespace := range append(w.namespaces(), "") {
			if (namespace == "") != clusterScoped {
				continue
			}
			queries = append(queries, fmt.Sprintf(`{"queryobj":%q,"namespace":%q}`, name, namespace))
			folder := "resources/ns/" + namespace
			if namespace == "" {
				folder = "resources/cluster"
			}
			if objects := w.of(resource, namespace); len(objects) > 0 {
				files[folder+"/"+group+"_v1_"+name+".json"] = asList("v1", "", objects)
			}
		}
	}
	files["meta/query-time.json"] = "[" + strings.Join(queries, ",") + "]"
	return files
}

// mustGather is `oc adm inspect` of two namespaces and what must-gather asks for besides.
func (w layoutWorld) mustGather() map[string]string {
	files := map[string]string{"img/version": "openshift/must-gather\n4.20\n"}
	one := func(path string, o map[string]any) {
		data, _ := json.Marshal(o) // JSON is YAML
		files["img/"+path+"/"+(&unstructured.Unstructured{Object: o}).GetName()+".yaml"] = string(data)
	}
	for _, namespace := range []string{"kube-system", "default"} {
		for _, list := range dumpedLists {
			name, group, _ := strings.Cut(list[3], ".")
			if group == "" {
				group = "core"
			}
			files["img/namespaces/"+namespace+"/"+group+"/"+name+".yaml"] = asList(list[1], list[2], w.of(list[3], namespace))
		}
		for _, o := range w.of("namespaces", "") {
			if (&unstructured.Unstructured{Object: o}).GetName() == namespace {
				one("namespaces/"+namespace, o)
			}
		}
	}
	for _, resource := range []string{"nodes", "storageclasses.storage.k8s.io", "csinodes.storage.k8s.io", "apiservices.apiregistration.k8s.io"} {
		name, group, _ := strings.Cut(resource, ".")
		if group == "" {
			group = "core"
		}
		for _, o := range w.of(resource, "") {
			one("cluster-scoped-resources/"+group+"/"+name, o)
		}
	}
	return files
}
