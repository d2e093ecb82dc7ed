package target

import (
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kruntime "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// somePod is a pod as the API server writes it, in JSON.
func somePod(i int) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-%[1]d","namespace":"shop","uid":"u-%[1]d","creationTimestamp":"2026-11-01T00:00:00Z",
"labels":{"app":"web","pod-template-hash":"5c7"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-5c7","uid":"r","controller":true}]},
"spec":{"nodeName":"node-%[2]d","containers":[{"name":"web","image":"registry.example/web:%[3]d","env":[{"name":"A","value":"%[1]d"},{"name":"B","value":"some words of a setting"}],
"resources":{"requests":{"cpu":"100m","memory":"128Mi"}},"volumeMounts":[{"name":"t","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}],
"tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"restartPolicy":"Always"},
"status":{"phase":"Running","podIP":"10.0.0.1","conditions":[{"type":"Initialized","status":"True"},{"type":"Ready","status":"True"}],
"containerStatuses":[{"name":"web","ready":true,"restartCount":%[2]d,"image":"registry.example/web:%[3]d","imageID":"x","state":{"running":{"startedAt":"2026-11-01T00:00:00Z"}}}]}}`, i, i%50, i%7)
}

// TestPacked: whatever is asked of objects that are kept compressed, it is as if they were not.
func TestPacked(t *testing.T) {
	const pods = 2000 // several blocks
	var text strings.Builder
	text.WriteString(`{"apiVersion":"v1","kind":"List","items":[`)
	for i := range pods {
		text.WriteString(somePod(i) + ",")
	}
	text.WriteString(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"coredns","namespace":"kube-system"},"data":{"Corefile":".:53 {}"}}]}`)
	opened, err := Open("-", FileOptions{Stdin: strings.NewReader(text.String()), Complete: true, loose: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	q := Query{Version: "v1", Resource: "pods", Namespace: "shop", LabelSelector: "app=web", FieldSelector: "status.phase=Running", Dynamic: true}
	err = opened.Source.Each(t.Context(), q, func(o kruntime.Object) error {
		document, err := yamlDocument([]byte(somePod(n)))
		if err != nil {
			return err
		}
		if got := o.(*unstructured.Unstructured).Object; !reflect.DeepEqual(got, document) {
			return fmt.Errorf("pod %d is\n%v\nand was\n%v", n, got, document)
		}
		n++
		return nil
	})
	if err != nil || n != pods {
		t.Errorf("%d pods, %v", n, err)
	}
	q.FieldSelector = "status.phase=Pending"
	if names, err := found(t.Context(), opened.Source, q); err != nil || len(names) > 0 {
		t.Errorf("%v are pending, %v", names, err)
	}
	one, err := opened.Source.Get(t.Context(), Query{Version: "v1", Resource: "configmaps", Namespace: "kube-system", Name: "coredns"})
	if err != nil {
		t.Fatal(err)
	}
	if data := one.(*corev1.ConfigMap).Data["Corefile"]; data != ".:53 {}" {
		t.Errorf("the ConfigMap holds %v", one)
	}
	made, err := found(t.Context(), opened.Source, Query{Group: "apps", Version: "v1", Resource: "deployments"})
	if err != nil || len(made) != 1 || made[0] != "web" {
		t.Errorf("the pods belong to %v, %v", made, err)
	}
}

// TestPackedBundles: bundles whose objects are all kept compressed are like those of which none is.
func TestPackedBundles(t *testing.T) {
	for name, bundle := range map[string]files{
		"support bundle": aSupportBundle(), "must-gather": aMustGather(), "sonobuoy": aSonobuoy(), "dump": aDump("default"),
		"Insights": anInsightsArchive(), "orphans": {"orphans.yaml": orphans},
	} {
		folder := bundle.in(t, t.TempDir())
		var all [2]map[string][]kruntime.Object
		for i, loose := range []int64{0, 1} {
			opened, err := Open(folder, FileOptions{loose: loose})
			if err != nil {
				t.Fatal(err)
			}
			all[i] = everything(t, opened.Source.(*dump))
			all[i]["about"] = []kruntime.Object{&corev1.Event{Message: fmt.Sprint(opened.About, opened.Moment, opened.Notes)}}
		}
		if len(all[0]) < 2 || !reflect.DeepEqual(all[0], all[1]) {
			t.Errorf("%s: packed, it holds\n%v\nand not\n%v", name, all[1], all[0])
		}
	}
}

// everything returns the objects of a dump by resource.
func everything(t *testing.T, d *dump) map[string][]kruntime.Object {
	t.Helper()
	out := map[string][]kruntime.Object{}
	for _, resources := range []map[schema.GroupResource][]*item{d.objects, d.inferred} {
		for r, items := range resources {
			q := Query{Group: r.Group, Version: items[0].gvk.Version, Resource: r.Resource}
			out[r.String()] = nil
			_ = d.Each(t.Context(), q, func(o kruntime.Object) error { // which ends with what is missing
				out[r.String()] = append(out[r.String()], o)
				return nil
			})
		}
	}
	return out
}

// someService is a Service as the API server writes it, in JSON.
func someService(i int) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Service","metadata":{"name":"web-%[1]d","namespace":"shop-%[2]d","uid":"u-%[1]d","creationTimestamp":"2026-11-01T00:00:00Z",
"labels":{"app":"web-%[1]d","app.kubernetes.io/name":"web"},"annotations":{"example.com/checksum":"%[1]d","example.com/team":"a team of the shop"}},
"spec":{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"internalTrafficPolicy":"Cluster","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","ports":[{"name":"http","port":80,
"protocol":"TCP","targetPort":8080},{"name":"metrics","port":9090,"protocol":"TCP","targetPort":9090}],"selector":{"app":"web-%[1]d"},"sessionAffinity":"None","type":"ClusterIP"},"status":{"loadBalancer":{}}}`, i, i%50)
}

// piledReader is a List of objects that is made as it is read.
type piledReader struct {
	one        func(int) string
	many, next int
	rest       string
}

func (r *piledReader) Read(p []byte) (int, error) {
	if r.rest == "" {
		switch {
		case r.next == 0:
			r.rest = `{"apiVersion":"v1","kind":"List","items":[` + r.one(0)
		case r.next < r.many:
			r.rest = "," + r.one(r.next)
		case r.next == r.many:
			r.rest = "]}"
		default:
			return 0, io.EOF
		}
		r.next++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// TestMemoryOfAPile: a List of objects takes less memory than its text, of which decoded objects take
// several times as much. Objects of a small text take about as much as what selects them.
func TestMemoryOfAPile(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // far below
	}
	const objects = 20_000
	for kind, c := range map[string]struct {
		one func(int) string
		per int64 // what one may take, in bytes
	}{"Pod": {somePod, 600}, "Service": {someService, 1000}} {
		before := heap()
		opened, err := Open("-", FileOptions{Stdin: &piledReader{one: c.one, many: objects}, Complete: true, loose: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		took := heap() - before
		t.Logf("%s: %d bytes of text take %d", kind, len(c.one(1)), took/objects)
		if took > objects*c.per {
			t.Errorf("a %s of %d bytes takes %d, want at most %d", kind, len(c.one(1)), took/objects, c.per)
		}
		runtime.KeepAlive(opened)
	}
}
