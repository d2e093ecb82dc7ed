package probe

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

func tracing(namespace, name, role string) facts.Implementation {
	return facts.Implementation{
		Name: name, Title: name, Roles: []string{role}, State: facts.StateRunning, Namespace: namespace,
		Workloads: []facts.ObjectRef{{Kind: "Deployment", Namespace: namespace, Name: name}},
	}
}

func otlpService(name, app, ip string, port int32) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Namespace: "tracing", Name: name},
		Spec:       corev1.ServiceSpec{ClusterIP: ip, Selector: map[string]string{"app": app}, Ports: []corev1.ServicePort{{Port: port}}},
	}
}

// TestOTLPReceivers: Services with the port that lead to a collector, or to a store where no collector runs;
// a setting in place of both.
func TestOTLPReceivers(t *testing.T) {
	workloads := []facts.Workload{
		{Kind: "Deployment", Namespace: "tracing", Name: "collector", PodLabels: map[string]string{"app": "collector"}},
		{Kind: "Deployment", Namespace: "tracing", Name: "tempo", PodLabels: map[string]string{"app": "tempo"}},
	}
	client := server("",
		otlpService("collector", "collector", "10.96.0.1", 4318), otlpService("collector-headless", "collector", corev1.ClusterIPNone, 4318),
		otlpService("collector-metrics", "collector", "10.96.0.2", 8888), otlpService("tempo", "tempo", "10.96.0.3", 4318), otlpService("shop", "shop", "10.96.0.4", 4318))
	collector, store := tracing("tracing", "collector", "tracing/collector"), tracing("tracing", "tempo", "tracing/store")
	remnant := collector
	remnant.State = facts.StateRemnant
	for name, tt := range map[string]struct {
		inventory  []facts.Implementation
		configured string
		urls       []string
		skipped    bool
	}{
		"collector and store": {[]facts.Implementation{store, collector}, "", []string{"http://collector.tracing.svc:4318"}, false},
		"a store alone":       {[]facts.Implementation{store}, "", []string{"http://tempo.tracing.svc:4318"}, false},
		"configured":          {nil, "http://vendor:4318", []string{"http://vendor:4318"}, false},
		"left over":           {[]facts.Implementation{remnant}, "", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := session(t, &facts.Input{Snapshot: facts.Snapshot{Workloads: workloads}, Inventory: tt.inventory}, client)
			s.Settings.Options = map[string]string{otlpURL: tt.configured}
			why, err := otlpAccepts().Skip(s)
			if (why != "") != tt.skipped || err != nil {
				t.Fatal(why, err)
			}
			if tt.skipped {
				return
			}
			found, err := s.otlpReceivers(t.Context())
			var urls []string
			for _, r := range found {
				urls = append(urls, r.url)
			}
			if err != nil || !slices.Equal(urls, tt.urls) {
				t.Errorf("%v %v", urls, err)
			}
		})
	}
	t.Run("no port", func(t *testing.T) {
		s := session(t, &facts.Input{Inventory: []facts.Implementation{collector}}, server(""))
		if _, err := s.otlpReceivers(t.Context()); err == nil {
			t.Error("a receiver was found")
		}
	})
}

// TestNodesByImage: one node of each pair of OS image and kernel, of those that take pods.
func TestNodesByImage(t *testing.T) {
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	in := &facts.Input{Snapshot: facts.Snapshot{Nodes: []facts.Node{
		{Name: "a", OSImage: "old", KernelVersion: "4", Conditions: ready},
		{Name: "b", OSImage: "old", KernelVersion: "4", Conditions: ready},
		{Name: "c", OSImage: "old", KernelVersion: "5", Conditions: ready},
		{Name: "d", OSImage: "new", KernelVersion: "5", Conditions: ready},
		{Name: "e", OSImage: "other", KernelVersion: "5"},
		{Name: "f", OSImage: "win", KernelVersion: "10", OS: "windows", Conditions: ready},
	}}}
	if got := session(t, in, server("")).nodesByImage(); !slices.Equal(got, []string{"a", "c", "d"}) {
		t.Error(got)
	}
}

// TestPolicyFeatures: what a policy leaves out is expected blocked, what it lets in answered, and everything is
// tried before; before 1.22 there are no ranges.
func TestPolicyFeatures(t *testing.T) {
	s := session(t, &facts.Input{}, server(""))
	r := &featureRun{s: s, features: s.policyFeatures(), servers: map[string]Server{}}
	if before, closed, open := r.trials("before ", "", facts.Answered), r.trials("", facts.Blocked, facts.Blocked), r.trials("", facts.Answered, facts.Answered); len(before) != len(closed)+len(open) || len(closed) != 4 || len(open) != 2 {
		t.Errorf("%d before, %d closed, %d open", len(before), len(closed), len(open))
	}
	for _, try := range r.trials("", facts.Blocked, facts.Blocked) {
		if try.Expected != facts.Blocked || r.describe(try).When == "" {
			t.Errorf("%+v: %+v", try, r.describe(try))
		}
	}
	s.Input.Version = facts.Version{Major: 1, Minor: 21}
	if got := len(s.policyFeatures()); got != 2 {
		t.Errorf("%d features on 1.21", got)
	}
}
