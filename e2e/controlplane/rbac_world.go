package controlplane

import (
	"context"
	"fmt"
	"strings"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// Serve makes the API server serve custom resources, "resource.group" each, of which
// there are no objects.
func (p *Plane) Serve(names []string) error {
	var crds []*apiextensionsv1.CustomResourceDefinition
	anything := true
	for i, name := range names {
		resource, group, _ := strings.Cut(name, ".")
		kind := fmt.Sprintf("Served%d", i)
		crds = append(crds, &apiextensionsv1.CustomResourceDefinition{
			ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{"api-approved.kubernetes.io": "unapproved, for a test"}},
			Spec: apiextensionsv1.CustomResourceDefinitionSpec{
				Group: group, Scope: apiextensionsv1.NamespaceScoped,
				Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: resource, Singular: strings.ToLower(kind), Kind: kind, ListKind: kind + "List"},
				Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
					Name: "v1", Served: true, Storage: true,
					Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything}},
				}},
			},
		})
	}
	_, err := envtest.InstallCRDs(p.Config, envtest.CRDInstallOptions{CRDs: crds})
	return err
}

// FillUnusual adds what makes kready ask for everything that it ever asks for: meshes, an autoscaler,
// CoreDNS as OpenShift has it, a Role for everybody, and a control plane that elects nobody any more.
func (p *Plane) FillUnusual(ctx context.Context) error {
	w := world{client: p.Client}
	for _, d := range []struct {
		namespace, name, container, image string
		labels                            map[string]string
	}{
		{"istio-system", "istiod", "discovery", "docker.io/istio/pilot:1.30.0", nil},
		{"linkerd", "linkerd-identity", "identity", "cr.l5d.io/linkerd/controller:edge-26.10.1", map[string]string{"linkerd.io/control-plane-component": "identity"}},
		{"autoscaler", "cluster-autoscaler", "cluster-autoscaler", "registry.k8s.io/autoscaling/cluster-autoscaler:v1.36.0", nil},
		{"openshift-dns", "dns", "dns", "quay.io/openshift/origin-coredns:4.20", nil},
	} {
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: d.namespace}}
		if _, err := w.client.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{}); err != nil {
			return err
		}
		if err := w.deployment(ctx, d.namespace, d.name, d.image, 1); err != nil {
			return err
		}
		object, err := w.client.AppsV1().Deployments(d.namespace).Get(ctx, d.name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		object.Spec.Template.Spec.Containers[0].Name = d.container
		for key, value := range d.labels {
			object.Spec.Template.Labels[key] = value
		}
		if d.namespace == "openshift-dns" {
			object.Spec.Template.Spec.Volumes = []corev1.Volume{{Name: "config", VolumeSource: corev1.VolumeSource{
				ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "dns-default"}},
			}}}
		}
		if _, err := w.client.AppsV1().Deployments(d.namespace).Update(ctx, object, metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	if err := p.elect(ctx, time.Now().Add(-2*time.Hour)); err != nil { // so that their holders' pods are looked for
		return err
	}
	binding := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "all", Namespace: "default"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "none-such"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: "system:authenticated"}},
	}
	_, err := w.client.RbacV1().RoleBindings("default").Create(ctx, binding, metav1.CreateOptions{})
	return err
}

// elect makes the leases of the scheduler and the controller manager, which do not run here.
// They last so long that nobody need renew them.
func (p *Plane) elect(ctx context.Context, renewed time.Time) error {
	for _, name := range []string{"kube-scheduler", "kube-controller-manager"} {
		lease := &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			Spec: coordinationv1.LeaseSpec{
				HolderIdentity: new("somewhere_1"), RenewTime: new(metav1.NewMicroTime(renewed)), LeaseDurationSeconds: new(int32(900)),
			},
		}
		if _, err := p.Client.CoordinationV1().Leases("kube-system").Create(ctx, lease, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// WithdrawDefaults takes from everybody what Kubernetes gives to all who authenticate, but
// the right to ask what one may do: /version, /readyz and which APIs are served.
func (p *Plane) WithdrawDefaults(ctx context.Context) error {
	for _, name := range []string{"system:discovery", "system:public-info-viewer", "system:cluster-trust-bundle-discovery", "system:service-account-issuer-discovery"} {
		if err := p.Client.RbacV1().ClusterRoleBindings().Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
			return err
		}
	}
	return nil
}
