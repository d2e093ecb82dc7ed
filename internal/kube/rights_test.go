package kube

import "testing"

func TestRightString(t *testing.T) {
	for want, right := range map[string]Right{
		"list nodes":                       {Verb: "list", Resource: "nodes"},
		"get /version":                     {Verb: "get", URL: "/version"},
		"list daemonsets.apps in web":      {Verb: "list", Group: "apps", Resource: "daemonsets", Namespace: "web"},
		"get configmaps in web (one, two)": {Verb: "get", Resource: "configmaps", Namespace: "web", Names: []string{"one", "two"}},
	} {
		if got := right.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRightEqual(t *testing.T) {
	right := Right{Verb: "get", Group: "apps", Resource: "daemonsets", Namespace: "web", Names: []string{"one"}}
	if same := right; !right.Equal(same) {
		t.Error("a right is not equal to its copy")
	}
	for name, change := range map[string]func(*Right){
		"verb":      func(r *Right) { r.Verb = "list" },
		"URL":       func(r *Right) { r.URL = "/version" },
		"group":     func(r *Right) { r.Group = "" },
		"resource":  func(r *Right) { r.Resource = "deployments" },
		"namespace": func(r *Right) { r.Namespace = "" },
		"names":     func(r *Right) { r.Names = nil },
	} {
		other := right
		change(&other)
		if right.Equal(other) {
			t.Errorf("rights that differ in the %s are equal", name)
		}
	}
}

func TestRightAccessReview(t *testing.T) {
	log := Right{Verb: "get", Resource: "pods/log", Namespace: "web", Names: []string{"one", "two"}}
	a := log.AccessReview("two").ResourceAttributes
	if a == nil || a.Resource != "pods" || a.Subresource != "log" || a.Namespace != "web" || a.Name != "two" || a.Verb != "get" {
		t.Errorf("%s: reviews %+v", log, a)
	}
	version := Right{Verb: "get", URL: "/version"}.AccessReview("")
	if version.ResourceAttributes != nil || version.NonResourceAttributes == nil || version.NonResourceAttributes.Path != "/version" {
		t.Errorf("get /version: reviews %+v", version)
	}
}
