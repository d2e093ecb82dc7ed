package collect

import (
	"context"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const (
	networkingGroup = "networking.k8s.io"
	// serviceRangesMax is how many ServiceCIDRs are kept: a cluster has one, and a few that were added.
	serviceRangesMax = 100
)

func serviceRangesCollector() Collector {
	return Collector{
		Facts:   facts.KindServiceRanges,
		Reads:   []Read{ifServed(networkingGroup, "servicecidrs"), ifServed(networkingGroup, "ipaddresses")},
		After:   []facts.Kind{facts.KindWorkloads},
		Collect: collectServiceRanges,
	}
}

// collectServiceRanges reads the ranges of addresses for Services, and how many are taken: the list of
// IPAddresses says that with its first object, and no more of them is read.
func collectServiceRanges(ctx context.Context, r *Run) Fill {
	out := facts.ServiceRanges{NodePorts: nodePortRange(r.Before.Workloads)}
	fill := func(s *facts.Snapshot) { s.ServiceRanges = out }
	q := target.Query{Group: networkingGroup, Resource: "servicecidrs"}
	if !r.serves(&q) {
		return fill
	}
	out.Served, out.Addresses = true, -1
	out.Ranges, _ = both(r, func(r *Run) []facts.ServiceRange {
		return distilled(r, q, eachUpTo(ctx, r, q, serviceRangesMax, tryDistil(distilServiceRange)))
	}, func(r *Run) []struct{} {
		q := target.Query{Group: networkingGroup, Resource: "ipaddresses", Metadata: true, Count: func(n int) { out.Addresses = n }}
		if !r.serves(&q) {
			return nil
		}
		if err := r.src.Each(ctx, q, func(runtime.Object) error { return nil }); err != nil {
			r.fail("list", q, err)
		}
		return nil
	})
	sortBy(out.Ranges, func(s facts.ServiceRange) string { return s.Name })
	return fill
}

// The ports that the API server gives to Services where it is not told others.
// https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
const firstNodePort, lastNodePort = 30000, 32767

// nodePortRange is what the static pods of the API server say; zero where there are none, where their flags are
// not those that it is set up by, and where they do not agree.
func nodePortRange(workloads []facts.Workload) facts.NodePortRange {
	var out facts.NodePortRange
	for i := range workloads {
		w := &workloads[i]
		if w.Namespace != kubeSystem || !kube.RunsAPIServer(w) {
			continue
		}
		one := facts.NodePortRange{From: firstNodePort, To: lastNodePort}
		for _, c := range w.Containers {
			for _, arg := range c.Args {
				if arg.Name == "service-node-port-range" {
					one = parsePortRange(arg.Value)
				}
			}
		}
		if out != (facts.NodePortRange{}) && out != one {
			return facts.NodePortRange{}
		}
		out = one
	}
	return out
}

// parsePortRange parses "30000-32767", "30000+2767" (how many follow) and "30000"; anything else is zero.
func parsePortRange(value string) facts.NodePortRange {
	number := func(s string) int { n, _ := strconv.Atoi(strings.TrimSpace(s)); return n }
	from, to, _ := strings.Cut(value, "-")
	out := facts.NodePortRange{From: number(from), To: number(to)}
	if base, size, found := strings.Cut(value, "+"); found {
		out = facts.NodePortRange{From: number(base), To: number(base) + number(size)}
	} else if to == "" {
		out.To = out.From
	}
	if out.From <= 0 || out.To < out.From {
		return facts.NodePortRange{}
	}
	return out
}

func distilServiceRange(o *unstructured.Unstructured) (facts.ServiceRange, error) {
	read := reader{fields: o.Object}
	out := facts.ServiceRange{Name: o.GetName()}
	value, _ := read.at("spec", "cidrs")
	for _, cidr := range plainValues(value) {
		out.CIDRs = append(out.CIDRs, text.Truncate(cidr, valueMax))
	}
	if c, ok := findCondition(read.conditions("status", "conditions"), "Ready"); ok {
		out.Ready = c.Status
	}
	return out, read.err
}

const mirroring = "endpointslice.kubernetes.io/managed-by=endpointslicemirroring-controller.k8s.io"

// mirroredMax is how many EndpointSlices are read that Kubernetes makes of Endpoints.
const mirroredMax = 500

func mirroredEndpointsCollector() Collector {
	return Collector{
		Facts:   facts.KindMirroredEndpoints,
		Reads:   []Read{list("discovery.k8s.io", "endpointslices")},
		Collect: collectMirroredEndpoints,
	}
}

// collectMirroredEndpoints reads which Endpoints Kubernetes has not written itself: of these it makes
// EndpointSlices with a label, and of no others. See
// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-mirroring
func collectMirroredEndpoints(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices", LabelSelector: mirroring, Metadata: true}
	seen := map[facts.MirroredEndpoints]bool{}
	for _, one := range eachUpTo(ctx, r, q, mirroredMax, func(o *metav1.PartialObjectMetadata) facts.MirroredEndpoints {
		return facts.MirroredEndpoints{Namespace: o.Namespace, Service: text.Truncate(or(o.Labels["kubernetes.io/service-name"], o.Name), valueMax)}
	}) {
		seen[one] = true
	}
	var all []facts.MirroredEndpoints
	for one := range seen {
		all = append(all, one)
	}
	sortBy(all,
		func(e facts.MirroredEndpoints) string { return e.Namespace },
		func(e facts.MirroredEndpoints) string { return e.Service })
	return func(s *facts.Snapshot) { s.MirroredEndpoints = all }
}
