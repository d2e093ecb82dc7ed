package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/facts"
)

// session is one on a fake, with what is known of the cluster.
func session(t *testing.T, in *facts.Input, client *fake.FakeDynamicClient) *Session {
	t.Helper()
	return newSession(t.Context(), client, in, settings())
}

// answers makes a fake API server judge the pods of dry runs; no other may be created.
func answers(t *testing.T, client *fake.FakeDynamicClient, judge func(namespace string, pod *corev1.Pod) error) {
	client.PrependReactor("create", "pods", func(action clienttesting.Action) (bool, runtime.Object, error) {
		create := action.(clienttesting.CreateActionImpl)
		if !slices.Equal(create.CreateOptions.DryRun, []string{metav1.DryRunAll}) {
			t.Error("a pod is created, not in a dry run")
		}
		pod := decoded[corev1.Pod](create.GetObject())
		err := judge(action.GetNamespace(), pod)
		return true, encoded(pod), err
	})
}

func forbidden(message string) error {
	return apierrors.NewForbidden(schema.GroupResource{Resource: "pods"}, "x", errors.New(message))
}

func noAnswer(webhook string) error {
	return apierrors.NewInternalError(fmt.Errorf("failed calling webhook %q: failed to call webhook: connection refused", webhook))
}

// TestPSA: who refuses, and for what, decides; nothing is created outside of kready's own.
func TestPSA(t *testing.T) {
	in := &facts.Input{}
	for _, name := range []string{"kube-system", "shop", "pay", "default"} {
		in.Namespaces = append(in.Namespaces, facts.Namespace{Name: name, Phase: "Active"})
	}
	denied := errors.New(`admission webhook "validate.kyverno.svc-fail" denied the request: no`)
	for name, tt := range map[string]struct {
		judge    func(namespace string, pod *corev1.Pod) error
		gaps     int
		obstacle string
	}{
		"refused everywhere": {func(string, *corev1.Pod) error {
			return forbidden(`violates PodSecurity "baseline:latest": privileged`)
		}, 0, ""},
		"let in everywhere": {func(string, *corev1.Pod) error { return nil }, 3, ""},
		"one is open": {func(ns string, _ *corev1.Pod) error {
			if ns == "shop" {
				return nil
			}
			return forbidden("violates PodSecurity")
		}, 1, ""},
		"a quota is no judge": {func(string, *corev1.Pod) error { return forbidden("exceeded quota: small") }, 3, ""},
		"an engine is": {func(_ string, p *corev1.Pod) error {
			if privileged(p) {
				return denied
			}
			return nil
		}, 0, ""},
		"an engine refuses anything":   {func(string, *corev1.Pod) error { return denied }, 0, "an ordinary pod is refused as well"},
		"the privileges are taken off": {func(_ string, p *corev1.Pod) error { strip(p); return nil }, 0, ""},
		"a webhook is mute":            {func(string, *corev1.Pod) error { return noAnswer("w") }, 0, "webhook w gives no answer"},
		"a gap outweighs an obstacle": {func(ns string, _ *corev1.Pod) error {
			if ns == "shop" {
				return noAnswer("w")
			}
			return nil
		}, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			client := server("")
			answers(t, client, tt.judge)
			s := session(t, in, client)
			out := &Result{}
			err := runPSA(t.Context(), s, out)
			if refused := fmt.Sprint(err); tt.obstacle == "" && err != nil || !strings.Contains(refused, tt.obstacle) {
				t.Errorf("obstacle %v", err)
			}
			gaps := 0
			for _, trial := range out.probe.Trials {
				if !trial.AsExpected() {
					gaps++
				}
			}
			if gaps != tt.gaps {
				t.Errorf("%d gaps: %+v", gaps, out.probe.Trials)
			}
			if made := s.namespaces; len(made) != 1 || !strings.HasPrefix(made[0], namespacePrefix) {
				t.Errorf("it made %v", made)
			}
			if left := namespaceNames(t, client); len(left) != 0 {
				t.Errorf("it is over, and %v not being removed", left)
			}
		})
	}
}

func strip(p *corev1.Pod) {
	p.Spec.HostPID, p.Spec.Volumes, p.Spec.Containers[0].SecurityContext = false, nil, nil
}

