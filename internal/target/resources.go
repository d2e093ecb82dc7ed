package target

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// builtIn is a resource of Kubernetes itself, as kubectl names it.
type builtIn struct {
	group, version, resource, kind string
	// short are kubectl's abbreviations.
	short []string
}

// builtIns are the resources that bundles gather and that people name on a command line, in the
// version that their objects are read in. The short names are those of discovery.
// https://kubernetes.io/docs/reference/kubectl/#resource-types
func builtIns() []builtIn {
	return []builtIn{
		{"", "v1", "configmaps", "ConfigMap", []string{"cm"}},
		{"", "v1", "endpoints", "Endpoints", []string{"ep"}},
		{"", "v1", "events", "Event", []string{"ev"}},
		{"", "v1", "limitranges", "LimitRange", []string{"limits"}},
		{"", "v1", "namespaces", "Namespace", []string{"ns"}},
		{"", "v1", "nodes", "Node", []string{"no"}},
		{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", []string{"pvc"}},
		{"", "v1", "persistentvolumes", "PersistentVolume", []string{"pv"}},
		{"", "v1", "pods", "Pod", []string{"po"}},
		{"", "v1", "replicationcontrollers", "ReplicationController", []string{"rc"}},
		{"", "v1", "resourcequotas", "ResourceQuota", []string{"quota"}},
		{"", "v1", "serviceaccounts", "ServiceAccount", []string{"sa"}},
		{"", "v1", "services", "Service", []string{"svc"}},
		{"admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", nil},
		{"admissionregistration.k8s.io", "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", nil},
		{"admissionregistration.k8s.io", "v1", "validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding", nil},
		{"admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", nil},
		{"apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", []string{"crd", "crds"}},
		{"apiregistration.k8s.io", "v1", "apiservices", "APIService", nil},
		{"apps", "v1", "controllerrevisions", "ControllerRevision", nil},
		{"apps", "v1", "daemonsets", "DaemonSet", []string{"ds"}},
		{"apps", "v1", "deployments", "Deployment", []string{"deploy"}},
		{"apps", "v1", "replicasets", "ReplicaSet", []string{"rs"}},
		{"apps", "v1", "statefulsets", "StatefulSet", []string{"sts"}},
		{"autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", []string{"hpa"}},
		{"batch", "v1", "cronjobs", "CronJob", []string{"cj"}},
		{"batch", "v1", "jobs", "Job", nil},
		{"certificates.k8s.io", "v1", "certificatesigningrequests", "CertificateSigningRequest", []string{"csr"}},
		{"coordination.k8s.io", "v1", "leases", "Lease", nil},
		{"discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", nil},
		{"flowcontrol.apiserver.k8s.io", "v1", "flowschemas", "FlowSchema", nil},
		{"flowcontrol.apiserver.k8s.io", "v1", "prioritylevelconfigurations", "PriorityLevelConfiguration", nil},
		{"networking.k8s.io", "v1", "ingressclasses", "IngressClass", nil},
		{"networking.k8s.io", "v1", "ingresses", "Ingress", []string{"ing"}},
		{"networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", []string{"netpol"}},
		{"node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", nil},
		{"policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", []string{"pdb"}},
		{"rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", nil},
		{"rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", nil},
		{"rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", nil},
		{"rbac.authorization.k8s.io", "v1", "roles", "Role", nil},
		{"scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", []string{"pc"}},
		{"storage.k8s.io", "v1", "csidrivers", "CSIDriver", nil},
		{"storage.k8s.io", "v1", "csinodes", "CSINode", nil},
		{"storage.k8s.io", "v1", "storageclasses", "StorageClass", []string{"sc"}},
		{"storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", nil},
	}
}

// categoryAll is what `kubectl get all` stands for.
func categoryAll() []string {
	return []string{
		"pods", "replicationcontrollers", "services", "daemonsets", "deployments", "replicasets", "statefulsets",
		"horizontalpodautoscalers", "cronjobs", "jobs",
	}
}

// builtInNamed returns the built-in resource of a name: its plural, its kind in lower case, or a
// short name, in upper or lower case. Group narrows it where it is not "".
func builtInNamed(name, group string) (builtIn, bool) {
	name = strings.ToLower(name)
	for _, b := range builtIns() {
		if (group == "" || group == b.group) && (name == b.resource || name == strings.ToLower(b.kind) || slices.Contains(b.short, name)) {
			return b, true
		}
	}
	return builtIn{}, false
}

func (b builtIn) groupResource() schema.GroupResource {
	return schema.GroupResource{Group: b.group, Resource: b.resource}
}

func (b builtIn) gvk() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: b.group, Version: b.version, Kind: b.kind}
}

// ParseKinds reads what --kinds says: names of resources as kubectl takes them, "deploy",
// "cronjobs", "daemonsets.apps", "certificates.cert-manager.io", or "all" for those that
// `kubectl get all` prints. A resource of a CRD needs its group. Its errors are of the class of
// IsConfigError.
func ParseKinds(names []string) ([]schema.GroupResource, error) {
	var out []schema.GroupResource
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		short, group, qualified := strings.Cut(name, ".")
		known, ok := builtInNamed(short, group)
		switch {
		case name == "all":
			for _, one := range categoryAll() {
				b, _ := builtInNamed(one, "") // the table has them
				out = append(out, b.groupResource())
			}
		case ok:
			out = append(out, known.groupResource())
		case qualified && short != "" && strings.Trim(group, ".") == group && group != "":
			out = append(out, schema.GroupResource{Group: group, Resource: short})
		default:
			return nil, configError(nil, "invalid --kinds: %q is not a kind of Kubernetes; one of a CRD is named with its group, as in certificates.cert-manager.io", name)
		}
	}
	return out, nil
}

// resourceName is how blind spots name a resource.
func resourceName(r schema.GroupResource) string {
	if r.Group == "" {
		return r.Resource
	}
	return fmt.Sprintf("%s.%s", r.Resource, r.Group)
}
