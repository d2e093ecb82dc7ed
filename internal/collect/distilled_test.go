package collect

import (
	"net/http"
	"path"
	"reflect"
	"strings"
	"testing"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
)

// TestDistilled: what is left out of an object before it is decoded is read by nobody: the facts are the same by
// protobuf, of which fields are left out, and by JSON, of which none are.
func TestDistilled(t *testing.T) {
	claims := &corev1.PersistentVolumeClaimList{Items: []corev1.PersistentVolumeClaim{whole[corev1.PersistentVolumeClaim](), whole[corev1.PersistentVolumeClaim]()}}
	for i, phase := range []corev1.PersistentVolumeClaimPhase{corev1.ClaimPending, corev1.ClaimBound} {
		claims.Items[i].Status.Phase, claims.Items[i].DeletionTimestamp = phase, nil
	}
	bindings := &rbacv1.RoleBindingList{Items: []rbacv1.RoleBinding{whole[rbacv1.RoleBinding]()}}
	bindings.Items[0].Subjects[0] = rbacv1.Subject{Kind: "Group", APIGroup: rbacGroup, Name: "system:authenticated"}
	budgets := &policyv1.PodDisruptionBudgetList{Items: []policyv1.PodDisruptionBudget{whole[policyv1.PodDisruptionBudget]()}}
	budgets.Items[0].Status.Conditions[0].Type, budgets.Items[0].Status.Conditions[0].Status = policyv1.DisruptionAllowedCondition, metav1.ConditionFalse
	for resource, kind := range map[string]struct {
		facts []facts.Kind
		list  runtime.Object
	}{
		"networkpolicies":          {[]facts.Kind{facts.KindNetworkPolicies}, &networkingv1.NetworkPolicyList{Items: []networkingv1.NetworkPolicy{whole[networkingv1.NetworkPolicy]()}}},
		"ingresses":                {[]facts.Kind{facts.KindIngresses}, &networkingv1.IngressList{Items: []networkingv1.Ingress{whole[networkingv1.Ingress]()}}},
		"poddisruptionbudgets":     {[]facts.Kind{facts.KindPDBs}, budgets},
		"persistentvolumeclaims":   {[]facts.Kind{facts.KindPendingClaims, facts.KindBoundClaims}, claims},
		"horizontalpodautoscalers": {[]facts.Kind{facts.KindHPAs}, &autoscalingv2.HorizontalPodAutoscalerList{Items: scalers()}},
		"rolebindings":             {[]facts.Kind{facts.KindGrants}, bindings},
		"csinodes":                 {[]facts.Kind{facts.KindCSINodes}, &storagev1.CSINodeList{Items: []storagev1.CSINode{whole[storagev1.CSINode]()}}},
		"leases":                   {[]facts.Kind{facts.KindLeases}, &coordinationv1.LeaseList{Items: []coordinationv1.Lease{whole[coordinationv1.Lease]()}}},
	} {
		t.Run(resource, func(t *testing.T) {
			var got [2]*facts.Snapshot
			for i, asProtobuf := range []bool{false, true} {
				src := live(t, func(w http.ResponseWriter, r *http.Request) {
					if path.Base(r.URL.Path) != resource || strings.Contains(r.URL.Path, metav1.NamespaceSystem) {
						http.NotFound(w, r)
						return
					}
					answer(t, w, kind.list, asProtobuf)
				})
				got[i] = Snapshot(t.Context(), src, kind.facts, Options{Now: moment})
				for j := range got[i].Leases {
					got[i].Leases[j].ReadAt = time.Time{}
				}
			}
			for _, of := range kind.facts {
				all, some := factsOf(got[0], of), factsOf(got[1], of)
				if all.Len() == 0 || !reflect.DeepEqual(all.Interface(), some.Interface()) {
					t.Errorf("%s of all fields: %+v\nof some: %+v", of, all, some)
				}
			}
		})
	}
}

// scalers are autoscalers of which each goes by another source of metrics.
func scalers() []autoscalingv2.HorizontalPodAutoscaler {
	var all []autoscalingv2.HorizontalPodAutoscaler
	sources := reflect.ValueOf(whole[autoscalingv2.MetricSpec]())
	for i := range sources.NumField() {
		var one autoscalingv2.MetricSpec
		if sources.Field(i).Kind() != reflect.Pointer {
			continue
		}
		reflect.ValueOf(&one).Elem().Field(i).Set(sources.Field(i))
		one.Type = autoscalingv2.MetricSourceType(sources.Type().Field(i).Name)
		scaler := whole[autoscalingv2.HorizontalPodAutoscaler]()
		scaler.Name, scaler.Spec.Metrics = string(one.Type), []autoscalingv2.MetricSpec{one}
		all = append(all, scaler)
	}
	return all
}

// answer writes a list as an API server does.
func answer(t *testing.T, w http.ResponseWriter, list runtime.Object, asProtobuf bool) {
	t.Helper()
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		networkingv1.AddToScheme, policyv1.AddToScheme, corev1.AddToScheme, autoscalingv2.AddToScheme, rbacv1.AddToScheme, storagev1.AddToScheme, coordinationv1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			t.Error(err)
		}
	}
	kinds, _, err := scheme.ObjectKinds(list)
	if err != nil {
		t.Error(err)
		return
	}
	list.GetObjectKind().SetGroupVersionKind(kinds[0])
	encoder := runtime.Encoder(json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{}))
	if asProtobuf {
		encoder = protobuf.NewSerializer(scheme, scheme)
		w.Header().Set("Content-Type", runtime.ContentTypeProtobuf)
	} else {
		w.Header().Set("Content-Type", runtime.ContentTypeJSON)
	}
	if err := encoder.Encode(list, w); err != nil {
		t.Error(err)
	}
}

// whole returns an object of which every field is set.
func whole[T any]() T {
	var out T
	fillIn(reflect.ValueOf(&out).Elem(), "")
	return out
}

func fillIn(v reflect.Value, name string) {
	switch v.Interface().(type) {
	case metav1.TypeMeta, metav1.FieldsV1:
		return
	case metav1.Time:
		v.Set(reflect.ValueOf(metav1.NewTime(moment.Truncate(time.Second))))
		return
	case metav1.MicroTime:
		v.Set(reflect.ValueOf(metav1.NewMicroTime(moment.Truncate(time.Second))))
		return
	case resource.Quantity:
		v.Set(reflect.ValueOf(resource.MustParse("1")))
		return
	case intstr.IntOrString:
		v.Set(reflect.ValueOf(intstr.FromInt32(1)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x" + strings.ToLower(name))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64, reflect.Int:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillIn(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillIn(v.Index(0), name)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillIn(key, name)
		fillIn(value, name)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fillIn(v.Field(i), v.Type().Field(i).Name)
		}
	}
}
