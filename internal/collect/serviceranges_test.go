package collect

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestNodePortRange: the flag, the default where the API server's pod has none, and nothing where its flags cannot be
// seen or do not agree.
func TestNodePortRange(t *testing.T) {
	pod := func(namespace, name string, args ...facts.Arg) facts.Workload {
		return facts.Workload{Kind: "StaticPod", Namespace: namespace, Name: name, Containers: []facts.Container{{Args: args}}}
	}
	flag := func(value string) facts.Arg { return facts.Arg{Name: "service-node-port-range", Value: value} }
	for name, tt := range map[string]struct {
		workloads []facts.Workload
		from, to  int
	}{
		"default":      {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1")}, 30000, 32767},
		"range":        {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1", flag("80-32767"))}, 80, 32767},
		"size":         {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1", flag("20000+100"))}, 20000, 20100},
		"one":          {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1", flag("31000"))}, 31000, 31000},
		"nonsense":     {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1", flag("many"))}, 0, 0},
		"they differ":  {[]facts.Workload{pod(kubeSystem, "kube-apiserver-cp-1"), pod(kubeSystem, "kube-apiserver-cp-2", flag("80-90"))}, 0, 0},
		"not visible":  {nil, 0, 0},
		"its own file": {[]facts.Workload{pod("openshift-kube-apiserver", "kube-apiserver-cp-1")}, 0, 0},
		"another pod":  {[]facts.Workload{pod(kubeSystem, "kube-scheduler-cp-1")}, 0, 0},
	} {
		if got := nodePortRange(tt.workloads); got.From != tt.from || got.To != tt.to {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
