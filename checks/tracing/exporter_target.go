package tracing

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ExporterTarget asks whether what the pods of a service send telemetry to is there.
func ExporterTarget() check.Check {
	return check.Check{
		ID:      "tracing/exporter-target",
		Title:   "The Services that the pods send telemetry to are there, with the port",
		Subject: check.SubjectService,
		Doc: `An SDK of OpenTelemetry whose endpoint does not resolve, or has no such port, tries again and drops what it has: the
service runs, and no trace or metric of it is ever seen.

kready reads the host and the port of OTEL_EXPORTER_OTLP_ENDPOINT, of its siblings for traces, metrics and logs, and of those for
Zipkin and Jaeger, where a container has them as a value, and looks up the Service that the host is the name of. Hosts outside
of the cluster, addresses, localhost, and values made of other variables are not judged, nor is a port that is not
written. Any port of a headless Service may be right. Whether a collector answers there is not tried.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedServices},
		Remediation: `Name the Service and the port of the cluster's collector, or have the platform run one:

    kubectl get services -A | grep -i -e otel -e collector -e alloy -e tempo -e jaeger
`,
		Links: []string{"https://opentelemetry.io/docs/specs/otel/protocol/exporter/"},
		Since: "0.2.0",
		Run:   runExporterTarget,
	}
}

func runExporterTarget(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	judged, outside := 0, 0
	brings, seen := kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot)
	for i := range in.Service.Pods {
		pods := &in.Service.Pods[i]
		for _, export := range pods.Exports {
			if outsider(export.Host) {
				outside++
				continue
			}
			judged++
			why, known := targetMissing(brings, seen, pods, export)
			if why != "" {
				why = fmt.Sprintf("%s of the container %s: %s", export.Variable, export.Container, why)
			}
			found.Add(check.OfManifest(pods.Manifest, export.Line, check.ByService, why), known)
		}
	}
	switch {
	case judged+outside == 0:
		return check.Skip("no variable of the service's containers says where telemetry goes"), nil
	case judged == 0:
		return check.Pass("telemetry goes to " + text.Counted(outside, "address", "addresses") + " that no Service has, which kready does not judge"), nil
	}
	endpoints := text.Counted(judged, "endpoint", "endpoints")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s for telemetry %s nowhere", len(found.Gaps), endpoints, map[bool]string{true: "leads", false: "lead"}[len(found.Gaps) == 1]),
		fmt.Sprintf("whether %d of %s for telemetry %s there is not known", len(found.Unknowns), endpoints, text.Are(len(found.Unknowns))),
		fmt.Sprintf("%s for telemetry, each a Service that is there", endpoints)), nil
}

// outsider reports whether a host is the name of no Service: an address, the pod itself, or a name of the outside.
func outsider(host string) bool {
	_, err := netip.ParseAddr(host)
	name, _ := kube.ServiceOf("", host)
	return err == nil || host == "localhost" || name == ""
}

// targetMissing says why a Service is not there, or has no such port, and whether that is certain; "" where it is.
func targetMissing(brings *kube.Brought, seen *kube.Seen, pods *facts.LandingPods, export facts.LandingExport) (why string, known bool) {
	name, namespace := kube.ServiceOf(pods.Namespace, export.Host)
	if own := brings.Service(namespace, name); own != nil {
		var ports []int
		for _, p := range own.Ports {
			ports = append(ports, p.Port)
		}
		return noPort(export, own.Headless || own.Type == "ExternalName", ports), true
	}
	there := seen.Service(namespace, name)
	inCluster := seen.Namespace(namespace) != nil || brings.Object("", "Namespace", "", namespace) != nil
	maker := brings.Maker(namespace)
	switch {
	case there != nil && there.Exists:
		var ports []int
		for _, p := range there.Ports {
			ports = append(ports, p.Port)
		}
		return noPort(export, there.Headless || there.Type == "ExternalName", ports), true
	case maker != "":
		return fmt.Sprintf("the Service %s does not exist in the namespace %s, and %s may make it", name, namespace, maker), false
	case inCluster && there == nil:
		return fmt.Sprintf("whether the Service %s exists in the namespace %s could not be looked up", name, namespace), false
	case !inCluster && !strings.Contains(export.Host, ".svc"):
		return fmt.Sprintf("%s is no Service: there is no namespace %s; whether it is a name of the outside is not known", export.Host, namespace), false
	}
	return fmt.Sprintf("the Service %s does not exist in the namespace %s", name, namespace), true
}

// noPort says that a Service does not have the port of an endpoint; "" where it does, or where any may be right.
func noPort(export facts.LandingExport, anyPort bool, ports []int) string {
	if export.Port == 0 || anyPort || len(ports) == 0 || slices.Contains(ports, export.Port) {
		return ""
	}
	var all []string
	for _, p := range ports {
		all = append(all, fmt.Sprint(p))
	}
	return fmt.Sprintf("the Service %s has no port %d: it has %s", export.Host, export.Port, strings.Join(all, ", "))
}
