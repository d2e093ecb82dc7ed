package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func dnsConfigReads() []Read {
	return []Read{{
		Resource: "configmaps", Verbs: []string{"get"}, Namespace: kubeSystem, Names: []string{"coredns", "rke2-coredns-rke2-coredns"},
		MoreNames: "the ConfigMap of CoreDNS where it has another name",
	}, { // without its namespace: most clusters have none of that name, and no Role can be in it
		Resource: "configmaps", Verbs: []string{"get"}, Names: []string{"dns-default"}, When: "CoreDNS is OpenShift's",
	}}
}

func dnsConfigCollector() Collector {
	return Collector{
		Facts:   facts.KindDNSConfig,
		Reads:   dnsConfigReads(),
		After:   []facts.Kind{facts.KindWorkloads},
		Collect: collectDNSConfig,
	}
}

// collectDNSConfig reads the Corefile of the cluster's CoreDNS.
func collectDNSConfig(ctx context.Context, r *Run) Fill {
	found, ok := firstFound(r, corefileConfigMaps(r.Before.Workloads), func(r *Run, place facts.ObjectRef) (placed, bool) {
		text, ok := corefile(r.configMap(ctx, place.Namespace, place.Name))
		return placed{place, text}, ok
	})
	if !ok {
		// Without all workloads, a Corefile can be in a ConfigMap that was not found.
		r.inherit("workloads")
		return nil
	}
	servers, err := parseCorefile(found.text)
	if err != nil {
		q := target.Query{Version: "v1", Resource: "configmaps", Namespace: found.place.Namespace, Name: found.place.Name}
		r.fail("get", q, &target.ReadError{Reason: facts.ReasonTooLarge, Message: err.Error()})
		return nil
	}
	config := facts.DNSConfig{Found: true, ConfigMap: found.place.Name, Servers: servers}
	return func(s *facts.Snapshot) { s.DNSConfig = config }
}

// placed is a Corefile with its ConfigMap.
type placed struct {
	place facts.ObjectRef
	text  string
}

// corefileConfigMaps returns the ConfigMaps that can hold the Corefile, likeliest first:
// what the cluster's own CoreDNS mounts, what others mount, and the usual name.
func corefileConfigMaps(workloads []facts.Workload) []facts.ObjectRef {
	var own, others []facts.ObjectRef
	for _, w := range workloads {
		if !slices.ContainsFunc(w.Containers, runsCoreDNS) {
			continue
		}
		for _, name := range w.ConfigMaps {
			place := facts.ObjectRef{Kind: "ConfigMap", Namespace: w.Namespace, Name: name}
			switch {
			case w.PodLabels["k8s-app"] == "kube-dns" && w.Namespace == kubeSystem, w.Namespace == openShiftDNS:
				own = append(own, place)
			case w.Namespace == kubeSystem:
				others = append(others, place)
			}
		}
	}
	usual := facts.ObjectRef{Kind: "ConfigMap", Namespace: kubeSystem, Name: "coredns"}
	var places []facts.ObjectRef
	for _, place := range slices.Concat(own, []facts.ObjectRef{usual}, others) {
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

func runsCoreDNS(c facts.Container) bool {
	name := c.Image.Repository[strings.LastIndex(c.Image.Repository, "/")+1:]
	return strings.HasSuffix(name, "coredns")
}

// corefile finds the Corefile among the keys of a ConfigMap.
func corefile(data map[string]string) (string, bool) {
	text, ok := data["Corefile"]
	return text, ok
}
