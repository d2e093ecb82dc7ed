package controlplane

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// additions are what the people who run the platform add, with times that are true today.
func additions(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "platform.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	const day = 24 * time.Hour
	text := strings.NewReplacer("NOW", after(0), "IN_A_MINUTE", after(time.Minute), "IN_60_DAYS", after(60*day), "IN_90_DAYS", after(90*day)).Replace(string(raw))
	objects, err := readObjects(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// after is a time from now, as objects have it.
func after(d time.Duration) string { return time.Now().UTC().Add(d).Format(time.RFC3339) }

// values sets what somebody who installs these products well would set, and leaves out
// what runs once, or only in tests of the product.
func values(ca []byte) func(*unstructured.Unstructured) bool {
	available := map[string]any{"conditions": []any{
		map[string]any{"type": "Available", "status": "True", "lastTransitionTime": after(0)},
		map[string]any{"type": "Reconciled", "status": "True", "lastTransitionTime": after(0)},
	}}
	return func(o *unstructured.Unstructured) bool {
		switch o.GetKind() + "/" + o.GetName() {
		case "DaemonSet/fluent-bit":
			// As the chart has it, it tolerates nothing and misses the control plane.
			set(o, []any{map[string]any{"operator": "Exists"}}, "spec", "template", "spec", "tolerations")
		case "BackupStorageLocation/default":
			set(o, "backups", "spec", "objectStorage", "bucket")
			set(o, true, "spec", "default") // as Velero itself does with the one of this name
			set(o, map[string]any{"phase": "Available", "lastValidationTime": after(0)}, "status")
		case "Service/traefik":
			set(o, map[string]any{"loadBalancer": map[string]any{"ingress": []any{map[string]any{"ip": "198.51.100.10"}}}}, "status")
		case "Alertmanager/kube-prometheus-stack-alertmanager":
			// Without it the routes lie in a Secret, which kready does not read.
			set(o, "alerts", "spec", "alertmanagerConfiguration", "name")
			set(o, available, "status")
		case "Prometheus/kube-prometheus-stack-prometheus":
			set(o, available, "status")
		}
		switch o.GetKind() {
		case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
			trust(o, ca)
		}
		return o.GetKind() != "Job" && o.GetKind() != "Pod"
	}
}

// trust sets the CA bundle of all webhooks, as cert-manager and its like do at run time.
func trust(o *unstructured.Unstructured, ca []byte) {
	hooks, _, _ := unstructured.NestedSlice(o.Object, "webhooks")
	for _, h := range hooks {
		h.(map[string]any)["clientConfig"].(map[string]any)["caBundle"] = base64.StdEncoding.EncodeToString(ca)
	}
	set(o, hooks, "webhooks")
}

// set sets a field of an object that has maps all the way there.
func set(o *unstructured.Unstructured, value any, path ...string) {
	if err := unstructured.SetNestedField(o.Object, value, path...); err != nil {
		panic(err) // the object is not what this test is about
	}
}

// zones makes the first node a control plane's, and spreads the others over zones; the
// CSI driver registers itself on each, and the kubelet of each gives signs of life.
func (p *platform) zones(ctx context.Context) error {
	var nodes corev1.NodeList
	if err := p.List(ctx, &nodes); err != nil {
		return err
	}
	for i, n := range nodes.Items {
		n.Labels["topology.kubernetes.io/zone"] = []string{"a", "a", "b", "c"}[i]
		if i == 0 {
			n.Labels["node-role.kubernetes.io/control-plane"] = ""
			n.Spec.Taints = []corev1.Taint{{Key: "node-role.kubernetes.io/control-plane", Effect: corev1.TaintEffectNoSchedule}}
		}
		csi := &storagev1.CSINode{
			ObjectMeta: metav1.ObjectMeta{Name: n.Name},
			Spec:       storagev1.CSINodeSpec{Drivers: []storagev1.CSINodeDriver{{Name: "nfs.csi.k8s.io", NodeID: n.Name}}},
		}
		lease := &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: n.Name, Namespace: "kube-node-lease"},
			Spec:       coordinationv1.LeaseSpec{HolderIdentity: &n.Name, RenewTime: new(metav1.NowMicro()), LeaseDurationSeconds: new(int32(40))},
		}
		for _, err := range []error{p.Update(ctx, &n), p.Create(ctx, csi), p.Create(ctx, lease)} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// operated makes what the operator makes: the StatefulSets of a Prometheus and an Alertmanager,
// and the Service of the kubelets, which a ServiceMonitor selects.
func (p *platform) operated(ctx context.Context) error {
	kubelets := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{
			Name: "kube-prometheus-stack-kubelet", Namespace: "kube-system",
			Labels: map[string]string{"app.kubernetes.io/name": "kubelet", "k8s-app": "kubelet"},
		},
		Spec: corev1.ServiceSpec{ClusterIP: corev1.ClusterIPNone, Ports: []corev1.ServicePort{{Name: "https-metrics", Port: 10250}}},
	}
	if err := p.Create(ctx, kubelets); err != nil {
		return err
	}
	for kind, image := range map[string]string{"Prometheus": "quay.io/prometheus/prometheus:v3.14.0", "Alertmanager": "quay.io/prometheus/alertmanager:v0.34.0"} {
		lower := strings.ToLower(kind)
		by := &unstructured.Unstructured{}
		by.SetAPIVersion("monitoring.coreos.com/v1")
		by.SetKind(kind)
		if err := p.Get(ctx, client.ObjectKey{Namespace: "monitoring", Name: "kube-prometheus-stack-" + lower}, by); err != nil {
			return err
		}
		name, labels := lower+"-"+by.GetName(), map[string]string{"app.kubernetes.io/name": lower, lower: by.GetName()}
		pods := template(name, image)
		pods.Labels, pods.Spec.Containers[0].Name = labels, lower
		set := &appsv1.StatefulSet{
			ObjectMeta: metav1.ObjectMeta{
				Name: name, Namespace: "monitoring", Labels: labels,
				OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(by, by.GroupVersionKind())},
			},
			Spec: appsv1.StatefulSetSpec{Replicas: new(int32(1)), Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: pods},
		}
		// A Service selects these pods by more labels than the operator sets here.
		set.Spec.Template.Labels["operator.prometheus.io/name"] = by.GetName()
		if err := p.Create(ctx, set); err != nil {
			return err
		}
	}
	return nil
}

// answerMetrics lets something answer where metrics-server would. An EndpointSlice takes
// no loopback address, and there is no kube-proxy; but the API server follows a Service
// of type ExternalName by itself.
func (p *platform) answerMetrics(ctx context.Context, t *testing.T) {
	t.Helper()
	port, stop, err := serveMetricsAPI()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	service := &corev1.Service{}
	if err := p.Get(ctx, client.ObjectKey{Namespace: "kube-system", Name: "metrics-server"}, service); err != nil {
		t.Fatal(err)
	}
	service.Spec = corev1.ServiceSpec{Type: corev1.ServiceTypeExternalName, ExternalName: "localhost", Ports: service.Spec.Ports}
	if err := p.Update(ctx, service); err != nil {
		t.Fatal(err)
	}
	api := &unstructured.Unstructured{}
	api.SetAPIVersion("apiregistration.k8s.io/v1")
	api.SetKind("APIService")
	api.SetName("v1beta1.metrics.k8s.io")
	// A patch, as the API server writes the status of this object all the time.
	patch := fmt.Sprintf(`{"spec":{"service":{"port":%d}}}`, port)
	if err := p.Patch(ctx, api, client.RawPatch(types.MergePatchType, []byte(patch))); err != nil {
		t.Fatal(err)
	}
}
