package service

import (
	"strconv"

	rbacv1 "k8s.io/api/rbac/v1"
)

// role finds rules that grant nothing, or what their kind cannot.
func (f *faultFinder) role() {
	rules, _ := f.object.fields["rules"].([]any)
	for i, one := range rules {
		rule, _ := one.(map[string]any)
		at := []string{"rules", strconv.Itoa(i)}
		has := func(field string) bool { list, _ := rule[field].([]any); return len(list) > 0 }
		switch {
		case !has("verbs"):
			f.add(at, "a rule has no verbs")
		case has("nonResourceURLs") && f.kind == "Role":
			f.add(at, "a Role may have no nonResourceURLs: a ClusterRole may")
		case has("nonResourceURLs") && (has("apiGroups") || has("resources") || has("resourceNames")):
			f.add(at, "a rule may be for resources or for nonResourceURLs, and is for both")
		case has("nonResourceURLs"):
		case !has("apiGroups"):
			f.add(at, `a rule has no apiGroups: [""] stands for the core group`)
		case !has("resources"):
			f.add(at, "a rule has no resources")
		}
	}
}

// binding finds a role and subjects that a binding may not have.
func (f *faultFinder) binding() {
	kinds := []string{"ClusterRole"}
	if f.kind == "RoleBinding" {
		kinds = append(kinds, "Role")
	}
	if kind := f.text("roleRef", "kind"); kind == "" {
		f.add([]string{"roleRef"}, "its roleRef has no kind")
	} else {
		f.oneOf([]string{"roleRef", "kind"}, "the kind of its roleRef", kind, kinds...)
	}
	if f.text("roleRef", "name") == "" {
		f.add([]string{"roleRef"}, "its roleRef has no name")
	}
	f.oneOf([]string{"roleRef", "apiGroup"}, "the apiGroup of its roleRef", f.text("roleRef", "apiGroup"), rbacv1.GroupName)
	list, _ := f.object.fields["subjects"].([]any)
	for i, one := range list {
		subject, _ := one.(map[string]any)
		at := []string{"subjects", strconv.Itoa(i)}
		kind, _ := subject["kind"].(string)
		name, _ := subject["name"].(string)
		group, _ := subject["apiGroup"].(string)
		switch {
		case kind != rbacv1.ServiceAccountKind && kind != rbacv1.UserKind && kind != rbacv1.GroupKind:
			f.add(at, "the kind of a subject must be ServiceAccount, User or Group, got %s", quoted(kind))
		case name == "":
			f.add(at, "a subject has no name")
		case kind == rbacv1.ServiceAccountKind && subject["namespace"] == nil && f.kind == "ClusterRoleBinding":
			f.add(at, "a ServiceAccount among its subjects has no namespace")
		case kind == rbacv1.ServiceAccountKind && group != "":
			f.add(at, "the apiGroup of a ServiceAccount among its subjects must be empty, got %s", quoted(group))
		case kind != rbacv1.ServiceAccountKind && group != "" && group != rbacv1.GroupName:
			f.add(at, "the apiGroup of a %s among its subjects must be %s, got %s", kind, rbacv1.GroupName, quoted(group))
		}
	}
}
