package probe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/kubernetes/scheme"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/facts"
)

// server is an API server that lets everything be done but what refuse names as
// "verb resource".
func server(refuse string, objects ...runtime.Object) *fake.FakeDynamicClient {
	lists := map[schema.GroupVersionResource]string{
		{Group: metricsGroup, Version: "v1beta1", Resource: "nodes"}:              "NodeMetricsList",
		{Group: metricsGroup, Version: "v1beta1", Resource: "pods"}:               "PodMetricsList",
		certificateKind("certificates"):                                           "CertificateList",
		certificateKind("certificaterequests"):                                    "CertificateRequestList",
		certificateKind("issuers"):                                                "IssuerList",
		{Group: externalSecrets, Version: "v1", Resource: "externalsecrets"}:      "ExternalSecretList",
		{Group: externalSecrets, Version: "v1", Resource: "secretstores"}:         "SecretStoreList",
		{Group: snapshotGroup, Version: "v1", Resource: "volumesnapshots"}:        "VolumeSnapshotList",
		{Group: snapshotGroup, Version: "v1", Resource: "volumesnapshotclasses"}:  "VolumeSnapshotClassList",
		monitoringKind("servicemonitors"):                                         "ServiceMonitorList",
		gatewayResource("httproutes"):                                             "HTTPRouteList",
		{Group: externalSecrets, Version: "v1beta1", Resource: "externalsecrets"}: "ExternalSecretList",
		{Group: externalSecrets, Version: "v1beta1", Resource: "secretstores"}:    "SecretStoreList",
	}
	kinds := runtime.NewScheme()
	for kind := range scheme.Scheme.AllKnownTypes() {
		if strings.HasSuffix(kind.Kind, "List") {
			kinds.AddKnownTypeWithName(kind, &unstructured.UnstructuredList{})
		} else {
			kinds.AddKnownTypeWithName(kind, &unstructured.Unstructured{})
		}
	}
	var stored []runtime.Object
	for _, object := range objects {
		stored = append(stored, encoded(object))
	}
	client := fake.NewSimpleDynamicClientWithCustomListKinds(kinds, lists, stored...)
	client.PrependReactor("create", "selfsubjectaccessreviews", func(action clienttesting.Action) (bool, runtime.Object, error) {
		review := decoded[authorizationv1.SelfSubjectAccessReview](action.(clienttesting.CreateAction).GetObject())
		a := review.Spec.ResourceAttributes
		review.Status.Allowed = a.Verb+" "+a.Resource != refuse
		return true, encoded(review), nil
	})
	return client
}

// encoded is a struct as an object of the dynamic client.
func encoded(object runtime.Object) *unstructured.Unstructured {
	out := &unstructured.Unstructured{}
	if err := scheme.Scheme.Convert(object, out, nil); err != nil {
		panic(err)
	}
	return out
}

// decoded is an object of the dynamic client as a struct.
func decoded[T any](object runtime.Object) *T {
	out := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.(*unstructured.Unstructured).Object, out); err != nil {
		panic(err)
	}
	return out
}

func settings() Settings {
	return Settings{Image: "kready:test", Timeout: 20 * time.Second, Now: time.Now}
}

func try(t *testing.T, client *fake.FakeDynamicClient, probes ...Probe) ([]facts.Probe, error) {
	t.Helper()
	return run(t.Context(), client, &facts.Input{}, probes, settings())
}

