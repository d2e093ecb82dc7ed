package driver

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Gathered are the objects of a cluster, by the name of their resource ("deployments.apps") and their
// namespace, as programs that gather them find them.
type Gathered map[string]map[string][]map[string]any

// Gatherable is a resource that some program gathers.
type Gatherable struct {
	Group, Version, Resource, Kind string
	Namespaced                     bool
}

// Name is the resource with its group.
func (g Gatherable) Name() string {
	if g.Group == "" {
		return g.Resource
	}
	return g.Resource + "." + g.Group
}

// Path is where the API server lists it.
func (g Gatherable) Path() string {
	if g.Group == "" {
		return "/api/" + g.Version + "/" + g.Resource
	}
	return "/apis/" + g.Group + "/" + g.Version + "/" + g.Resource
}

func (g Gatherable) apiVersion() string { return strings.TrimPrefix(g.Group+"/"+g.Version, "/") }

// Gatherables are the resources of which there are files here.
func Gatherables() []Gatherable {
	return []Gatherable{
		{"", "v1", "nodes", "Node", false},
		{"", "v1", "namespaces", "Namespace", false},
		{"", "v1", "pods", "Pod", true},
		{"", "v1", "services", "Service", true},
		{"", "v1", "events", "Event", true},
		{"", "v1", "configmaps", "ConfigMap", true},
		{"", "v1", "replicationcontrollers", "ReplicationController", true},
		{"apps", "v1", "deployments", "Deployment", true},
		{"apps", "v1", "daemonsets", "DaemonSet", true},
		{"apps", "v1", "statefulsets", "StatefulSet", true},
		{"apps", "v1", "replicasets", "ReplicaSet", true},
		{"batch", "v1", "cronjobs", "CronJob", true},
		{"coordination.k8s.io", "v1", "leases", "Lease", true},
		{"networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true},
		{"storage.k8s.io", "v1", "storageclasses", "StorageClass", false},
		{"storage.k8s.io", "v1", "csinodes", "CSINode", false},
		{"rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false},
		{"rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false},
		{"apiregistration.k8s.io", "v1", "apiservices", "APIService", false},
		{"apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false},
	}
}

// Gather lists all of them by a function that returns a list in JSON.
func Gather(list func(Gatherable) ([]byte, error)) (Gathered, error) {
	all := Gathered{}
	for _, g := range Gatherables() {
		text, err := list(g)
		if err != nil {
			return nil, fmt.Errorf("gathering %s: %w", g.Name(), err)
		}
		var of struct{ Items []map[string]any }
		if err := json.Unmarshal(text, &of); err != nil {
			return nil, fmt.Errorf("gathering %s: %w", g.Name(), err)
		}
		all[g.Name()] = map[string][]map[string]any{}
		for _, item := range of.Items {
			item["apiVersion"], item["kind"] = g.apiVersion(), g.Kind
			namespace := field(item, "namespace")
			all[g.Name()][namespace] = append(all[g.Name()][namespace], item)
		}
	}
	return all, nil
}

// field is a text of an object's metadata.
func field(o map[string]any, name string) string {
	metadata, _ := o["metadata"].(map[string]any)
	text, _ := metadata[name].(string)
	return text
}

// of are the objects of a resource in a namespace; in all of them when it is "*".
func (g Gathered) of(resource, namespace string) []map[string]any {
	all := []map[string]any{}
	for at, objects := range g[resource] {
		if namespace == "*" || at == namespace {
			all = append(all, objects...)
		}
	}
	return all
}

// namespaces are the names of all namespaces, sorted.
func (g Gathered) namespaces() []string {
	var names []string
	for _, o := range g.of("namespaces", "") {
		names = append(names, field(o, "name"))
	}
	slices.Sort(names)
	return names
}

// list is a list of objects as JSON, typed unless of is the zero value.
func list(of Gatherable, objects []map[string]any) string {
	apiVersion := "v1"
	if of.Kind != "" {
		apiVersion = of.apiVersion()
	}
	text, _ := json.Marshal(map[string]any{ // they came from JSON
		"apiVersion": apiVersion, "kind": of.Kind + "List", "metadata": map[string]any{"resourceVersion": "1"}, "items": objects,
	})
	return string(text)
}

// gatherable returns a resource of the table by its name.
func gatherable(name string) Gatherable {
	for _, g := range Gatherables() {
		if g.Name() == name {
			return g
		}
	}
	return Gatherable{}
}
