package controlplane

import (
	"testing"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// testDeadAPIService adds an aggregated API that nobody serves. Discovery has to survive
// it, and it is a gap of its own.
func testDeadAPIService(t *testing.T, p *Plane, base baseline) {
	ctx, cancel := Context()
	defer cancel()
	client, err := dynamic.NewForConfig(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	dead := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
		"metadata": map[string]any{"name": "v1alpha1.dead.example.com"},
		"spec": map[string]any{
			"group": "dead.example.com", "version": "v1alpha1", "groupPriorityMinimum": int64(100), "versionPriority": int64(100),
			"insecureSkipTLSVerify": true, "service": map[string]any{"namespace": "kube-system", "name": "nobody"},
		},
	}}
	services := client.Resource(schema.GroupVersionResource{Group: "apiregistration.k8s.io", Version: "v1", Resource: "apiservices"})
	if _, err := services.Create(ctx, dead, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := Context()
		defer cancel()
		if err := services.Delete(ctx, dead.GetName(), metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	time.Sleep(5 * time.Second) // for the API server to notice
	got := report(t, p, p.Admin)
	if got.Status("cluster/apiservices-available") != "gap" {
		t.Errorf("cluster/apiservices-available is %s", got.Status("cluster/apiservices-available"))
	}
	before := base.ByID()
	for _, r := range got.Results {
		// What says that it builds on the broken check may wait for it.
		if r.ID == "cluster/apiservices-available" || r.Status == "skip" && r.Because == "cluster/apiservices-available" {
			continue
		}
		if r.Status != before[r.ID].Status {
			t.Errorf("%s is %s, with a dead API that has nothing to do with it; before %s: %s", r.ID, r.Status, before[r.ID].Status, r.Reason)
		}
	}
}

// testOddObjects serves objects of a known kind that do not look like it.
func testOddObjects(t *testing.T, p *Plane, base baseline) {
	ctx, cancel := Context()
	defer cancel()
	anything := true
	crd := &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "clustersecretstores.external-secrets.io"},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: "external-secrets.io", Scope: apiextensionsv1.ClusterScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: "clustersecretstores", Kind: "ClusterSecretStore"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: "v1", Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything}},
			}},
		},
	}
	options := envtest.CRDInstallOptions{CRDs: []*apiextensionsv1.CustomResourceDefinition{crd}}
	if _, err := envtest.InstallCRDs(p.Config, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := envtest.UninstallCRDs(p.Config, options); err != nil {
			t.Error(err)
		}
	})
	client, err := dynamic.NewForConfig(p.Config)
	if err != nil {
		t.Fatal(err)
	}
	odd := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "external-secrets.io/v1", "kind": "ClusterSecretStore", "metadata": map[string]any{"name": "odd"},
		"spec": "a word", "status": map[string]any{"conditions": "none"},
	}}
	stores := client.Resource(schema.GroupVersionResource{Group: "external-secrets.io", Version: "v1", Resource: "clustersecretstores"})
	if _, err := stores.Create(ctx, odd, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	got := report(t, p, p.Admin)
	if status := got.Status("secrets/stores-ready"); status == "pass" || status == "error" {
		t.Errorf("secrets/stores-ready is %s, and the only store has no readable condition", status)
	}
	for _, r := range got.Results {
		if r.Status == "error" {
			t.Errorf("%s broke: %s", r.ID, r.Reason)
		}
	}
	if got.Status("cluster/nodes-ready") != base.Status("cluster/nodes-ready") {
		t.Error("an odd object changes what is said of nodes")
	}
}
