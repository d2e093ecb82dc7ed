package facts

import "testing"

func TestStringAt(t *testing.T) {
	s := &Snapshot{}
	s.NetworkConfig.Cilium.EnablePolicy = "default"
	if got, ok := StringAt(s, "networkConfig.cilium.enablePolicy"); !ok || got != "default" {
		t.Errorf("got %q, %v", got, ok)
	}
	for _, path := range []string{"", "networkConfig", "networkConfig.cilium.enablepolicy", "networkConfig.cilium.enablePolicy.x", "nodes.name", "networkConfig.cilium.found"} {
		if got, ok := StringAt(s, path); ok {
			t.Errorf("%q gives %q, and is no string", path, got)
		}
	}
}
