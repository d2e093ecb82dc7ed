// Package dns holds the Go checks of cluster DNS.
package dns

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Corefile asks whether CoreDNS is configured so that it survives restarts and faults.
func Corefile() check.Check {
	return check.Check{
		ID:    "dns/corefile",
		Title: "The Corefile has the plugins that CoreDNS should not be without",
		Doc: `A Corefile that lacks a plugin still answers, so nobody notices. Without lameduck, lookups
fail at every rollout of CoreDNS; without ready, traffic goes to a pod that has not read
its zones yet; without reload, an edit does nothing; without loop, a forward that leads
back to CoreDNS eats its memory until it dies; without errors, none of it is logged.

The Corefile must have the plugins cache, errors, health (with lameduck of 5 s or more;
EKS advises 30 s), kubernetes, loop, ready and reload, and forward "." to something else
than its own loopback address or the address of the Service of cluster DNS, which is also where /etc/resolv.conf of pods with
` + "`dnsPolicy: ClusterFirst`" + ` leads; without a forward, names outside of the cluster do not resolve. Files that it imports cannot be seen: what may come from
there is unknown and no gap. Cluster DNS that is not CoreDNS, or whose Corefile the
platform writes, is left out.

The upstream servers in the node's ` + "`/etc/resolv.conf`" + ` are not visible; only a lookup from
a pod proves them.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartDistribution, facts.KindBackends, facts.KindDNSConfig, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindWorkloads},
		Requires:      []string{"dns/present"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Gap: []facts.Portion{"workloads/pods", "backends"}, Skip: []facts.Portion{"backends"}, Pass: []facts.Portion{"workloads/pods"}},
		Remediation: `Set it where the Corefile comes from: the chart's values, or the manifests that your
repository delivers. With reload in place CoreDNS takes it over within two minutes.`,
		Remedies: corefileRemedies(),
		Links: []string{
			"https://coredns.io/plugins/loop/#troubleshooting",
			"https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html",
		},
		Since: "0.1.0",
		Run:   runCorefile,
	}
}

func runCorefile(_ context.Context, in *facts.Input) (check.Outcome, error) {
	switch {
	case in.Distribution.Name == "openshift":
		return check.Skip("OpenShift's DNS operator writes the Corefile"), nil
	case !in.DNSConfig.Found && slices.ContainsFunc(in.Running("dns/cluster"), isVisibleCoreDNS):
		return check.Unknown("CoreDNS runs, and no ConfigMap with its Corefile was found"), nil
	case !in.DNSConfig.Found:
		return check.Skip("cluster DNS has no Corefile"), nil
	}
	object := facts.ObjectRef{Kind: "ConfigMap", Namespace: "kube-system", Name: in.DNSConfig.ConfigMap}
	var sure, open []check.Finding
	sure = append(sure, ownResolver(in)...)
	for _, f := range faultsOf(in.DNSConfig.Servers, ownAddresses(in.Backends), in.Thresholds.OrDefault().LameduckSeconds.Duration()) {
		finding := check.Finding{Object: object, Message: f.what}
		if f.absent && imports(in.DNSConfig.Servers) {
			open = append(open, finding)
			continue
		}
		sure = append(sure, finding)
	}
	switch {
	case len(sure) > 0:
		out := check.Gap(text.Counted(len(sure), "thing is", "things are")+" wrong with the Corefile", sure...)
		if slices.ContainsFunc(sure, func(f check.Finding) bool { return f.State != "" }) {
			out = out.In("own-resolver")
		}
		return out, nil
	case len(open) > 0:
		return check.Unknown("the Corefile lacks plugins that a file it imports may bring", open...), nil
	}
	return check.Pass("the Corefile has the plugins that are asked for"), nil
}

func isVisibleCoreDNS(i facts.Implementation) bool {
	return i.Name == "coredns" && i.State == facts.StateRunning
}

// fault is one thing that is wrong with a Corefile.
type fault struct {
	what string
	// absent marks what an imported file could bring.
	absent bool
}

// requiredPlugins are those that must be there, and what happens without them.
var requiredPlugins = []struct{ name, without string }{
	{"cache", "every lookup goes upstream"},
	{"errors", "failed lookups are not logged"},
	{"health", "rollouts drop lookups"},
	{"kubernetes", "Services have no names"},
	{"loop", "a forwarding loop is not noticed"},
	{"ready", "pods get traffic before they can answer"},
	{"reload", "edits of the Corefile do nothing"},
}

// ownAddresses are those of the Services of cluster DNS: what is sent there comes back to CoreDNS.
func ownAddresses(backends []facts.Backend) []netip.Addr {
	var own []netip.Addr
	for _, b := range backends {
		for _, a := range b.Addresses {
			if addr, err := netip.ParseAddr(a); err == nil {
				own = append(own, addr)
			}
		}
	}
	return own
}

// faultsOf lists what is wrong with the server blocks. own are the addresses of cluster DNS; lameduck is how long
// CoreDNS must go on answering after it got the signal to stop.
func faultsOf(servers []facts.DNSServer, own []netip.Addr, lameduck time.Duration) []fault {
	var faults []fault
	for _, w := range requiredPlugins {
		if !slices.ContainsFunc(servers, func(s facts.DNSServer) bool { return len(pluginsOf(s, w.name)) > 0 }) {
			faults = append(faults, fault{what: fmt.Sprintf("no plugin %s: %s", w.name, w.without), absent: true})
		}
	}
	for _, s := range servers {
		for _, p := range pluginsOf(s, "health") {
			if d := lameduckOf(p); d < lameduck {
				faults = append(faults, fault{what: fmt.Sprintf("lameduck of plugin health is %s, below %s: rollouts drop lookups", d, lameduck)})
			}
		}
		for _, p := range pluginsOf(s, "kubernetes") {
			if len(p.Args) == 0 && slices.Contains(zonesOf(s), ".") {
				faults = append(faults, fault{what: "plugin kubernetes names no cluster domain"})
			}
		}
		faults = append(faults, forwardLoops(s, own)...)
	}
	if !slices.ContainsFunc(servers, resolvesAll) {
		faults = append(faults, fault{what: "no plugin forward for all names: those outside of the cluster do not resolve", absent: true})
	}
	return faults
}

// resolvesAll reports whether a server asks others for the names that it does not know itself.
func resolvesAll(s facts.DNSServer) bool {
	if !slices.Contains(zonesOf(s), ".") {
		return false
	}
	for _, p := range s.Plugins {
		if slices.Contains([]string{"forward", "proxy", "unbound", "recursor", "grpc", "fanout"}, p.Name) && (len(p.Args) == 0 || p.Args[0] == ".") {
			return true
		}
	}
	return false
}

// forwardLoops finds forwards of everything to the pod's own loopback address, or to the Service of cluster DNS.
func forwardLoops(s facts.DNSServer, own []netip.Addr) []fault {
	var faults []fault
	if !slices.Contains(zonesOf(s), ".") {
		return nil // a stub domain may well be served by a sidecar, or rewritten to names of the cluster
	}
	for _, p := range append(pluginsOf(s, "forward"), pluginsOf(s, "proxy")...) {
		for _, to := range p.Args[min(1, len(p.Args)):] {
			addr, ok := upstreamAddr(to)
			switch {
			case ok && addr.IsLoopback():
				faults = append(faults, fault{what: fmt.Sprintf("plugin %s sends lookups to %s, which is CoreDNS itself", p.Name, to)})
			case ok && slices.Contains(own, addr):
				faults = append(faults, fault{what: fmt.Sprintf("plugin %s sends lookups to %s, which is the Service of cluster DNS: they come back to CoreDNS", p.Name, to)})
			}
		}
	}
	return faults
}

// ownResolver finds CoreDNS whose pods ask the Service of cluster DNS, as all others do, and that forwards to what its
// /etc/resolv.conf names: to itself.
func ownResolver(in *facts.Input) []check.Finding {
	file := slices.ContainsFunc(in.DNSConfig.Servers, func(s facts.DNSServer) bool {
		return slices.Contains(zonesOf(s), ".") && slices.ContainsFunc(append(pluginsOf(s, "forward"), pluginsOf(s, "proxy")...), func(p facts.DNSPlugin) bool {
			return slices.Contains(p.Args, "/etc/resolv.conf")
		})
	})
	var found []check.Finding
	for _, i := range in.Running("dns/cluster") {
		for at := range in.Workloads {
			w := &in.Workloads[at]
			ref := facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}
			if file && isVisibleCoreDNS(i) && slices.Contains(i.Workloads, ref) && w.DNSPolicy == "ClusterFirst" && !w.HostNetwork {
				found = append(found, check.Finding{
					Object: ref, State: "own-resolver",
					Message: "dnsPolicy ClusterFirst writes the Service of cluster DNS into its /etc/resolv.conf, where the Corefile sends lookups: they come back to CoreDNS",
				})
			}
		}
	}
	return found
}

// upstreamAddr returns the address of an upstream ("dns://127.0.0.1:53", "[::1]:53"), and false for a file.
func upstreamAddr(upstream string) (netip.Addr, bool) {
	if _, after, ok := strings.Cut(upstream, "://"); ok {
		upstream = after
	}
	if addr, err := netip.ParseAddrPort(upstream); err == nil {
		return addr.Addr(), true
	}
	addr, err := netip.ParseAddr(strings.Trim(upstream, "[]"))
	return addr, err == nil
}

// lameduckOf reads the option "lameduck 5s"; zero when there is none.
func lameduckOf(p facts.DNSPlugin) time.Duration {
	for _, option := range p.Options {
		fields := strings.Fields(option)
		if len(fields) == 2 && fields[0] == "lameduck" {
			d, _ := time.ParseDuration(fields[1])
			return d
		}
	}
	return 0
}

// zonesOf returns the zones of a server without scheme and port: ".:53" is ".".
func zonesOf(s facts.DNSServer) []string {
	zones := make([]string, 0, len(s.Zones))
	for _, z := range s.Zones {
		if _, after, ok := strings.Cut(z, "://"); ok {
			z = after
		}
		zone, _, _ := strings.Cut(z, ":")
		zones = append(zones, zone)
	}
	return zones
}

func pluginsOf(s facts.DNSServer, name string) []facts.DNSPlugin {
	var found []facts.DNSPlugin
	for _, p := range s.Plugins {
		if p.Name == name {
			found = append(found, p)
		}
	}
	return found
}

// imports reports whether any server takes in other files.
func imports(servers []facts.DNSServer) bool {
	return slices.ContainsFunc(servers, func(s facts.DNSServer) bool { return len(pluginsOf(s, "import")) > 0 })
}
