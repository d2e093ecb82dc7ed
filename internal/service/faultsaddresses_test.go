package service

import (
	"strings"
	"testing"
)

// Addresses that may be read in two ways are refused since Kubernetes 1.36, what is none by all releases.
func TestAddressFaults(t *testing.T) {
	for manifest, want := range map[string]struct {
		since int
		says  string
	}{
		"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], externalIPs: [192.168.010.1]}":                                                                                                          {36, "must not have leading 0s"},
		"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], externalIPs: ['::ffff:1.2.3.4']}":                                                                                                       {36, "must not be an IPv4-mapped IPv6 address"},
		"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: [10.0.0.0/33]}":                                                                           {0, "is not valid"},
		"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], clusterIP: None, clusterIPs: [None]}":                                                                                                   {0, ""},
		"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.2.3/16]}}]}]}":                                            {36, "must not have bits set beyond the prefix length"},
		"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {}}]}]}":                                                {0, ""},
		"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {hostAliases: [{ip: 127.0.0.01}], containers: [{name: a, image: a}]}}}": {36, "must not have leading 0s"},
		"apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\naddressType: IPv4\nendpoints: [{addresses: [010.0.0.1]}]\nports: []":                                                                         {36, "must not have leading 0s"},
	} {
		m, err := Parse("web", "web.yaml", []byte(manifest), Options{Namespace: "shop"})
		if err != nil {
			t.Fatal(err)
		}
		found, err := m.Facts()
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case want.says == "" && len(found.Faults) > 0, want.says != "" && len(found.Faults) != 1:
			t.Errorf("%s\nhas the faults %+v", manifest, found.Faults)
		case want.says != "" && (found.Faults[0].SinceMinor != want.since || !strings.Contains(found.Faults[0].Message, want.says)):
			t.Errorf("%s\nhas the fault %+v, want since 1.%d: %s", manifest, found.Faults[0], want.since, want.says)
		}
	}
}
