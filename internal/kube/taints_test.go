package kube

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestTransient(t *testing.T) {
	for key, want := range map[string]bool{
		"node.kubernetes.io/not-ready":                               true,
		"node.kubernetes.io/unreachable":                             true,
		"node.kubernetes.io/unschedulable":                           true,
		"node.kubernetes.io/memory-pressure":                         true,
		"node.kubernetes.io/out-of-service":                          true,
		"node.cloudprovider.kubernetes.io/uninitialized":             true,
		"node.cloudprovider.kubernetes.io/shutdown":                  true,
		"node.cluster.x-k8s.io/uninitialized":                        true,
		"karpenter.sh/unregistered":                                  true,
		"karpenter.sh/disrupted":                                     true,
		"karpenter.sh/disruption":                                    true,
		"ToBeDeletedByClusterAutoscaler":                             true,
		"DeletionCandidateOfClusterAutoscaler":                       true,
		"startup-taint.cluster-autoscaler.kubernetes.io/device":      true,
		"readiness.k8s.io/NetworkReady":                              true,
		"node.cilium.io/agent-not-ready":                             true,
		"ebs.csi.aws.com/agent-not-ready":                            true,
		"cni.istio.io/not-ready":                                     true,
		"cloud.google.com/impending-node-termination":                true,
		"aws-node-termination-handler/spot-itn":                      true,
		"node-role.kubernetes.io/control-plane":                      false,
		"kubernetes.azure.com/scalesetpriority":                      false,
		"CriticalAddonsOnly":                                         false,
		"nvidia.com/gpu":                                             false,
		"node.kubernetes.io/os":                                      false, // set by hand for Windows nodes
		"karpenter.sh/capacity-type":                                 false,
		"example.com/not-ready-for-production":                       false,
		"virtual-kubelet.io/provider":                                false,
		"cluster-autoscaler.kubernetes.io/startup-taint":             false,
		"example.com/startup-taint.cluster-autoscaler.kubernetes.io": false,
	} {
		if got := Transient(facts.Taint{Key: key, Effect: "NoSchedule"}); got != want {
			t.Errorf("%s: transient %v, want %v", key, got, want)
		}
	}
}

// TestTolerates follows the rules of
// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.
func TestTolerates(t *testing.T) {
	gpu := facts.Taint{Key: "gpu", Value: "yes", Effect: "NoSchedule"}
	level := facts.Taint{Key: "level", Value: "700", Effect: "NoExecute"}
	for name, tt := range map[string]struct {
		by    facts.Toleration
		taint facts.Taint
		want  bool
	}{
		"everything":           {facts.Toleration{Operator: "Exists"}, gpu, true},
		"the key":              {facts.Toleration{Key: "gpu", Operator: "Exists"}, gpu, true},
		"key and value":        {facts.Toleration{Key: "gpu", Operator: "Equal", Value: "yes", Effect: "NoSchedule"}, gpu, true},
		"no operator is Equal": {facts.Toleration{Key: "gpu", Value: "yes"}, gpu, true},
		"the effect":           {facts.Toleration{Operator: "Exists", Effect: "NoSchedule"}, gpu, true},
		"another key":          {facts.Toleration{Key: "disk", Operator: "Exists"}, gpu, false},
		"another value":        {facts.Toleration{Key: "gpu", Operator: "Equal", Value: "no"}, gpu, false},
		"another effect":       {facts.Toleration{Key: "gpu", Operator: "Exists", Effect: "NoExecute"}, gpu, false},
		"Lt":                   {facts.Toleration{Key: "level", Operator: "Lt", Value: "800"}, level, true},
		"not Lt":               {facts.Toleration{Key: "level", Operator: "Lt", Value: "700"}, level, false},
		"Gt":                   {facts.Toleration{Key: "level", Operator: "Gt", Value: "600"}, level, true},
		"not Gt":               {facts.Toleration{Key: "level", Operator: "Gt", Value: "900"}, level, false},
		"Gt of no number":      {facts.Toleration{Key: "gpu", Operator: "Gt", Value: "1"}, gpu, false},
		"an unknown operator":  {facts.Toleration{Key: "gpu", Operator: "Like", Value: "yes"}, gpu, false},
	} {
		if got := Tolerates([]facts.Toleration{{Key: "other", Operator: "Exists"}, tt.by}, tt.taint); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if Tolerates(nil, gpu) {
		t.Error("nothing tolerates a taint")
	}
}

// TestUntolerated: the DaemonSet controller gives its pods tolerations, nobody else does.
func TestUntolerated(t *testing.T) {
	taints := []facts.Taint{
		{Key: "gpu", Effect: "NoSchedule"},
		{Key: "spot", Effect: "PreferNoSchedule"},
		{Key: "node.kubernetes.io/unschedulable", Effect: "NoSchedule"},
		{Key: "node.kubernetes.io/network-unavailable", Effect: "NoSchedule"},
	}
	for name, tt := range map[string]struct {
		workload facts.Workload
		want     []string
	}{
		"a Deployment":                  {facts.Workload{Kind: facts.Deployment}, []string{"gpu", "node.kubernetes.io/unschedulable", "node.kubernetes.io/network-unavailable"}},
		"a DaemonSet":                   {facts.Workload{Kind: facts.DaemonSet}, []string{"gpu", "node.kubernetes.io/network-unavailable"}},
		"a DaemonSet on the host":       {facts.Workload{Kind: facts.DaemonSet, HostNetwork: true}, []string{"gpu"}},
		"a DaemonSet that takes it all": {facts.Workload{Kind: facts.DaemonSet, Tolerations: []facts.Toleration{{Operator: "Exists"}}}, nil},
	} {
		var got []string
		for _, taint := range Untolerated(&tt.workload, taints) {
			got = append(got, taint.Key)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestFormatTaint(t *testing.T) {
	for want, taint := range map[string]facts.Taint{
		"gpu:NoSchedule":    {Key: "gpu", Effect: "NoSchedule"},
		"gpu=yes:NoExecute": {Key: "gpu", Value: "yes", Effect: "NoExecute"},
	} {
		if got := FormatTaint(taint); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
