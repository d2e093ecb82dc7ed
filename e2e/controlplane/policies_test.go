package controlplane

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/kready/kready/e2e/driver"
)

const partsGroup = "parts.example.com"

// TestOwnPolicies: resources that kready.yaml declares are read from a real API server, for
// policies of one's own; a missing right on one leaves the policies on the other alone.
func TestOwnPolicies(t *testing.T) {
	p := start(t)
	makeParts(t, p)
	config := writePolicies(t)
	args := []string{"shop", "--config", config}

	t.Run("Allowed", func(t *testing.T) {
		mark, err := p.Audit.Mark()
		if err != nil {
			t.Fatal(err)
		}
		got := report(t, p, p.Admin, args...)
		expect(t, got, map[string]string{"shop/widgets-owned": "gap", "shop/gadgets-owned": "pass"}, driver.ExitGap)
		if f := got.ByID()["shop/widgets-owned"].Findings; len(f) != 1 || f[0].Object.Name != "orphan" || f[0].Object.Namespace != "default" {
			t.Errorf("%+v", f)
		}
		events, err := p.Audit.Since(mark)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(driver.Of(events, "widgets")); n != 1 {
			t.Errorf("%d requests for the widgets", n)
		}
		if n := len(driver.Of(events, "nodes")) + len(driver.Of(events, "secrets")); n > 0 {
			t.Errorf("%d requests for what the policies do not read", n)
		}
	})
	t.Run("Snapshot", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "cluster.json")
		run(t, p, p.Admin, "snapshot", "-o", file, "--config", config)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "hunter2") {
			t.Error("the snapshot holds a field that was not declared")
		}
		got := report(t, p, "", append(args, "--from", file)...)
		expect(t, got, map[string]string{"shop/widgets-owned": "gap", "shop/gadgets-owned": "pass"}, driver.ExitGap)
	})
	t.Run("Forbidden", func(t *testing.T) {
		got := report(t, p, reader(t, p, "gadgets-only", "gadgets"), args...)
		expect(t, got, map[string]string{"shop/widgets-owned": "unknown", "shop/gadgets-owned": "pass"}, driver.ExitIncomplete)
		blind(t, got, "widgets."+partsGroup, "forbidden")
		if spots := got.Blind("gadgets." + partsGroup); len(spots) > 0 {
			t.Errorf("%+v", spots)
		}
	})
	t.Run("Granted", func(t *testing.T) {
		got := report(t, p, reader(t, p, "both", "gadgets", "widgets"), args...)
		expect(t, got, map[string]string{"shop/widgets-owned": "gap", "shop/gadgets-owned": "pass"}, driver.ExitGap)
	})
}

// expect holds a report to statuses and an exit code.
func expect(t *testing.T, got driver.Report, statuses map[string]string, code int) {
	t.Helper()
	for id, want := range statuses {
		if got.Status(id) != want {
			t.Errorf("%s is %s, want %s: %s", id, got.Status(id), want, got.ByID()[id].Reason)
		}
	}
	if got.Verdict.ExitCode != code {
		t.Errorf("exit %d, want %d", got.Verdict.ExitCode, code)
	}
}

// makeParts installs two kinds of custom resource, each in two versions, with objects.
func makeParts(t *testing.T, p *Plane) {
	t.Helper()
	anything := true
	version := func(name string, storage bool) apiextensionsv1.CustomResourceDefinitionVersion {
		return apiextensionsv1.CustomResourceDefinitionVersion{
			Name: name, Served: true, Storage: storage,
			Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything}},
		}
	}
	var crds []*apiextensionsv1.CustomResourceDefinition
	for _, kind := range []string{"Widget", "Gadget"} {
		plural := strings.ToLower(kind) + "s"
		crds = append(crds, &apiextensionsv1.CustomResourceDefinition{
			ObjectMeta: metav1.ObjectMeta{Name: plural + "." + partsGroup},
			Spec: apiextensionsv1.CustomResourceDefinitionSpec{
				Group: partsGroup, Scope: apiextensionsv1.NamespaceScoped,
				Names:    apiextensionsv1.CustomResourceDefinitionNames{Plural: plural, Kind: kind},
				Versions: []apiextensionsv1.CustomResourceDefinitionVersion{version("v1alpha1", false), version("v1", true)},
			},
		})
	}
	if _, err := envtest.InstallCRDs(p.Config, envtest.CRDInstallOptions{CRDs: crds}); err != nil {
		t.Fatal(err)
	}
	client, err := dynamic.NewForConfig(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := Context()
	defer cancel()
	for _, o := range []struct{ kind, name, owner string }{{"Widget", "owned", "ann"}, {"Widget", "orphan", ""}, {"Gadget", "owned", "bob"}} {
		spec := map[string]any{"token": "hunter2"}
		if o.owner != "" {
			spec["owner"] = o.owner
		}
		object := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": partsGroup + "/v1", "kind": o.kind, "metadata": map[string]any{"name": o.name}, "spec": spec,
		}}
		resource := schema.GroupVersionResource{Group: partsGroup, Version: "v1", Resource: strings.ToLower(o.kind) + "s"}
		if _, err := client.Resource(resource).Namespace("default").Create(ctx, object, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

// writePolicies writes a configuration with two policies and returns its path.
func writePolicies(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "own", "shop"), 0o700); err != nil {
		t.Fatal(err)
	}
	config := "apiVersion: kready.dev/v1\nkind: Config\npolicies: [own]\ncollect:\n"
	for _, plural := range []string{"widgets", "gadgets"} {
		config += fmt.Sprintf("- {group: %s, resource: %s, fields: [spec.owner]}\n", partsGroup, plural)
		policy := fmt.Sprintf(`# METADATA
# title: All %[1]s have an owner
# description: Nobody mends what nobody owns.
# related_resources:
# - ref: https://example.com
# custom:
#   level: configured
#   tier: must
#   remediation: Write spec.owner.
package kready.shop["%[1]s-owned"]

import data.kready.lib

gap contains lib.finding("Part", part.namespace, part.name, "has no owner") if {
	some part in input.custom.%[1]s
	not part.spec.owner
}
`, plural)
		if err := os.WriteFile(filepath.Join(dir, "own", "shop", plural+"-owned.rego"), []byte(policy), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "kready.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// reader is the kubeconfig of somebody who may list some of the parts and nothing else.
func reader(t *testing.T, p *Plane, name string, resources ...string) string {
	t.Helper()
	ctx, cancel := Context()
	defer cancel()
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Rules:      []rbacv1.PolicyRule{{APIGroups: []string{partsGroup}, Resources: resources, Verbs: []string{"list"}}},
	}
	if _, err := p.Client.RbacV1().ClusterRoles().Create(ctx, role, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := p.ServiceAccount(ctx, name, name)
	if err != nil {
		t.Fatal(err)
	}
	return kubeconfig
}