// TestPSATenant: with --namespace that one is tried, and no other.
func TestPSATenant(t *testing.T) {
	client := server("")
	answers(t, client, func(ns string, _ *corev1.Pod) error {
		if ns != "lab" {
			t.Errorf("it tries namespace %s", ns)
		}
		return nil
	})
	s := session(t, &facts.Input{Snapshot: facts.Snapshot{Namespaces: []facts.Namespace{{Name: "shop"}}}}, client)
	s.Settings.Namespace = "lab"
	if err := runPSA(t.Context(), s, &Result{}); err != nil {
		t.Error(err)
	}
}

// TestAppNamespaces: the rule of policies/internal/namespaces.rego.
func TestAppNamespaces(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{
		Namespaces: []facts.Namespace{
			{Name: "default"},
			{Name: "kube-system"},
			{Name: "openshift"},
			{Name: "logs"},
			{Name: "mixed"},
			{Name: "hooks"},
			{Name: "shop"},
			{Name: "going", Phase: "Terminating"},
			{Name: "kready-probe-aa", Labels: map[string]string{LabelRun: "aa"}},
		},
		Workloads: []facts.Workload{{Namespace: "logs", Name: "a"}, {Namespace: "mixed", Name: "a"}, {Namespace: "mixed", Name: "b"}, {Namespace: "mixed", Name: "c"}},
		Webhooks:  []facts.WebhookConfig{{Webhooks: []facts.Webhook{{ServiceNamespace: "hooks"}}}},
	}}
	in.Inventory = []facts.Implementation{{Workloads: []facts.ObjectRef{{Namespace: "logs", Name: "a"}, {Namespace: "mixed", Name: "a"}}}}
	if got := appNamespaces(in); !slices.Equal(got, []string{"mixed", "shop"}) {
		t.Errorf("%v", got)
	}
}

