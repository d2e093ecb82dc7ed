package network

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestOpenShiftNetwork(t *testing.T) {
	for name, tt := range map[string]struct {
		ranges [][2]string // CIDR and hostPrefix
		pods   int64
		plugin string
		want   check.Status
		says   string
	}{
		"room":            {[][2]string{{"10.128.0.0/14", "23"}}, 250, "ovn-kubernetes", check.StatusPass, "2 of 512 node ranges in 10.128.0.0/14"},
		"too small":       {[][2]string{{"10.128.0.0/14", "24"}}, 500, "ovn-kubernetes", check.StatusGap, "its /24 holds 253 pod addresses, and the kubelet accepts 500 pods"},
		"used up":         {[][2]string{{"10.128.0.0/22", "23"}}, 250, "openshift-sdn", check.StatusGap, "new nodes may get none"},
		"of both":         {[][2]string{{"fd01::/48", "64"}, {"10.128.0.0/14", "23"}}, 250, "ovn-kubernetes", check.StatusPass, "2 of 512"},
		"IPv6 alone":      {[][2]string{{"fd01::/48", "64"}}, 250, "ovn-kubernetes", check.StatusPass, "2 of 65536"},
		"two ranges":      {[][2]string{{"10.128.0.0/14", "23"}, {"10.0.0.0/16", "23"}}, 250, "ovn-kubernetes", check.StatusPass, "not visible"},
		"of two sizes":    {[][2]string{{"10.128.0.0/14", "23"}, {"10.0.0.0/16", "24"}}, 250, "ovn-kubernetes", check.StatusUnknown, "annotations"},
		"nothing is said": {nil, 250, "ovn-kubernetes", check.StatusUnknown, "annotations"},
		"another plugin":  {[][2]string{{"10.128.0.0/14", "23"}}, 250, "kube-ovn", check.StatusUnknown, "its own subnets"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Inventory: []facts.Implementation{running(tt.plugin, "network/cni")}}
			in.Nodes = []facts.Node{{Name: "a", AllocatablePods: tt.pods}, {Name: "b", AllocatablePods: tt.pods}}
			object := facts.ProductObject{Name: "cluster"}
			cidrs, sizes := facts.ProductField{Name: "status.clusterNetwork[].cidr"}, facts.ProductField{Name: "status.clusterNetwork[].hostPrefix"}
			for _, r := range tt.ranges {
				cidrs.Values, sizes.Values = append(cidrs.Values, r[0]), append(sizes.Values, r[1])
			}
			object.Fields = []facts.ProductField{cidrs, sizes}
			in.ProductResources = []facts.ProductResource{{Name: "networks.config.openshift.io", Served: true, Read: true, Objects: []facts.ProductObject{object}}}
			expect(t, PodIPCapacity(), in, tt.want, tt.says)
		})
	}
}
