package service

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// Facts distils the manifests; the tables say which fields to look for. An error is of an object that is not
// what its kind says, with file and line.
func (m *Manifests) Facts(tables ...facts.FieldTable) (facts.Landing, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.distilled == nil || !sameTables(tables, m.tables) && len(tables) > 0 {
		distilled, err := m.distil(tables)
		if err != nil {
			return facts.Landing{}, err
		}
		m.distilled, m.tables = &distilled, tables
	}
	out := *m.distilled
	if len(tables) == 0 {
		out.Versioned = nil
	}
	facts.FillEmpty(&out)
	return out, nil
}

// sameTables reports whether two lists of tables are one.
func sameTables(a, b []facts.FieldTable) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// distil gathers the facts of all objects.
func (m *Manifests) distil(tables []facts.FieldTable) (facts.Landing, error) {
	out := facts.Landing{Name: m.Name, Namespace: m.opts.Namespace}
	all, kept := distillers(), keptPaths()
	for i := range m.objects {
		o := &m.objects[i]
		done, err := m.open(o)
		if err != nil {
			return facts.Landing{}, err
		}
		out.Objects = append(out.Objects, o.distil(kept))
		out.Faults = append(out.Faults, o.faults()...)
		out.Versioned = append(out.Versioned, o.versioned(tables)...)
		for _, of := range all {
			if !o.is(of.group, of.kinds...) {
				continue
			}
			if err := of.distil(o, &out); err != nil {
				return facts.Landing{}, err
			}
		}
		done()
	}
	m.recalled = recalled{}
	out.Namespaces = namespacesOf(out.Objects)
	slices.Sort(out.Makes)
	out.Makes = slices.Compact(out.Makes)
	return out, nil
}

// distiller adds what is kept of an object of some kinds to the facts.
type distiller struct {
	group  string
	kinds  []string
	distil func(*object, *facts.Landing) error
}

// distillers are those of all kinds that have facts of their own.
func distillers() []distiller {
	return []distiller{
		{"apps", []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}, distilPods},
		{"batch", []string{"Job", "CronJob"}, distilPods},
		{"", []string{"Pod", "ReplicationController"}, distilPods},
		{"argoproj.io", []string{"Rollout"}, distilPods},
		{"keda.sh", []string{"ScaledJob"}, distilPods},
		{"serving.knative.dev", []string{"Service", "Configuration"}, distilPods},
		{"", []string{"ConfigMap"}, distilConfigMap},
		{"apps", []string{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}, distilEphemeralClaims},
		{"batch", []string{"Job", "CronJob"}, distilEphemeralClaims},
		{"", []string{"Pod", "ReplicationController"}, distilEphemeralClaims},
		{"argoproj.io", []string{"Rollout"}, distilEphemeralClaims},
		{"keda.sh", []string{"ScaledJob"}, distilEphemeralClaims},
		{"", []string{"PersistentVolumeClaim"}, distilClaim},
		{"apps", []string{"StatefulSet"}, distilClaimTemplates},
		{"", []string{"Service"}, distilService},
		{"autoscaling", []string{"HorizontalPodAutoscaler"}, distilScaler},
		{"keda.sh", []string{"ScaledObject", "ScaledJob"}, distilTriggers},
		{"policy", []string{"PodDisruptionBudget"}, distilBudget},
		{"networking.k8s.io", []string{"NetworkPolicy"}, distilPolicy},
		{"cilium.io", []string{"CiliumNetworkPolicy"}, distilCiliumPolicy},
		{"monitoring.coreos.com", []string{"ServiceMonitor", "PodMonitor"}, distilMonitor},
		{"networking.k8s.io", []string{"Ingress"}, distilIngress},
		{"extensions", []string{"Ingress"}, distilIngress},
		{gatewayGroup, []string{"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"}, distilRoute},
		{gatewayGroup, []string{"Gateway", "ListenerSet"}, distilGateway},
		{gatewayGroup, []string{"ReferenceGrant"}, distilGrant},
		{"", []string{"ResourceQuota"}, distilQuota},
		{"", []string{"LimitRange"}, distilRange},
		{"apiextensions.k8s.io", []string{"CustomResourceDefinition"}, distilCRD},
		{"node.k8s.io", []string{"RuntimeClass"}, distilRuntimeClass},
		{"rbac.authorization.k8s.io", []string{"Role", "ClusterRole"}, distilRole},
	}
}

// distil is what is kept of any object.
func (o *object) distil(kept map[kindName][]string) facts.LandingObject {
	return facts.LandingObject{
		Manifest: o.manifest(), Group: o.group, Version: o.version, Scope: o.scope, Builtin: builtinGroup(o.group),
		Labels: o.labels, Annotations: o.annotations, Fields: o.keptFields(kept),
	}
}

// namespacesOf are the namespaces that objects lie in, without those that are objects themselves.
func namespacesOf(objects []facts.LandingObject) []string {
	var in []string
	own := map[string]bool{}
	for i := range objects {
		o := &objects[i]
		switch {
		case o.Kind == "Namespace" && o.Group == "":
			own[o.Name] = true
		case o.Namespace != "":
			in = append(in, o.Namespace)
		}
	}
	slices.Sort(in)
	return slices.DeleteFunc(slices.Compact(in), func(name string) bool { return own[name] })
}

// distilConfigMap keeps the names of the keys.
func distilConfigMap(o *object, out *facts.Landing) error {
	config := facts.LandingConfig{Manifest: o.manifest()}
	for _, part := range []string{"data", "binaryData"} {
		keys, _ := o.at(part).(map[string]any)
		for key := range keys {
			config.Keys = append(config.Keys, key)
		}
	}
	slices.Sort(config.Keys)
	out.ConfigMaps = append(out.ConfigMaps, config)
	return nil
}

// distilRole keeps which of the resources that pods take something from a role lets its holder make, and whether it may make
// pods, or change them: their labels.
func distilRole(o *object, out *facts.Landing) error {
	rules, _ := o.at("rules").([]any)
	for _, rule := range rules {
		fields, _ := rule.(map[string]any)
		has := func(key string, values ...string) bool {
			list, _ := fields[key].([]any)
			return slices.ContainsFunc(list, func(v any) bool { s, _ := v.(string); return slices.Contains(values, s) })
		}
		for _, resource := range []string{"configmaps", "secrets", "serviceaccounts"} {
			if has("verbs", "create", "*") && has("resources", resource, "*") && has("apiGroups", "", "*") {
				out.Makes = append(out.Makes, resource)
			}
		}
		changes := has("verbs", "create", "update", "patch", "*") && has("resources", "pods", "*") && has("apiGroups", "", "*")
		if changes || has("verbs", "create", "*") && has("resources", "deployments", "statefulsets", "daemonsets", "*") && has("apiGroups", "apps", "*") {
			out.Makes = append(out.Makes, "pods")
		}
	}
	return nil
}

func distilCRD(o *object, out *facts.Landing) error {
	crd := facts.LandingCRD{
		Manifest: o.manifest(), Group: o.text("spec", "group"), DefinedFor: o.text("spec", "names", "kind"),
		Namespaced: o.text("spec", "scope") == namespaced,
	}
	versions, _ := o.at("spec", "versions").([]any)
	for _, version := range versions {
		fields, _ := version.(map[string]any)
		if name, _ := fields["name"].(string); fields["served"] == true {
			crd.Served = append(crd.Served, name)
		}
	}
	slices.Sort(crd.Served)
	out.CRDs = append(out.CRDs, crd)
	return nil
}
