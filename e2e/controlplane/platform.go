package controlplane

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// platform is a cluster with what products really install, and with the statuses that
// their controllers would have written.
type platform struct {
	client.Client
	plane *Plane
	world world
}

// owner is the field manager of everything that is applied here.
const owner = client.FieldOwner("kready-e2e")

// newPlatform returns an empty platform of as many nodes as size has.
func newPlatform(p *Plane, size Size) (*platform, error) {
	config := rest.CopyConfig(p.Config)
	config.QPS = -1 // a thousand writes, and nobody else to be polite to
	config.WarningHandler = rest.NoWarnings{}
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	c, err := client.New(config, client.Options{})
	return &platform{Client: c, plane: p, world: world{client: typed, size: size}}, err
}

// rank orders kinds as they have to be applied. Webhooks come last: they refuse what
// they watch over, for nobody answers behind them.
func rank(kind string) int {
	switch kind {
	case "Namespace":
		return 0
	case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
		return 2
	default:
		return 1
	}
}

// install applies the products of the corpus, then the objects that an operator of this
// platform adds; edit sets what values would have, and drops an object by returning false.
func (p *platform) install(ctx context.Context, corpus Corpus, products []string, more []*unstructured.Unstructured, edit func(*unstructured.Unstructured) bool) error {
	var crds []*apiextensionsv1.CustomResourceDefinition
	var objects []*unstructured.Unstructured
	for _, product := range products {
		namespace, some, err := corpus.Read(product)
		if err != nil {
			return err
		}
		for _, o := range some {
			if o.GetKind() == "CustomResourceDefinition" {
				crd, err := openCRD(o)
				if err != nil {
					return err
				}
				crds = append(crds, crd)
				continue
			}
			if o.GetNamespace() == "" {
				o.SetNamespace(namespace)
			}
			if edit(o) {
				objects = append(objects, o)
			}
		}
	}
	if _, err := envtest.InstallCRDs(p.plane.Config, envtest.CRDInstallOptions{CRDs: crds}); err != nil {
		return fmt.Errorf("installing the CRDs: %w", err)
	}
	objects = append(objects, more...)
	if err := p.namespaces(ctx, objects); err != nil {
		return err
	}
	slices.SortStableFunc(objects, func(a, b *unstructured.Unstructured) int { return rank(a.GetKind()) - rank(b.GetKind()) })
	for _, o := range objects {
		if err := p.apply(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// openCRD turns a CRD into one that a server without its webhooks can serve: objects stay
// in one version, and a version without a schema takes anything.
func openCRD(o *unstructured.Unstructured) (*apiextensionsv1.CustomResourceDefinition, error) {
	crd, anything := &apiextensionsv1.CustomResourceDefinition{}, true
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, crd); err != nil {
		return nil, fmt.Errorf("CRD %s: %w", o.GetName(), err)
	}
	crd.Spec.Conversion = nil
	crd.Status = apiextensionsv1.CustomResourceDefinitionStatus{}
	for i := range crd.Spec.Versions {
		if crd.Spec.Versions[i].Schema == nil {
			crd.Spec.Versions[i].Schema = &apiextensionsv1.CustomResourceValidation{
				OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything},
			}
		}
	}
	return crd, nil
}

// namespaces makes those that the objects are in.
func (p *platform) namespaces(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, o := range objects {
		if o.GetNamespace() == "" {
			continue
		}
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: o.GetNamespace()}}
		if err := client.IgnoreAlreadyExists(p.Create(ctx, namespace)); err != nil {
			return err
		}
	}
	return nil
}

// apply applies one object, without what its author could not know of this cluster.
func (p *platform) apply(ctx context.Context, o *unstructured.Unstructured) error {
	namespaced, err := p.IsObjectNamespaced(o)
	if err != nil {
		return fmt.Errorf("%s %s: %w", o.GetKind(), o.GetName(), err)
	}
	if !namespaced {
		o.SetNamespace("")
	}
	o.SetResourceVersion("")
	if o.GetKind() == "Service" && o.GetAPIVersion() == "v1" {
		if ip, _, _ := unstructured.NestedString(o.Object, "spec", "clusterIP"); ip != "None" {
			unstructured.RemoveNestedField(o.Object, "spec", "clusterIP") // from another range
		}
	}
	status, hasStatus := o.Object["status"]
	if err := p.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), owner, client.ForceOwnership); err != nil {
		return fmt.Errorf("applying %s %s/%s: %w", o.GetKind(), o.GetNamespace(), o.GetName(), err)
	}
	if !hasStatus {
		return nil
	}
	o.Object["status"] = status
	// Where there is no such subresource, the status has been applied with the rest.
	if err := p.Status().Update(ctx, o); client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("status of %s %s/%s: %w", o.GetKind(), o.GetNamespace(), o.GetName(), err)
	}
	return nil
}