// TestCertificateVerdicts: only cert-manager's own webhook is judged.
func TestCertificateVerdicts(t *testing.T) {
	hooks := []string{"webhook.cert-manager.io"}
	for name, tt := range map[string]struct {
		err      error
		got      string
		obstacle bool
	}{
		"accepted": {nil, facts.Answered, false},
		"refused":  {errors.New(`admission webhook "webhook.cert-manager.io" denied the request: spec`), facts.Blocked, false},
		"mute":     {noAnswer("webhook.cert-manager.io"), facts.Wrong, false},
		"another":  {errors.New(`admission webhook "policy" denied the request: no`), "", true},
		"no right": {forbidden("User cannot create"), "", true},
		"busy":     {apierrors.NewServiceUnavailable("later"), facts.Wrong, false},
	} {
		got, err := judgeCertificate(tt.err, hooks)
		if got.got != tt.got || (err != nil) != tt.obstacle {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// controller writes a status on objects of a kind as they are read.
func controller(dyn *fake.FakeDynamicClient, resource string, conditions ...any) {
	dyn.PrependReactor("get", resource, func(action clienttesting.Action) (bool, runtime.Object, error) {
		object, err := dyn.Tracker().Get(action.GetResource(), action.GetNamespace(), action.(clienttesting.GetAction).GetName())
		if err == nil {
			err = unstructured.SetNestedSlice(object.(*unstructured.Unstructured).Object, conditions, "status", "conditions")
		}
		return true, object, err
	})
}

func saying(kind, status, message string) map[string]any {
	return map[string]any{"type": kind, "status": status, "message": message}
}

// TestIssueAndSync: what the controllers say decides, and what they do not say.
func TestIssueAndSync(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{APIs: []facts.APIGroup{{Name: externalSecrets, Versions: []string{"v1"}, Resources: []string{"externalsecrets", "secretstores"}}}}}
	for name, tt := range map[string]struct {
		run      func(context.Context, *Session, *Result) error
		resource string
	}{"issue": {runCertificateIssue, "certificates"}, "sync": {runSecretSync, "externalsecrets"}} {
		t.Run(name, func(t *testing.T) {
			dyn := server("")
			s := session(t, in, dyn)
			controller(dyn, tt.resource, saying("Ready", "True", ""))
			out := &Result{}
			if err := tt.run(t.Context(), s, out); err != nil || !out.PhaseSucceeded(facts.PhaseProof) {
				t.Errorf("%+v %v", out.probe, err)
			}
			for _, kind := range created() {
				if kind.Resource != tt.resource || kind.Version != "v1" {
					continue
				}
				list, err := dyn.Resource(kind).Namespace(s.Namespace).List(t.Context(), metav1.ListOptions{LabelSelector: LabelRun + "=" + s.RunID})
				if err != nil || len(list.Items) != 1 {
					t.Errorf("it cannot be found again to be removed: %v %v", list, err)
				}
			}
		})
	}
	dyn := server("")
	s := session(t, in, dyn)
	request := s.object(certManager+"/v1", "CertificateRequest", "r", map[string]any{})
	_ = unstructured.SetNestedSlice(request.Object, []any{saying("Denied", "True", "no policy allows it")}, "status", "conditions")
	if _, err := dyn.Resource(certificateKind("certificaterequests")).Namespace(s.Namespace).Create(t.Context(), request, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	if why := s.issueFailure(t.Context(), request); !strings.Contains(why, "Approved=False") || !strings.Contains(why, "no policy allows it") {
		t.Error(why)
	}
	s.Settings.Namespace = "lab"
	if err := runCertificateIssue(t.Context(), s, &Result{}); err == nil {
		t.Error("with --namespace a Secret would stay behind")
	}
}

// TestNodeFigures: a node is missed by name, one that is new is not, and who may not read
// is told so.
func TestNodeFigures(t *testing.T) {
	now := time.Now()
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	in := &facts.Input{Snapshot: facts.Snapshot{CollectedAt: now, Nodes: []facts.Node{
		{Name: "n1", CreatedAt: now.Add(-time.Hour), Conditions: ready},
		{Name: "n2", CreatedAt: now.Add(-time.Hour), Conditions: ready},
		{Name: "new", CreatedAt: now, Conditions: ready},
		{Name: "down", CreatedAt: now.Add(-time.Hour)},
		{Name: "fargate", Virtual: true, CreatedAt: now.Add(-time.Hour), Conditions: ready},
	}}}
	api := schema.GroupVersionResource{Group: metricsGroup, Version: "v1beta1", Resource: "nodes"}
	figure := func(name string) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{"apiVersion": metricsGroup + "/v1beta1", "kind": "NodeMetrics", "metadata": map[string]any{"name": name}, "usage": map[string]any{"cpu": "1"}}}
	}
	const limit = 100 * time.Millisecond
	report := func(dyn *fake.FakeDynamicClient, names ...string) {
		for _, name := range names {
			if _, err := dyn.Resource(api).Create(t.Context(), figure(name), metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	dyn := server("")
	s := session(t, in, dyn)
	report(dyn, "n1", "n2")
	out := &Result{}
	if err := s.nodeMetrics(t.Context(), out, dyn.Resource(api), s.measuredNodes(), limit); err != nil || !out.PhaseSucceeded(facts.PhaseProof) {
		t.Errorf("%+v %v", out.probe, err)
	}
	if got := s.measuredNodes(); !slices.Equal(got, []string{"n1", "n2"}) {
		t.Errorf("%v", got)
	}
	dyn = server("")
	s = session(t, in, dyn)
	report(dyn, "n1")
	out = &Result{}
	if err := s.nodeMetrics(t.Context(), out, dyn.Resource(api), s.measuredNodes(), limit); err != nil || len(out.probe.Trials) != 2 {
		t.Fatalf("%+v %v", out.probe, err)
	}
	if seen, missed := out.probe.Trials[0], out.probe.Trials[1]; !seen.AsExpected() || missed.AsExpected() || missed.FromNode != "n2" {
		t.Errorf("%+v", out.probe.Trials)
	}
	dyn.PrependReactor("list", "nodes", func(clienttesting.Action) (bool, runtime.Object, error) { return true, nil, forbidden("no") })
	if err := s.nodeMetrics(t.Context(), &Result{}, dyn.Resource(api), s.measuredNodes(), limit); err == nil {
		t.Error("a refusal is taken for figures that are missing")
	}
}
