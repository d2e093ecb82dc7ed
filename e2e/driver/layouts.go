package driver

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Layout is what a program, or somebody with kubectl, makes of a cluster.
type Layout struct {
	Name string
	// Files are the texts of its files by their paths; one file is a file, several are a folder.
	Files map[string]string
	// Args are the flags with which it is read.
	Args []string
	// Judged is how many checks are judged at the least, without those that are skipped as they are for
	// probes. Of the others the maker gathers no facts.
	Judged int
}

// Layouts returns files of the objects in the layout of each maker.
func (g Gathered) Layouts() []Layout {
	folder, printed := g.clusterInfo()
	readme := []string{"nodes", "namespaces", "deployments.apps", "daemonsets.apps", "statefulsets.apps", "pods", "services"}
	var every []string
	for _, of := range Gatherables() {
		every = append(every, of.Name())
	}
	return []Layout{
		{"a List of all", g.kubectlList(every), []string{"--kinds", strings.Join(every, ",")}, 75},
		{"README's List", g.kubectlList(readme), []string{"--kinds", strings.Join(readme, ",")}, 60},
		{"README's List without --kinds", g.kubectlList(readme), nil, 60},
		{"kubectl cluster-info dump", folder, nil, 60},
		{"kubectl cluster-info dump, printed", printed, nil, 60},
		{"troubleshoot support bundle", g.supportBundle(), nil, 70},
		{"sonobuoy", g.sonobuoy(), nil, 75},
		{"must-gather", g.mustGather(), nil, 15},
	}
}

// Write writes the files below a folder, and returns the path to name.
func (l Layout) Write(dir string) (string, error) {
	at := filepath.Join(dir, "files")
	for name, text := range l.Files {
		path := filepath.Join(at, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return "", err
		}
		if len(l.Files) == 1 {
			at = path
		}
	}
	return at, nil
}

// kubectlList is what `kubectl get -A -o json` prints.
func (g Gathered) kubectlList(resources []string) map[string]string {
	var all []map[string]any
	for _, resource := range resources {
		all = append(all, g.of(resource, "*")...)
	}
	return map[string]string{"list.json": list(Gatherable{}, all)}
}

// clusterInfo is the folder of `kubectl cluster-info dump -A --output-directory`, and what it prints
// instead.
// https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/clusterinfo/clusterinfo_dump.go
func (g Gathered) clusterInfo() (folder, printed map[string]string) {
	nodes := list(gatherable("nodes"), g.of("nodes", ""))
	folder = map[string]string{"nodes.json": nodes}
	stream := nodes + "\n"
	for _, namespace := range g.namespaces() {
		for _, file := range []string{"events", "replication-controllers", "services", "daemonsets.apps", "deployments.apps", "replicasets.apps", "pods"} {
			name := strings.ReplaceAll(file, "-", "")
			text := list(gatherable(name), g.of(name, namespace))
			folder[namespace+"/"+strings.TrimSuffix(file, ".apps")+".json"] = text
			stream += text + "\n"
		}
		stream += fmt.Sprintf("==== START logs for container c of pod %[1]s/x ====\nI1120 started\n==== END logs for container c of pod %[1]s/x ====\n", namespace)
	}
	return folder, map[string]string{"dump.txt": stream}
}

// supportBundle is what the collector of cluster resources of troubleshoot.sh writes.
// https://github.com/replicatedhq/troubleshoot/blob/main/pkg/collect/cluster_resources.go
func (g Gathered) supportBundle() map[string]string {
	files := map[string]string{"cluster-resources/custom-resources/custom-resources-errors.json": "{}"}
	for file, name := range map[string]string{
		"namespaces": "namespaces", "nodes": "nodes", "storage-classes": "storageclasses.storage.k8s.io",
		"custom-resource-definitions": "customresourcedefinitions.apiextensions.k8s.io",
		"clusterroles":                "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings": "clusterrolebindings.rbac.authorization.k8s.io",
	} {
		files["cluster-resources/"+file+".json"] = list(gatherable(name), g.of(name, ""))
	}
	for folder, name := range map[string]string{
		"pods": "pods", "services": "services", "events": "events", "deployments": "deployments.apps", "statefulsets": "statefulsets.apps",
		"daemonsets": "daemonsets.apps", "replicasets": "replicasets.apps", "cronjobs": "cronjobs.batch", "configmaps": "configmaps",
		"leases": "leases.coordination.k8s.io", "network-policy": "networkpolicies.networking.k8s.io",
	} {
		for _, namespace := range g.namespaces() {
			files["cluster-resources/"+folder+"/"+namespace+".json"] = list(gatherable(name), g.of(name, namespace))
		}
	}
	return files
}

