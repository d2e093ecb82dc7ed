package target

import (
	"context"
	"errors"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

const orphans = `
apiVersion: v1
kind: Pod
metadata:
  name: kindnet-a
  namespace: kube-system
  labels: {app: kindnet, controller-revision-hash: x}
  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: kindnet, uid: u, controller: true}]
spec: {nodeName: a, containers: [{name: c, image: kindest/kindnetd:v1}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Pod
metadata:
  name: kindnet-b
  namespace: kube-system
  labels: {app: kindnet, controller-revision-hash: x}
  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: kindnet, uid: u, controller: true}]
spec: {nodeName: b, containers: [{name: c, image: kindest/kindnetd:v1}]}
status: {phase: Running}
---
apiVersion: v1
kind: Pod
metadata:
  name: coredns-5d-x
  namespace: kube-system
  labels: {k8s-app: kube-dns, pod-template-hash: 5d}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: coredns-5d, uid: u, controller: true}]
spec: {containers: [{name: c, image: coredns/coredns:v1}]}
status: {phase: Running}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: rook-6f
  namespace: rook
  labels: {app: rook, pod-template-hash: 6f}
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: rook, uid: u, controller: true}]
spec: {replicas: 2, selector: {matchLabels: {app: rook}}, template: {metadata: {labels: {app: rook}}, spec: {containers: [{name: c, image: rook/ceph:v1}]}}}
status: {replicas: 2, readyReplicas: 1}
---
apiVersion: v1
kind: Pod
metadata:
  name: rook-6f-y
  namespace: rook
  labels: {app: rook, pod-template-hash: 6f}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: rook-6f, uid: u, controller: true}]
spec: {containers: [{name: c, image: rook/ceph:v1}]}
status: {phase: Running}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: rook-old
  namespace: rook
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: gone, uid: u, controller: true}]
spec: {replicas: 0, selector: {matchLabels: {app: rook}}, template: {spec: {containers: [{name: c, image: rook/ceph:v0}]}}}
`

// TestInfer makes controllers of the pods and ReplicaSets that name them. The kinds
// themselves are still not contained.
func TestInfer(t *testing.T) {
	p := newObjectSet(FileOptions{})
	if err := p.read("bundle.yaml", place{}, strings.NewReader(orphans)); err != nil {
		t.Fatal(err)
	}
	opened, err := p.open("bundle", "bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	walk := func(resource string) (found []runtime.Object) {
		err := opened.Source.Each(context.Background(), Query{Group: "apps", Version: "v1", Resource: resource}, func(o runtime.Object) error {
			found = append(found, o)
			return nil
		})
		var missing *ReadError
		if !errors.As(err, &missing) || missing.Reason != facts.ReasonPartial {
			t.Errorf("%s: %v", resource, err)
		}
		return found
	}
	sets := walk("daemonsets")
	if len(sets) != 1 {
		t.Fatalf("DaemonSets: %v", sets)
	}
	kindnet := sets[0].(*appsv1.DaemonSet)
	if kindnet.Name != "kindnet" || kindnet.Status.DesiredNumberScheduled != 2 || kindnet.Status.NumberReady != 1 ||
		len(kindnet.Spec.Template.Spec.Containers) != 1 || kindnet.Spec.Selector.MatchLabels["app"] != "kindnet" || len(kindnet.Labels) != 1 {
		t.Errorf("kindnet: %+v", kindnet)
	}
	deployments := map[string]*appsv1.Deployment{}
	for _, o := range walk("deployments") {
		deployments[o.(*appsv1.Deployment).Name] = o.(*appsv1.Deployment)
	}
	if len(deployments) != 2 || deployments["coredns"] == nil || deployments["rook"] == nil {
		t.Fatalf("Deployments: %v", deployments)
	}
	if rook := deployments["rook"]; *rook.Spec.Replicas != 2 || rook.Status.ReadyReplicas != 1 {
		t.Errorf("rook: %+v", rook)
	}
}
