package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// ClockSkew compares the clocks of the nodes with the API server's.
func ClockSkew() check.Check {
	return check.Check{
		ID:    "cluster/clock-skew",
		Title: "The clocks of all nodes agree with the API server's",
		Doc: `A node whose clock is wrong rejects certificates and tokens that are valid, and takes
those for valid that are not. TLS fails between some pods and not others, and logs and
metrics are filed under the wrong time, so that nobody finds out why.

Every kubelet renews a Lease in ` + "`kube-node-lease`" + ` every ten seconds, dated by its own
clock. kready holds ` + "`spec.renewTime`" + ` against the Date of the API server's own answer: five
minutes to either side are allowed. The clock of the machine that kready runs on plays no
part. Left out are virtual nodes and nodes that are not Ready, whose leases are old for
another reason.

A proxy before the API server that writes its own Date is taken at its word. Smaller errors,
which etcd and distributed databases mind, do not show. Files of objects do not say what
time it was when they were read: the answer is then unknown.`,
		Level: check.LevelHealthy,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.KindLeases, facts.KindNodes},
		Remediation: `On the node that the finding names, look whether its clock is synchronised, and to what:

    timedatectl timesync-status    # or: chronyc tracking

Start chrony or systemd-timesyncd and let UDP 123 out to the time servers. In virtual
machines, let the hypervisor not set the clock at the same time.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats",
			"https://linkerd.io/2/tasks/troubleshooting/#pre-k8s-clock-skew",
		},
		Since: "0.1.0",
		Run:   runClockSkew,
	}
}

func runClockSkew(_ context.Context, in *facts.Input) (check.Outcome, error) {
	leases := map[string]*facts.Lease{}
	for i := range in.Leases {
		if l := &in.Leases[i]; l.Role == facts.LeaseOfNode {
			leases[l.Name] = l
		}
	}
	c := clocks{limit: in.Thresholds.OrDefault().ClockSkewMinutes.Duration()}
	nodes := 0
	for i := range in.Nodes {
		n := &in.Nodes[i]
		if n.Virtual || !n.Ready() {
			continue
		}
		nodes++
		switch l := leases[n.Name]; {
		case l == nil:
		case l.HasTimes():
			c.add(l)
		default:
			c.silent++
		}
	}
	switch {
	case nodes == 0:
		return check.Skip("no node is Ready: the clocks of the others are not known"), nil
	case c.compared == 0:
		return check.Unknown("the facts do not say at what time the nodes and the API server were asked"), nil
	}
	return c.outcome(), nil
}

// clocks is what the comparison amounts to.
type clocks struct {
	// limit is how far a node's clock may be from the API server's.
	limit                   time.Duration
	compared, ahead, behind int
	// silent counts the nodes of whom the facts do not say when they gave a sign of life.
	silent   int
	worst    time.Duration
	findings []check.Finding
}

// add compares one node.
func (c *clocks) add(l *facts.Lease) {
	c.compared++
	age := l.Age()
	c.worst = max(c.worst, age.Abs())
	if age.Abs() <= c.limit {
		return
	}
	message := fmt.Sprintf("its last sign of life is dated %s before the API server's time: its clock is behind, or its kubelet does not report any more",
		text.Duration(age))
	if age < 0 {
		c.ahead++
		message = fmt.Sprintf("its clock is %s ahead of the API server's", text.Duration(-age))
	} else {
		c.behind++
	}
	c.findings = append(c.findings, check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: l.Name}, Message: message})
}

func (c *clocks) outcome() check.Outcome {
	nodes := text.Counted(c.compared, "node", "nodes")
	switch {
	case len(c.findings) == 0 && c.silent > 0:
		return check.Unknown(fmt.Sprintf("the facts do not say when %s gave a sign of life", text.Counted(c.silent, "node", "nodes")))
	case len(c.findings) == 0:
		return check.Pass(fmt.Sprintf("the last signs of life of %s are within %s of the API server's time",
			nodes, text.Counted(int(c.worst.Seconds())+1, "second", "seconds")))
	case c.compared > 1 && (c.ahead == c.compared || c.behind == c.compared):
		return check.Gap(fmt.Sprintf("the clocks of all %s disagree with the API server's in the same direction: its own may be the wrong one", nodes),
			c.findings...)
	}
	clocks, disagree := "the clocks", "disagree"
	if len(c.findings) == 1 {
		clocks, disagree = "the clock", "disagrees"
	}
	return check.Gap(fmt.Sprintf("%s of %d of %s %s with the API server's", clocks, len(c.findings), nodes, disagree), c.findings...)
}
