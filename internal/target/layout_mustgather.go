package target

import "strings"

// `oc adm inspect` writes namespaces/NAMESPACE/GROUP/RESOURCE.yaml, a list, for each of the
// resources that it gathers of a namespace, also where there is none; and single objects in a
// folder of the resource's name, for what it was asked for or was led to. must-gather is several
// runs of it in one folder, below one of the image's name.
// https://github.com/openshift/oc/tree/main/pkg/cli/admin/inspect
// https://github.com/openshift/must-gather/blob/main/collection-scripts/gather

func inMustGather(segments []string) (place, bool) {
	last := segments[len(segments)-1]
	at := place{maker: inspection}
	if len(segments) <= 4 { // beside the folders, below the image's
		switch last {
		case "aggregated-discovery-apis.yaml", "aggregated-discovery-api.yaml":
			at.role = saysAPIs
			return at, true
		case "timestamp":
			at.role = saysTime
			return at, true
		case "version":
			at.role = saysMade
			return at, true
		}
	}
	if below := after(segments, "cluster-scoped-resources"); len(below) == 2 || len(below) == 3 {
		return inspected(below, ""), true
	}
	for i, segment := range segments {
		below := segments[i+1:]
		if segment != "namespaces" || len(below) < 2 || below[0] == "all" {
			continue
		}
		namespace := below[0]
		switch {
		case len(below) == 2 && stemOf(below[1]) == namespace:
			return objectsOf(inspection, "", "namespaces", ""), true
		case len(below) == 4 && below[1] == "pods" && stemOf(below[3]) == below[2]:
			return objectsOf(inspection, "", "pods", namespace), true
		case len(below) == 3 || len(below) == 4:
			return inspected(below[1:], namespace), true
		}
	}
	return place{}, false
}

// inspected is the place of GROUP/RESOURCE.yaml or GROUP/RESOURCE/NAME.yaml.
func inspected(below []string, namespace string) place {
	group := strings.TrimSuffix(below[0], "/")
	if group == "core" {
		group = ""
	}
	if len(below) == 2 {
		at := objectsOf(inspection, group, stemOf(below[1]), namespace)
		at.list = true
		return at
	}
	return objectsOf(inspection, group, below[1], namespace)
}

// mustGathered are the cluster-scoped resources of which a must-gather always asks for all objects,
// so that there are none where it has none.
func mustGathered() []string {
	return []string{
		"nodes", "persistentvolumes", "storageclasses.storage.k8s.io", "volumeattachments.storage.k8s.io",
		"certificatesigningrequests.certificates.k8s.io", "clusterversions.config.openshift.io",
		"clusteroperators.config.openshift.io",
	}
}
