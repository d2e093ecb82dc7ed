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
	opened, err := Open("-", FileOptions{Stdin: strings.NewReader(text.String()), Complete: true})
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

// podsReader is a List of pods that is made as it is read.
type podsReader struct {
	pods, next int
	rest       string
}

func (r *podsReader) Read(p []byte) (int, error) {
	if r.rest == "" {
		switch {
		case r.next == 0:
			r.rest = `{"apiVersion":"v1","kind":"List","items":[` + somePod(0)
		case r.next < r.pods:
			r.rest = "," + somePod(r.next)
		case r.next == r.pods:
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

// TestMemoryOfAPile: a List of pods takes less memory than its text, of which decoded objects take
// several times as much.
func TestMemoryOfAPile(t *testing.T) {
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // far below
	}
	const pods = 10_000
	text := int64(pods * len(somePod(1)))
	before := heap()
	opened, err := Open("-", FileOptions{Stdin: &podsReader{pods: pods}, Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	if took := heap() - before; took > text {
		t.Errorf("%d bytes of objects take %d", text, took)
	}
	runtime.KeepAlive(opened)
}
