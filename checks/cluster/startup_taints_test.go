package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestStartupTaints(t *testing.T) {
	tainted := func(key, effect string, age time.Duration) facts.Node {
		n := node("n", "True", age)
		n.Taints = []facts.Taint{{Key: key, Effect: effect}}
		return n
	}
	const old = 1000 * time.Hour
	for name, tt := range map[string]struct {
		node facts.Node
		want check.Status
		says string
	}{
		"none":                {node("n", "True", old), check.StatusPass, "on 1 node"},
		"uninitialized":       {tainted("node.cloudprovider.kubernetes.io/uninitialized", "NoSchedule", old), check.StatusGap, "none is known to run here"},
		"by Cilium":           {tainted("node.cilium.io/agent-not-ready", "NoExecute", old), check.StatusGap, "Cilium's operator"},
		"by somebody":         {tainted("acme.org/agent-not-ready", "NoExecute", old), check.StatusGap, "who should take it away is not known"},
		"by nodereadiness":    {tainted("readiness.k8s.io/network", "NoSchedule", old), check.StatusGap, "the node readiness controller"},
		"a wish":              {tainted("acme.org/agent-not-ready", "PreferNoSchedule", old), check.StatusPass, ""},
		"a condition":         {tainted("node.kubernetes.io/disk-pressure", "NoSchedule", old), check.StatusPass, ""},
		"about to go":         {tainted("karpenter.sh/disrupted", "NoSchedule", old), check.StatusPass, ""},
		"shut down":           {tainted("node.cloudprovider.kubernetes.io/shutdown", "NoSchedule", old), check.StatusPass, ""},
		"dedicated":           {tainted("gpu", "NoSchedule", old), check.StatusPass, ""},
		"young":               {tainted("node.cilium.io/agent-not-ready", "NoExecute", time.Minute), check.StatusUnknown, "1 node joined"},
		"of an age not known": {facts.Node{Name: "n", Taints: []facts.Taint{{Key: "karpenter.sh/unregistered", Effect: "NoExecute"}}}, check.StatusGap, "NoExecute; Karpenter"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Nodes = now, []facts.Node{tt.node}
			expect(t, StartupTaints(), in, tt.want, tt.says)
		})
	}
}