func namespaceNames(t *testing.T, client *fake.FakeDynamicClient) []string {
	t.Helper()
	list, err := namespaces(client).list(context.Background(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range list {
		names = append(names, n.Name)
	}
	return names
}

// TestCleansUp: whatever a probe does, its namespaces are gone afterwards.
func TestCleansUp(t *testing.T) {
	for name, body := range map[string]func(context.Context, *Session, *Result) error{
		"success": func(ctx context.Context, s *Session, _ *Result) error {
			_, err := s.CreateExtraNamespace(ctx, "psa", map[string]string{"pod-security.kubernetes.io/enforce": ""})
			return err
		},
		"failure": func(context.Context, *Session, *Result) error { return errors.New("no luck") },
		"panic":   func(context.Context, *Session, *Result) error { panic("ouch") },
	} {
		t.Run(name, func(t *testing.T) {
			client := server("", &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "theirs"}})
			saw, err := try(t, client, Probe{Name: "a/b", Run: body})
			if err != nil || len(saw) != 1 {
				t.Fatal(saw, err)
			}
			if left := namespaceNames(t, client); !slices.Equal(left, []string{"theirs"}) {
				t.Errorf("left: %v", left)
			}
			if broke := saw[0].Obstacle != ""; broke != (name != "success") {
				t.Errorf("obstacle %q", saw[0].Obstacle)
			}
		})
	}
}

// TestRefused: who may not remove creates nothing; a right of one probe costs only that.
func TestRefused(t *testing.T) {
	policy := Probe{Name: "a/policy", Rights: policyRights(), Run: func(context.Context, *Session, *Result) error { return nil }}
	plain := Probe{Name: "a/plain", Run: func(context.Context, *Session, *Result) error { return nil }}
	for refuse, hit := range map[string][]bool{
		"delete namespaces":      {true, true},
		"create jobs":            {true, true},
		"create networkpolicies": {false, true},
	} {
		client := server(refuse)
		saw, err := try(t, client, plain, policy)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range saw {
			verb, resource, _ := strings.Cut(refuse, " ")
			refused := strings.Contains(p.Obstacle, verb) && strings.Contains(p.Obstacle, resource)
			if refused != hit[i] {
				t.Errorf("%s: %s says %q", refuse, p.Name, p.Obstacle)
			}
		}
		created := slices.ContainsFunc(client.Actions(), func(a clienttesting.Action) bool { return a.Matches("create", "namespaces") })
		if created != (refuse == "create networkpolicies") {
			t.Errorf("%s: namespace created: %v", refuse, created)
		}
	}
}

// TestDecidedAtOnce: what the facts tell is reported before others are tried, and takes no place of
// theirs; each probe is reported once.
func TestDecidedAtOnce(t *testing.T) {
	var mu sync.Mutex
	var ended []string
	in := settings()
	in.Parallel = 1
	in.Ended = func(p facts.Probe) {
		mu.Lock()
		defer mu.Unlock()
		ended = append(ended, p.Name)
	}
	tried := Probe{Name: "a/tried", ExpectedSeconds: 60, Run: func(context.Context, *Session, *Result) error {
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(ended, []string{"b/skipped", "c/ruled-out"}) {
			t.Errorf("before anything is tried %v have ended", ended)
		}
		return nil
	}}
	skipped := Probe{Name: "b/skipped", Skip: func(*Session) (string, error) { return "it does not apply", nil }}
	ruledOut := Probe{Name: "c/ruled-out", RuledOut: func(*Session) string { return "it cannot work" }}
	saw, err := run(t.Context(), server(""), &facts.Input{}, []Probe{tried, skipped, ruledOut}, in)
	if err != nil || len(saw) != 3 || saw[1].NotApplicable == "" || saw[2].RuledOut == "" {
		t.Errorf("%+v %v", saw, err)
	}
	if len(ended) != 3 || ended[2] != "a/tried" {
		t.Errorf("reported: %v", ended)
	}
}

// TestAtOnce: how many run at once follows from where their pods can be.
func TestAtOnce(t *testing.T) {
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	one := []facts.Node{{Name: "a", Conditions: ready}}
	two := slices.Concat(one, []facts.Node{{Name: "b", Conditions: ready}})
	for want, s := range map[int]*Session{
		defaultParallel:     {Input: &facts.Input{Snapshot: facts.Snapshot{Nodes: one}}},
		2 * defaultParallel: {Input: &facts.Input{Snapshot: facts.Snapshot{Nodes: two}}},
		1:                   {Input: &facts.Input{Snapshot: facts.Snapshot{Nodes: two}}, Settings: Settings{Parallel: 1}},
	} {
		if got := s.atOnce(); got != want {
			t.Errorf("%d at once, want %d", got, want)
		}
	}
	given := &Session{Input: &facts.Input{Snapshot: facts.Snapshot{Nodes: two}}, Settings: Settings{Namespace: "lab"}}
	if got := given.atOnce(); got != defaultParallel {
		t.Errorf("%d at once in a namespace with a quota of its own", got)
	}
}

