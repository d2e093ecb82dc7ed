package collect

import (
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const proxied = `
kind: List
apiVersion: v1
items:
- {apiVersion: v1, kind: Node, metadata: {name: a}, spec: {providerID: "kind://docker/kind/a"}}
- {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: kube-proxy, namespace: kube-system}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: kube-proxy, image: registry.k8s.io/kube-proxy:v1.37.2}], volumes: [{name: kube-proxy, configMap: {name: kube-proxy}}]}}}}
`

// TestNetworkConfigOfWhatRuns: of the parts of the network that do not run, no ConfigMap is asked for; where
// workloads or nodes cannot be read, all are.
func TestNetworkConfigOfWhatRuns(t *testing.T) {
	asked := func(src target.Source) []string {
		rec := &recorder{Source: src}
		Snapshot(t.Context(), rec, []facts.Kind{facts.KindNetworkConfig}, Options{Now: moment})
		var names []string
		for _, q := range rec.asked {
			if q.query.Resource == "configmaps" {
				names = append(names, q.query.Namespace+"/"+q.query.Name)
			}
		}
		return sorted(names)
	}
	if got := asked(dump(t, proxied, true)); !slices.Equal(got, []string{"kube-system/kube-proxy"}) {
		t.Errorf("asked for %s", strings.Join(got, ", "))
	}
	unread := []string{
		"kube-flannel/kube-flannel-cfg", "kube-system/amazon-vpc-cni", "kube-system/cilium-config", "kube-system/kube-flannel-cfg",
		"kube-system/kube-proxy", "kube-system/kube-proxy-config", "kube-system/kubevip",
	}
	if got := asked(dump(t, "kind: List\napiVersion: v1\nitems: []\n", false)); !slices.Equal(got, unread) {
		t.Errorf("asked for %s", strings.Join(got, ", "))
	}
}
