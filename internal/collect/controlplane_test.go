package collect

import (
	"context"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// mirrors are two mirrors of one static pod of OpenShift, one of another namespace's, and a pod that is none.
const mirrors = `
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-m0, namespace: openshift-kube-apiserver, uid: a, annotations: {kubernetes.io/config.mirror: x}}
spec: {nodeName: m0, containers: [{name: kube-apiserver, image: example/release}]}
status: {conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-m1, namespace: openshift-kube-apiserver, uid: b, annotations: {kubernetes.io/config.mirror: x}}
spec: {nodeName: m1, containers: [{name: kube-apiserver, image: example/release}]}
status: {}
---
apiVersion: v1
kind: Pod
metadata: {name: etcd-m0, namespace: openshift-etcd, uid: c, annotations: {kubernetes.io/config.mirror: x}}
spec: {nodeName: m0, containers: [{name: etcd, image: example/release}]}
status: {conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-guard-m0, namespace: openshift-kube-apiserver, uid: d}
spec: {nodeName: m0, containers: [{name: guard, image: example/release}]}
status: {}
`

// cluster is a file that passes as a live cluster which serves API groups and refuses some namespaces.
type liveCluster struct {
	target.Source
	groups  []target.Group
	refused string
}

func (liveCluster) Describe() facts.Target { return facts.Target{Kind: "cluster"} }

func (c liveCluster) Discover(context.Context) (target.Discovery, error) {
	return target.Discovery{Groups: c.groups}, nil
}

func (c liveCluster) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.Namespace == c.refused && c.refused != "" {
		return &target.ReadError{Reason: facts.ReasonForbidden, Message: "no"}
	}
	return c.Source.Each(ctx, q, fn)
}

func TestStaticPodsOfOpenShift(t *testing.T) {
	openshift := []target.Group{{Name: "config.openshift.io"}}
	for name, tc := range map[string]struct {
		src     target.Source
		want    []string
		refused bool
	}{
		"a file":             {src: dump(t, mirrors, true), want: []string{"etcd 1/1", "kube-apiserver 1/2"}},
		"a cluster":          {src: liveCluster{Source: dump(t, mirrors, true), groups: openshift}, want: []string{"etcd 1/1", "kube-apiserver 1/2"}},
		"another's cluster":  {src: liveCluster{Source: dump(t, mirrors, true)}},
		"one namespace only": {src: liveCluster{Source: dump(t, mirrors, true), groups: openshift, refused: "openshift-etcd"}, want: []string{"kube-apiserver 1/2"}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := Snapshot(t.Context(), tc.src, []facts.Kind{facts.KindWorkloads, facts.KindPods}, Options{Now: moment})
			var got []string
			for _, w := range s.Workloads {
				if w.Kind != facts.StaticPod {
					t.Errorf("%s %s is a workload", w.Kind, w.Name)
				}
				got = append(got, w.Name+" "+string(rune('0'+w.Ready))+"/"+string(rune('0'+w.Desired)))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("%v, want %v", got, tc.want)
			}
			// Other workloads are as well known as before.
			if blind := s.Blind([]facts.Kind{facts.KindWorkloads}); len(blind) > 0 {
				t.Errorf("blind: %v", blind)
			}
			if blind := s.Blind([]facts.Kind{facts.KindPods}); (len(blind) > 0) != tc.refused {
				t.Errorf("blind: %v", blind)
			}
		})
	}
}
