package network

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

// landed is a case of a requirement: manifests, and what the cluster is known to have.
type landed struct {
	manifests string
	cluster   facts.Snapshot
	want      check.Status
	says      string
}

// judge runs a requirement on the manifests.
func (l landed) judge(t *testing.T, c check.Check) {
	t.Helper()
	landtest.Judge(t, c, l.manifests, facts.Input{Snapshot: l.cluster}, l.want, l.says)
}

// judgeWith is judge where these products are there.
func (l landed) judgeWith(t *testing.T, c check.Check, inventory ...facts.Implementation) {
	t.Helper()
	landtest.Judge(t, c, l.manifests, facts.Input{Snapshot: l.cluster, Inventory: inventory}, l.want, l.says)
}

// TestServiceAddresses: IPv6 has no broadcast address, and a Service may name a port once for each protocol.
func TestServiceAddresses(t *testing.T) {
	service := func(spec string) string {
		return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {" + spec + "}\n"
	}
	free := []facts.TakenAddress{{Port: 30053}, {Address: "fd00::ffff"}, {Address: "10.96.0.0"}, {Address: "10.96.0.5"}}
	ranges := facts.ServiceRanges{
		Served: true, NodePorts: facts.NodePortRange{From: 30000, To: 30100},
		Ranges: []facts.ServiceRange{{Name: "kubernetes", CIDRs: []string{"10.96.0.0/29"}, Ready: "True"}, {Name: "six", CIDRs: []string{"fd00::/112"}, Ready: "True"}, {Name: "old", CIDRs: []string{"10.0.0.0/8"}, Ready: "False"}},
	}
	for name, tt := range map[string]landed{
		"two protocols":       {service("type: NodePort, ports: [{port: 53, nodePort: 30053}, {port: 53, protocol: UDP, nodePort: 30053}]"), facts.Snapshot{}, check.StatusPass, "1 node port"},
		"another range":       {service("type: NodePort, ports: [{port: 53, nodePort: 30101}]"), facts.Snapshot{}, check.StatusGap, "30000-30100"},
		"the last of IPv6":    {service(`clusterIP: "fd00:0::ffff", ports: [{port: 53}]`), facts.Snapshot{}, check.StatusUnknown, "could not be looked up"},
		"the same of IPv6":    {service(`clusterIP: "fd00::ffff", ports: [{port: 53}]`), facts.Snapshot{}, check.StatusPass, ""},
		"the network's own":   {service("clusterIP: 10.96.0.0, ports: [{port: 53}]"), facts.Snapshot{}, check.StatusGap, "none that Services can have"},
		"a range that is not": {service("clusterIP: 10.97.0.1, ports: [{port: 53}]"), facts.Snapshot{}, check.StatusGap, "these are of 10.96.0.0/29, fd00::/112"},
		"no selector":         {service("clusterIP: 10.96.0.5, ports: [{port: 53}]"), facts.Snapshot{}, check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tt.cluster.ServiceRanges, tt.cluster.TakenAddresses = ranges, free
			tt.judge(t, ServiceAddresses())
		})
	}
}

// TestServiceFamilies: before ServiceCIDRs, the flag of the API server says which families there are.
func TestServiceFamilies(t *testing.T) {
	required := "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ipFamilyPolicy: RequireDualStack, selector: {app: web}, ports: [{port: 53}]}\n"
	flagged := func(value string) facts.Snapshot {
		return facts.Snapshot{Workloads: []facts.Workload{{
			Kind: "StaticPod", Namespace: "kube-system", Name: "kube-apiserver-cp-1",
			Containers: []facts.Container{{Args: []facts.Arg{{Name: "service-cluster-ip-range", Value: value}}}},
		}}}
	}
	for name, tt := range map[string]landed{
		"both":         {required, flagged("10.96.0.0/16,fd00::/108"), check.StatusPass, "IPv4, IPv6"},
		"one":          {required, flagged("fd00::/108"), check.StatusGap, "IPv6 alone"},
		"not visible":  {required, facts.Snapshot{}, check.StatusUnknown, "cannot be seen"},
		"its own file": {required, facts.Snapshot{Workloads: []facts.Workload{{Kind: "StaticPod", Namespace: "openshift-kube-apiserver", Name: "kube-apiserver-cp-1"}}}, check.StatusUnknown, "cannot be seen"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, ServiceFamilies()) })
	}
}

// TestExternalIPsAllowed: what GKE allows cannot be seen, and another plugin says nothing of externalIPs.
func TestExternalIPsAllowed(t *testing.T) {
	service := "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {externalIPs: [192.0.2.7], ports: [{port: 53}]}\n"
	flagged := facts.Snapshot{Workloads: []facts.Workload{{
		Kind: "StaticPod", Namespace: "kube-system", Name: "kube-apiserver-cp-1",
		Containers: []facts.Container{{Args: []facts.Arg{{Name: "enable-admission-plugins", Value: "NodeRestriction"}}}},
	}}}
	landed{service, flagged, check.StatusPass, ""}.judge(t, ExternalIPsAllowed())
	landed{service, facts.Snapshot{}, check.StatusUnknown, "cannot be seen"}.judge(t, ExternalIPsAllowed())
	in := facts.Input{Distribution: facts.Distribution{Name: "gke"}}
	landtest.Judge(t, ExternalIPsAllowed(), service, in, check.StatusUnknown, "GKE refuses them")
}
