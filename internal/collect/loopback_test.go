package collect

import "testing"

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"https://localhost:5443/x": true, "https://127.0.0.1:23443/mutate": true, "https://[::1]/x": true,
		"https://localhost.example.org": false, "https://10.0.0.1/x": false, "https://hooks.example.org": false, "": false, "%": false,
	} {
		if loopback(&address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
	if loopback(nil) {
		t.Error("a Service is of the API server's machine")
	}
}

func TestCiliumPoolOfTheFamilyInUse(t *testing.T) {
	data := map[string]string{
		"enable-ipv4": "false", "cluster-pool-ipv4-cidr": "10.0.0.0/8", "cluster-pool-ipv4-mask-size": "24",
		"cluster-pool-ipv6-cidr": "fd00::/104", "cluster-pool-ipv6-mask-size": "120",
	}
	if c := distilCilium("kube-system", data); c.ClusterPoolCIDR != "fd00::/104" || c.ClusterPoolMaskSize != 120 {
		t.Errorf("IPv6 alone: %+v", c)
	}
	data["enable-ipv4"] = "true"
	if c := distilCilium("kube-system", data); c.ClusterPoolCIDR != "10.0.0.0/8" || c.ClusterPoolMaskSize != 24 {
		t.Errorf("of both: %+v", c)
	}
}
