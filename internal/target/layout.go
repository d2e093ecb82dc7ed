package target

import (
	"path"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// maker is a program that writes bundles, as people call what it writes.
type maker string

// The makers whose layouts are known. What each of them gathers is in its own file.
const (
	unknownMaker  maker = ""
	supportBundle maker = "troubleshoot support bundle"
	mustGather    maker = "must-gather"
	inspection    maker = "oc adm inspect"
	sonobuoy      maker = "sonobuoy results"
	insights      maker = "Insights archive"
	clusterInfo   maker = "kubectl cluster-info dump"
	rancherLogs   maker = "Rancher log collection"
	crashd        maker = "crash-diagnostics capture"
)

// role is what a file of a bundle is for.
type role int

const (
	// holdsObjects is a file of objects, as all others are ignored.
	holdsObjects role = iota
	ignored
	// saysVersion is what /version answers, or `kubectl version` prints.
	saysVersion
	// saysGroups and saysResources are discovery's lists, saysAPIs both in the aggregated form, and
	// saysTable what `kubectl api-resources` prints.
	saysGroups
	saysResources
	saysAPIs
	saysTable
	// saysMade names the image that gathered a must-gather, saysTime when that was.
	saysMade
	saysTime
	// saysInsights is what the Insights operator writes of its own work.
	saysInsights
	// saysErrors is what a support bundle could not list.
	saysErrors
	// saysQueries is what sonobuoy has asked for.
	saysQueries
	// saysFilter is how sonobuoy was configured.
	saysFilter
	// holdsLog is the log of a container, and holdsLogs those of a pod.
	holdsLog
	holdsLogs
)

// place is what the path of a file in a bundle says of it.
type place struct {
	maker maker
	role  role
	// of is the kind of its objects, for those that do not repeat it; resource is theirs.
	of       schema.GroupVersionKind
	resource schema.GroupResource
	// namespace is that of the objects; "" for those of a cluster-scoped resource, and of all.
	namespace string
	// list says that the file holds all objects of the resource in its namespace, or in the cluster.
	list bool
	// pod and container are those of a log.
	pod, container string
	// crd is the resource of a CRD whose objects a file holds.
	crd bool
}

// placeOf recognises a file by its path.
func placeOf(inside string) place {
	segments := strings.Split(strings.TrimSuffix(inside, ".gz"), "/")
	for _, recognise := range []func([]string) (place, bool){
		inSupportBundle, inMustGather, inSonobuoy, inRancherLogs, inCrashd, inInsights, inClusterInfo,
	} {
		if at, ok := recognise(segments); ok {
			return at
		}
	}
	if at, ok := ofLog(segments); ok {
		return at
	}
	return byName(segments)
}

// byName guesses the kind of a file's objects from its name or folder: apps/deployments.yaml,
// deployments.apps.yaml, pods/web.json. It says nothing of how many they are.
func byName(segments []string) place {
	stem := stemOf(segments[len(segments)-1])
	name, group, _ := strings.Cut(stem, ".")
	if known, ok := builtInNamed(name, group); ok && name == known.resource {
		return place{of: known.gvk(), resource: known.groupResource()}
	}
	if len(segments) > 1 {
		if known, ok := builtInNamed(segments[len(segments)-2], ""); ok && known.resource == segments[len(segments)-2] {
			return place{of: known.gvk(), resource: known.groupResource()}
		}
	}
	return place{}
}

// objectsOf is the place of objects of a resource, by its group and name.
func objectsOf(by maker, group, resource, namespace string) place {
	at := place{maker: by, resource: schema.GroupResource{Group: group, Resource: resource}, namespace: namespace}
	if known, ok := builtInNamed(resource, group); ok && known.group == group {
		at.of = known.gvk()
	}
	return at
}

// stemOf is a file's name without its extension.
func stemOf(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// after returns what follows the last segment of a name; nil when there is none.
func after(segments []string, name string) []string {
	for i := len(segments) - 1; i >= 0; i-- {
		if segments[i] == name {
			return segments[i+1:]
		}
	}
	return nil
}