// TestLostServer: cleaning up asks again until the server answers.
func TestLostServer(t *testing.T) {
	client := server("")
	lost := 3
	client.PrependReactor("delete", "namespaces", func(clienttesting.Action) (bool, runtime.Object, error) {
		if lost--; lost >= 0 {
			return true, nil, apierrors.NewServiceUnavailable("gone for a while")
		}
		return false, nil, nil
	})
	if _, err := try(t, client, Probe{Name: "a/b", Run: func(context.Context, *Session, *Result) error { return nil }}); err != nil {
		t.Fatal(err)
	}
	if left := namespaceNames(t, client); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestInterrupted: cleaning up goes on when the run's own time is over.
func TestInterrupted(t *testing.T) {
	client := server("")
	ctx, cancel := context.WithCancel(t.Context())
	saw, err := run(ctx, client, &facts.Input{}, []Probe{{
		Name: "a/b", Run: func(ctx context.Context, _ *Session, _ *Result) error {
			cancel()
			<-ctx.Done()
			return ctx.Err()
		},
	}}, settings())
	if err != nil || saw[0].Obstacle != "it was interrupted" {
		t.Errorf("%+v %v", saw, err)
	}
	if left := namespaceNames(t, client); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestLeftovers: a namespace of somebody's own is no leftover, whatever its labels.
func TestLeftovers(t *testing.T) {
	labelled := func(name, run, expires string) *corev1.Namespace {
		return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{LabelRun: run, LabelExpires: expires}}}
	}
	client := server("", labelled("kready-probe-aa", "aa", "1"), labelled("kready-probe-bb-psa", "bb", "99999999999"), labelled("payments", "cc", "1"), labelled("kready-probe-dd", "zz", "1"))
	left, err := Leftovers(t.Context(), client)
	if err != nil || len(left) != 2 || left[0].Namespace != "kready-probe-aa" || left[1].Run != "bb" {
		t.Errorf("%+v %v", left, err)
	}
	if _, err := try(t, client, Probe{Name: "a/b", Run: func(context.Context, *Session, *Result) error { return nil }}); err != nil {
		t.Fatal(err)
	}
	if got := namespaceNames(t, client); slices.Contains(got, "kready-probe-aa") || !slices.Contains(got, "kready-probe-bb-psa") || !slices.Contains(got, "payments") {
		t.Errorf("a run leaves %v", got)
	}
}

// TestNodes: one node a zone first, no more than three, none that takes no pods.
func TestNodes(t *testing.T) {
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	node := func(name, zone string, change func(*facts.Node)) facts.Node {
		n := facts.Node{Name: name, Labels: map[string]string{"topology.kubernetes.io/zone": zone}, Conditions: ready, OS: "linux"}
		if change != nil {
			change(&n)
		}
		return n
	}
	s := &Session{Input: &facts.Input{}}
	s.Input.Nodes = []facts.Node{
		node("cp", "a", func(n *facts.Node) { n.Taints = []facts.Taint{{Key: "x", Effect: "NoSchedule"}} }),
		node("n1", "a", nil), node("n2", "a", nil), node("n3", "b", nil), node("n4", "a", nil),
		node("down", "c", func(n *facts.Node) { n.Conditions = nil }),
		node("win", "d", func(n *facts.Node) { n.OS = "windows" }),
	}
	if got := s.Nodes(); !slices.Equal(got, []string{"n1", "n3", "n2"}) {
		t.Errorf("%v", got)
	}
}
