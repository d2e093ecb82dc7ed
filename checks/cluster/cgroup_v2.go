package cluster

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// CgroupV2 asks whether nodes still use version 1 of control groups.
func CgroupV2() check.Check {
	return proof.Check(check.Check{
		ID:    "cluster/cgroup-v2",
		Title: "Nodes use control groups of version 2",
		Doc: `The kubelet of Kubernetes 1.35 and later does not start on a node with control groups of version 1,
unless its configuration says ` + "`failCgroupV1: false`" + `. The node's API object does not tell the version, so
that an upgrade finds out.

The probe looks into ` + "`/sys/fs/cgroup`" + ` of a pod, on one node of each OS image and kernel, on up to ten nodes.
Nodes of one image whose boot options were changed by hand may differ. Nodes that take no ordinary
pods are left out.`,
		Tier: check.TierShould,
		Remediation: `Give the node groups that the findings name an OS image whose default is version 2: Ubuntu 22.04,
Debian 11, RHEL 9, Amazon Linux 2023, Flatcar and Bottlerocket of today, or newer. Do it before the
kubelet becomes 1.35.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/architecture/cgroups/",
			"https://github.com/kubernetes/enhancements/issues/5573",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			reason := "version 2 was found on " + text.Counted(proof.Nodes(p), "node", "nodes") + ", one of each OS image and kernel"
			if left, ok := p.Measure("kinds of node left out"); ok {
				reason += fmt.Sprintf("; %s not looked at", text.Counted(left.Value, "other kind was", "other kinds were"))
			}
			return reason
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "version 1 was found on " + text.Share(proof.NodesOf(failed), proof.Nodes(p), "node", "nodes") + " looked at"
		},
	})
}