// sonobuoy asks for each resource, one namespace after the other, and writes down that it did.
// https://github.com/vmware-tanzu/sonobuoy/blob/main/pkg/discovery/query.go
func (g Gathered) sonobuoy() map[string]string {
	files := map[string]string{"meta/config.json": `{"Filters":{}}`}
	var queries []map[string]string
	for _, of := range Gatherables() {
		places := []string{""}
		if of.Namespaced {
			places = g.namespaces()
		}
		for _, namespace := range places {
			queries = append(queries, map[string]string{"queryobj": of.Resource, "namespace": namespace})
			folder := "resources/cluster"
			if namespace != "" {
				folder = "resources/ns/" + namespace
			}
			group := of.Group
			if group == "" {
				group = "core"
			}
			if objects := g.of(of.Name(), namespace); len(objects) > 0 {
				files[folder+"/"+group+"_v1_"+of.Resource+".json"] = list(Gatherable{}, objects)
			}
		}
	}
	text, _ := json.Marshal(queries) // they are texts
	files["meta/query-time.json"] = string(text)
	return files
}

// mustGather is `oc adm inspect` of two namespaces, and what must-gather asks for besides.
// https://github.com/openshift/must-gather/blob/main/collection-scripts/gather
func (g Gathered) mustGather() map[string]string {
	files := map[string]string{"img/version": "openshift/must-gather\n4.20\n"}
	group := func(of Gatherable) string {
		if of.Group == "" {
			return "core"
		}
		return of.Group
	}
	single := func(folder string, o map[string]any) {
		text, _ := json.Marshal(o) // it came from JSON, and JSON is YAML
		files["img/"+folder+"/"+field(o, "name")+".yaml"] = string(text)
	}
	for _, namespace := range []string{"kube-system", "default"} {
		for _, name := range []string{"events", "replicationcontrollers", "services", "daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps", "pods"} {
			of := gatherable(name)
			files["img/namespaces/"+namespace+"/"+group(of)+"/"+of.Resource+".yaml"] = list(of, g.of(name, namespace))
		}
		for _, o := range g.of("namespaces", "") {
			if field(o, "name") == namespace {
				single("namespaces/"+namespace, o)
			}
		}
	}
	for _, name := range []string{"nodes", "storageclasses.storage.k8s.io", "csinodes.storage.k8s.io", "apiservices.apiregistration.k8s.io"} {
		of := gatherable(name)
		for _, o := range g.of(name, "") {
			single("cluster-scoped-resources/"+group(of)+"/"+of.Resource, o)
		}
	}
	return files
}

// Disagreements compares the report of a file with that of the cluster that it was made from: a check
// is judged alike, or not at all. It returns the checks that are not, and how many are judged of
// those that no probe has to try.
func Disagreements(live, file Report) (wrong []string, judged int) {
	byID := live.ByID()
	for _, got := range file.WithoutCaller().Results {
		want := byID[got.ID]
		switch {
		case got.Status == "unknown", strings.HasPrefix(got.Reason, "not probed"):
		case got.Status != want.Status && want.Status != "unknown":
			wrong = append(wrong, fmt.Sprintf("%s: live %s (%s), the file %s (%s)", got.ID, want.Status, want.Reason, got.Status, got.Reason))
		default:
			judged++
		}
	}
	return wrong, judged
}
