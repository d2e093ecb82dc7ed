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
	"github.com/kready/kready/internal/kube"
)

// server is an API server that lets everything be done but what refuse names as
// "verb resource".
func server(refuse string, objects ...runtime.Object) *fake.FakeDynamicClient {
	lists := map[schema.GroupVersionResource]string{
		{Group: metricsGroup, Version: "v1beta1", Resource: "nodes"}:         "NodeMetricsList",
		{Group: metricsGroup, Version: "v1beta1", Resource: "pods"}:          "PodMetricsList",
		certificateKind("certificates"):                                      "CertificateList",
		certificateKind("certificaterequests"):                               "CertificateRequestList",
		certificateKind("issuers"):                                           "IssuerList",
		{Group: externalSecrets, Version: "v1", Resource: "externalsecrets"}: "ExternalSecretList",
		{Group: externalSecrets, Version: "v1", Resource: "secretstores"}:    "SecretStoreList",
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

// TestStuck: what keeps a pod from starting for good, and the way out.
func TestStuck(t *testing.T) {
	pod := func(container, reason, message string) *corev1.Pod {
		return &corev1.Pod{Spec: corev1.PodSpec{NodeName: "n1"}, Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
			Name: container, Image: "x", State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}},
		}}}}
	}
	kind := &facts.Input{Distribution: facts.Distribution{Name: "kind"}}
	kind.Nodes = []facts.Node{{Name: "lab-worker"}, {Name: "lab-control-plane"}}
	for name, tt := range map[string]struct {
		pod         *corev1.Pod
		in          *facts.Input
		unpublished bool
		want        string
	}{
		"a release":                     {pod(agentContainer, "ImagePullBackOff", ""), &facts.Input{}, false, "the image kready:test cannot be pulled on node n1 (ImagePullBackOff): --probe-image names a mirror's"},
		"from source, on kind":          {pod(agentContainer, "ErrImagePull", "kready:test: not found"), kind, true, "`make image` builds it, and `kind load docker-image kready:test --name lab` puts it onto the nodes"},
		"from source, elsewhere":        {pod(agentContainer, "InvalidImageName", ""), &facts.Input{}, true, "`make image` builds it, and once it is pushed to a registry that the nodes reach, --probe-image names it"},
		"a registry that may come back": {pod(agentContainer, "ErrImagePull", "i/o timeout"), kind, true, ""},
		"being pulled":                  {pod(agentContainer, "ContainerCreating", ""), kind, true, ""},
		"a mesh's container":            {pod("istio-proxy", "ImagePullBackOff", ""), kind, true, "the image x of its container istio-proxy cannot be pulled on node n1"},
	} {
		s := &Session{Input: tt.in, Settings: Settings{Image: "kready:test", Unpublished: tt.unpublished}}
		got := s.imageFailure(tt.pod) + permanentFailure(tt.pod)
		if tt.pod.Status.ContainerStatuses[0].Name == agentContainer {
			got = s.imageFailure(tt.pod)
		}
		if !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := waitingReason(&corev1.Pod{}); got != "no scheduler chose a node for it" {
		t.Errorf("a pod that nobody schedules: %q", got)
	}
}

// TestImageProblem: once a pod has shown that the image cannot be pulled, the others do not wait.
func TestImageProblem(t *testing.T) {
	s := session(t, &facts.Input{}, server(""))
	s.noteImage("the image x cannot be pulled")
	began := time.Now()
	_, err := s.waitPod(t.Context(), s.Namespace, "denied-0", "the pod denied-0", time.Minute, ended)
	if err == nil || err.Error() != "the image x cannot be pulled" || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

// TestUnpublishedImage: of an image that was built from source, the first pod that cannot pull it shows the
// way out. What nodes say of their images is minutes old, so that nothing is concluded from it.
func TestUnpublishedImage(t *testing.T) {
	in := &facts.Input{Distribution: facts.Distribution{Name: "kind"}}
	in.Nodes = []facts.Node{{Name: "lab-control-plane"}}
	s := session(t, in, server(""))
	s.Settings.Image, s.Settings.Unpublished = "kready:test", true
	pod := &corev1.Pod{Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
		Name:  agentContainer,
		State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ErrImagePull", Message: "pull access denied"}},
	}}}}
	if got := s.imageFailure(pod); !strings.Contains(got, "`kind load docker-image kready:test --name lab`") {
		t.Errorf("%q", got)
	}
}

// TestFatal: what an API server says is an answer; what the way to it says may pass.
func TestFatal(t *testing.T) {
	pods := schema.GroupResource{Resource: "pods"}
	for err, want := range map[error]bool{
		apierrors.NewForbidden(pods, "", errors.New("no")):  true,
		apierrors.NewServiceUnavailable("later"):            false,
		errors.New("dial tcp 127.0.0.1:6443: lost its way"): false,
	} {
		if fatal(err) != want {
			t.Errorf("%v: fatal %v", err, !want)
		}
	}
}

// TestRightsCoverWhatIsRemoved: every kind that is swept can be listed and deleted.
func TestRightsCoverWhatIsRemoved(t *testing.T) {
	rights := Rights(All(), false)
	for _, r := range rights {
		if r.Verb != "create" {
			continue
		}
		if !slices.ContainsFunc(created(), func(k schema.GroupVersionResource) bool { return k.Group == r.Group && k.Resource == r.Resource }) {
			t.Errorf("%s is created and never swept", r.GroupResource())
		}
		if r.Resource == "pods" {
			continue // they go with their owners
		}
		for _, remove := range kube.Rights(r.Group, r.Resource, "list", "delete") {
			if !slices.ContainsFunc(rights, remove.Equal) {
				t.Errorf("probes may %s, and may not %s", r, remove)
			}
		}
	}
}
