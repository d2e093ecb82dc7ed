package dns

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// full is kubeadm's Corefile; change edits its one server.
func full(change func(*facts.DNSServer)) facts.DNSConfig {
	s := facts.DNSServer{Zones: []string{".:53"}, Plugins: []facts.DNSPlugin{
		{Name: "errors"},
		{Name: "health", Options: []string{"lameduck 5s"}},
		{Name: "ready"},
		{Name: "kubernetes", Args: []string{"cluster.local", "in-addr.arpa"}},
		{Name: "forward", Args: []string{".", "/etc/resolv.conf"}},
		{Name: "cache", Args: []string{"30"}},
		{Name: "loop"},
		{Name: "reload"},
	}}
	if change != nil {
		change(&s)
	}
	return facts.DNSConfig{Found: true, ConfigMap: "coredns", Servers: []facts.DNSServer{s}}
}

// set replaces a plugin, or removes it when its name is empty.
func set(name string, with facts.DNSPlugin) func(*facts.DNSServer) {
	return func(s *facts.DNSServer) {
		var kept []facts.DNSPlugin
		for _, p := range s.Plugins {
			switch {
			case p.Name != name:
				kept = append(kept, p)
			case with.Name != "":
				kept = append(kept, with)
			}
		}
		s.Plugins = kept
	}
}

func forward(to string) func(*facts.DNSServer) {
	return set("forward", facts.DNSPlugin{Name: "forward", Args: []string{".", to}})
}

func TestCorefile(t *testing.T) {
	importing := func(s *facts.DNSServer) {
		set("loop", facts.DNSPlugin{})(s)
		s.Plugins = append(s.Plugins, facts.DNSPlugin{Name: "import", Args: []string{"/etc/coredns/custom/*.override"}})
	}
	stub := full(nil)
	stub.Servers = append(stub.Servers, facts.DNSServer{Zones: []string{"corp.example:53"}, Plugins: []facts.DNSPlugin{
		{Name: "forward", Args: []string{".", "127.0.0.1:5353"}},
	}})
	rewritten := full(nil)
	rewritten.Servers = append(rewritten.Servers, facts.DNSServer{Zones: []string{"corp.example:53"}, Plugins: []facts.DNSPlugin{
		{Name: "rewrite", Args: []string{"name", "db.corp.example", "db.shop.svc.cluster.local"}},
		{Name: "forward", Args: []string{".", "10.96.0.10"}},
	}})
	k3s := full(func(s *facts.DNSServer) {
		importing(s)
		set("health", facts.DNSPlugin{Name: "health"})(s)
	})
	coredns := []facts.Implementation{{Name: "coredns", State: facts.StateRunning, Roles: []string{"dns/cluster"}}}
	for name, tt := range map[string]struct {
		config facts.DNSConfig
		distro string
		impls  []facts.Implementation
		want   check.Status
		says   string
	}{
		"kubeadm's":                {config: full(nil), want: check.StatusPass},
		"longer lameduck":          {config: full(set("health", facts.DNSPlugin{Name: "health", Options: []string{"lameduck 30s"}})), want: check.StatusPass},
		"short lameduck":           {config: full(set("health", facts.DNSPlugin{Name: "health", Options: []string{"lameduck 500ms"}})), want: check.StatusGap, says: "is 500ms, below 5s"},
		"no lameduck":              {config: full(set("health", facts.DNSPlugin{Name: "health"})), want: check.StatusGap, says: "is 0s"},
		"no ready":                 {config: full(set("ready", facts.DNSPlugin{})), want: check.StatusGap, says: "no plugin ready"},
		"no kubernetes":            {config: full(set("kubernetes", facts.DNSPlugin{})), want: check.StatusGap, says: "Services have no names"},
		"no domain":                {config: full(set("kubernetes", facts.DNSPlugin{Name: "kubernetes"})), want: check.StatusGap, says: "no cluster domain"},
		"to itself":                {config: full(forward("127.0.0.1")), want: check.StatusGap, says: "CoreDNS itself"},
		"to itself, 127.0.0.53":    {config: full(forward("127.0.0.53:53")), want: check.StatusGap},
		"to itself, IPv6":          {config: full(forward("[::1]:53")), want: check.StatusGap},
		"to itself, over TLS":      {config: full(forward("tls://::1")), want: check.StatusGap},
		"to another host":          {config: full(forward("10.127.0.1")), want: check.StatusPass},
		"to its own Service":       {config: full(forward("10.96.0.10")), want: check.StatusGap, says: "they come back to CoreDNS"},
		"to its Service, IPv6":     {config: full(forward("dns://[fd00::a]:53")), want: check.StatusGap, says: "the Service of cluster DNS"},
		"stub to its own Service":  {config: rewritten, want: check.StatusPass},
		"no forward":               {config: full(set("forward", facts.DNSPlugin{})), want: check.StatusGap, says: "those outside of the cluster do not resolve"},
		"forward of one domain":    {config: full(set("forward", facts.DNSPlugin{Name: "forward", Args: []string{"corp.example", "10.0.0.2"}})), want: check.StatusGap, says: "no plugin forward for all names"},
		"another resolver":         {config: full(set("forward", facts.DNSPlugin{Name: "unbound"})), want: check.StatusPass},
		"stub on a sidecar":        {config: stub, want: check.StatusPass},
		"missing, may be imported": {config: full(importing), want: check.StatusUnknown, says: "a file it imports"},
		"k3s lacks lameduck":       {config: k3s, want: check.StatusGap, says: "1 thing is wrong"},
		"OpenShift's operator":     {config: full(forward("127.0.0.1")), distro: "openshift", want: check.StatusSkip},
		"kube-dns":                 {want: check.StatusSkip},
		"CoreDNS, no file":         {impls: coredns, want: check.StatusUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Inventory: tt.impls, Distribution: facts.Distribution{Name: tt.distro}}
			in.Backends = []facts.Backend{{Namespace: "kube-system", Name: "kube-dns", Roles: []string{"dns"}, Addresses: []string{"10.96.0.10", "fd00::a"}}}
			in.DNSConfig = tt.config
			out, err := Corefile().Run(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			said := out.Reason
			for _, f := range out.Findings {
				said += "\n" + f.Message
			}
			if out.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("got %s, want %s with %q: %s", out.Status, tt.want, tt.says, said)
			}
		})
	}
}
