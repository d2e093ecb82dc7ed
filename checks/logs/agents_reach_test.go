package logs

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

const web = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "example.com/web:1"}]
`

const tolerant = web + `      tolerations: [{key: gpu, operator: Exists}]
`

const agentItself = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers: [{name: agent, image: "example.com/agent:1"}]
      volumes: [{name: logs, hostPath: {path: /var/log}}]
`

// TestAgentsReach: nodes that the pods cannot run on do not matter, and those that the agent is kept away from do.
func TestAgentsReach(t *testing.T) {
	gpu := node("gpu", facts.Taint{Key: "gpu", Effect: "NoSchedule"})
	virtual, unready := node("virtual"), node("unready")
	virtual.Virtual, unready.Conditions = true, []facts.Condition{{Type: "Ready", Status: "False"}}
	plain := []facts.Workload{daemonSet("agent", nil)}
	for name, tt := range map[string]struct {
		manifests string
		cluster   cluster
		want      check.Status
		says      string
	}{
		"everywhere":             {web, cluster{[]facts.Node{node("a"), gpu, virtual, unready}, plain, []facts.Pods{pod("agent", "a", 1)}, false}, check.StatusPass, ""},
		"where it may run":       {tolerant, cluster{[]facts.Node{node("a"), gpu}, plain, []facts.Pods{pod("agent", "a", 1)}, false}, check.StatusGap, "can run on 2 nodes, and on 1 of them no log agent is ready: gpu (a taint keeps Fluent Bit away)"},
		"tolerated":              {tolerant, cluster{[]facts.Node{node("a"), gpu}, plain, []facts.Pods{pod("agent", "a", 1), pod("agent", "gpu", 1)}, false}, check.StatusPass, ""},
		"not ready on a node":    {web, cluster{[]facts.Node{node("a"), node("b")}, plain, []facts.Pods{pod("agent", "a", 1), pod("agent", "b", 0)}, false}, check.StatusGap, "b (the pod of Fluent Bit is not ready)"},
		"pods were not read":     {web, cluster{[]facts.Node{node("a")}, plain, nil, false}, check.StatusUnknown, "were not read"},
		"out of sight":           {web, cluster{[]facts.Node{node("a")}, nil, nil, true}, check.StatusPass, "see logs/collector"},
		"no pods":                {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n", cluster{}, check.StatusSkip, ""},
		"a log agent that lands": {agentItself, cluster{}, check.StatusSkip, "may be a log agent itself"},
	} {
		t.Run(name, func(t *testing.T) {
			landtest.Judge(t, AgentsReach(), tt.manifests, *tt.cluster.input(), tt.want, tt.says)
		})
	}
}
