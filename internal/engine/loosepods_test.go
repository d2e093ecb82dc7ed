package engine

import (
	"hash/fnv"
	"os"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// looseRoles are what has been run as a static pod: what the control plane and nodes need before there are
// controllers, and what reads files of nodes. What works through the API needs a ServiceAccount, which static pods
// cannot have: https://kubernetes.io/docs/concepts/workloads/pods/static-pods/#limitations.
func looseRoles() []string {
	return []string{
		"cluster/control-plane", "cluster/endpoint", "dns/cache", "dns/cluster", "identity/users", "ingress/controller", "logs/agent",
		"network/cni", "network/load-balancer", "network/policy", "network/service-proxy", "scaling/nodes", "storage/provisioner",
	}
}

// loose is the blind spot of a failed list of the pods of kube-system that no controller made.
func loose(kind facts.Kind) facts.BlindSpot {
	return facts.BlindSpot{
		Facts: kind, Verb: "list", Resource: "pods", Namespace: metav1.NamespaceSystem, Only: facts.LoosePods, Reason: facts.ReasonTimeout,
	}
}

// ofAccounts are checks of products that never are static pods although others of their roles are, as they need a
// ServiceAccount.
func ofAccounts() []string {
	return []string{"ingress/ingress-nginx-retired", "ingress/snippets-off", "scaling/karpenter-healthy"}
}

// looseSample is one in how many fixtures `go test` tries; KREADY_CHAOS=all tries all.
const looseSample = 8

// TestStandsWithoutLoosePods makes each agent of nodes in every fixture a static pod of kube-system, and takes it away:
// where static pods could not be read, a check answers what it does with them, or unknown.
func TestStandsWithoutLoosePods(t *testing.T) {
	all, stood, sample := builtinChecks(t), 0, uint32(looseSample)
	if os.Getenv("KREADY_CHAOS") == "all" {
		sample = 1
	}
	for _, c := range all {
		if !c.StandsWithout.Sometimes(loose(facts.KindWorkloads)) || slices.Contains(ofAccounts(), c.ID) {
			continue
		}
		cases, err := fixtures(t).Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range cases {
			h := fnv.New32a()
			if _, _ = h.Write([]byte(c.ID + f.Name)); h.Sum32()%sample != 0 {
				continue
			}
			stood += standsWithoutLoose(t, c, f, withRequired(all, c))
		}
	}
	t.Logf("%d answers stood", stood)
	if stood < 1000/int(sample) {
		t.Errorf("only %d answers stand without static pods: the declarations do nothing", stood)
	}
}

// standsWithoutLoose judges a fixture with each of its agents as a static pod, and without that.
func standsWithoutLoose(t *testing.T, c check.Check, f fixture.Fixture, with []check.Check) (stood int) {
	t.Helper()
	whole, err := fixtures(t).Snapshot(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range looseProducts(t, whole) {
		static := withStatic(whole, ref)
		want, got := answerOn(t, static, f, with, c.ID), answerOn(t, withoutStatic(static), f, with, c.ID)
		switch got.Status {
		case check.StatusUnknown:
		case want.Status:
			stood++
		case answerOn(t, static, f, []check.Check{c}, c.ID).Status: // unknown for what it requires, and a skip anyhow
		default:
			t.Errorf("%s %s: without the static pod %s/%s it is a %s (%s), and with it a %s (%s)", c.ID, f.Name, ref.Namespace, ref.Name, got.Status, got.Reason, want.Status, want.Reason)
		}
	}
	return stood
}

// looseProducts are the workloads of products with roles that static pods may have.
func looseProducts(t *testing.T, s *facts.Snapshot) []facts.ObjectRef {
	t.Helper()
	var refs []facts.ObjectRef
	for _, impl := range shippedRecogniser(t).Input(s, s.CollectedAt).Inventory {
		if !slices.ContainsFunc(impl.Roles, func(role string) bool { return slices.Contains(looseRoles(), role) }) {
			continue
		}
		for _, ref := range impl.Workloads {
			if ref.Kind != facts.CronJob && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// withStatic returns the snapshot with one workload, and what is a static pod already, as a static pod of kube-system.
func withStatic(s *facts.Snapshot, ref facts.ObjectRef) *facts.Snapshot {
	view := *s
	view.Workloads, view.Pods = slices.Clone(s.Workloads), slices.Clone(s.Pods)
	for i := range view.Workloads {
		if w := &view.Workloads[i]; w.Kind == ref.Kind && w.Namespace == ref.Namespace && w.Name == ref.Name {
			w.Kind, w.Namespace, w.ServiceAccount = facts.StaticPod, metav1.NamespaceSystem, ""
		}
	}
	for i := range view.Pods {
		if p := &view.Pods[i]; p.Kind == ref.Kind && p.Namespace == ref.Namespace && p.Name == ref.Name {
			p.Kind, p.Namespace = facts.StaticPod, metav1.NamespaceSystem
		}
	}
	return &view
}

// withoutStatic returns the snapshot when the list of static pods failed.
func withoutStatic(s *facts.Snapshot) *facts.Snapshot {
	view := *s
	isLoose := func(kind, namespace string) bool {
		return namespace == metav1.NamespaceSystem && (kind == facts.StaticPod || kind == facts.BarePod)
	}
	view.Workloads = slices.DeleteFunc(slices.Clone(s.Workloads), func(w facts.Workload) bool { return isLoose(w.Kind, w.Namespace) })
	view.Pods = slices.DeleteFunc(slices.Clone(s.Pods), func(p facts.Pods) bool { return isLoose(p.Kind, p.Namespace) })
	view.BlindSpots = slices.Clone(s.BlindSpots)
	for _, kind := range basedOn(facts.KindWorkloads) {
		view.BlindSpots = append(view.BlindSpots, loose(kind))
	}
	return &view
}
