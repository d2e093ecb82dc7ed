package ingress

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// BackendsThere asks whether the Services are there that the edge is to send a service's requests to.
func BackendsThere() check.Check {
	return check.Check{
		ID:      "ingress/backends-there",
		Title:   "The Services that Ingresses and routes of the service lead to are there, with the ports",
		Subject: check.SubjectService,
		Doc: `An Ingress or an HTTPRoute whose backend does not exist, or has no such port, is accepted, and answers every
request with an error (404, 500 or 503, by its controller).

kready looks for each backend that is a Service among those that the service brings, and else in the cluster, and
for the port there, by number or name as it is written. Where custom resources of the service may make it, the
answer is unknown. Backends of other kinds are not judged, nor are those of AWS's controller that an annotation
describes (` + "`use-annotation`" + `). Whether pods are behind is ` + "`network/service-pods`" + `.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedServices},
		Remediation: `Name a Service that is there, in the same namespace, and one of its ports:

    kubectl -n NAMESPACE get services
`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource",
			"https://gateway-api.sigs.k8s.io/reference/spec/#backendref",
		},
		Since: "0.2.0",
		Run:   runBackendsThere,
	}
}

// led is a backend with the object that leads to it.
type led struct {
	from facts.Manifest
	to   facts.LandingBackend
}

func runBackendsThere(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	all, services := backendsOf(&in.Service), servicesOf(in)
	for _, b := range all {
		message, known := services.lack(b.to)
		finding := check.OfManifest(b.from, b.to.Line, check.ByService, message)
		found.Add(finding, known)
	}
	if len(all) == 0 {
		return check.Skip("no Ingress and no route of the service leads to a Service"), nil
	}
	backends := text.Counted(len(all), "backend", "backends")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s would answer with errors", len(found.Gaps), backends),
		fmt.Sprintf("whether %d of %s %s there is not known", len(found.Unknowns), backends, text.Are(len(found.Unknowns))),
		fmt.Sprintf("%s, which %s there", backends, text.Are(len(all)))), nil
}

// backendsOf are the Services that Ingresses and routes lead to.
func backendsOf(s *facts.Landing) []led {
	var all []led
	for i := range s.Ingresses {
		for _, b := range s.Ingresses[i].Backends {
			all = append(all, led{s.Ingresses[i].Manifest, b})
		}
	}
	for i := range s.Routes {
		for _, b := range s.Routes[i].Backends {
			all = append(all, led{s.Routes[i].Manifest, b})
		}
	}
	return slices.DeleteFunc(all, func(b led) bool {
		return b.to.Group != "" || b.to.Kind != "Service" || b.to.PortName == "use-annotation"
	})
}

// services are those of the service and of the cluster.
type services struct {
	brings *kube.Brought
	seen   *kube.Seen
	// names are those that the service brings, by namespace.
	names map[string][]string
}

func servicesOf(in *facts.Input) services {
	s := services{kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot), map[string][]string{}}
	for i := range in.Service.Services {
		own := &in.Service.Services[i]
		s.names[own.Namespace] = append(s.names[own.Namespace], own.Name)
	}
	return s
}

// lack says what a backend lacks, and whether that is certain; "" for nothing.
func (s *services) lack(b facts.LandingBackend) (message string, known bool) {
	if own := s.brings.Service(b.Namespace, b.Name); own != nil {
		ports := make([]facts.NamedServicePort, 0, len(own.Ports))
		for _, p := range own.Ports {
			ports = append(ports, facts.NamedServicePort{Name: p.Name, Port: p.Port})
		}
		return portless(b, own.Type, ports), true
	}
	name := fmt.Sprintf("the Service %s/%s that it leads to", b.Namespace, b.Name)
	looked := s.seen.Service(b.Namespace, b.Name)
	if looked != nil && looked.Exists {
		return portless(b, looked.Type, looked.Ports), true
	}
	maker := s.brings.Maker(b.Namespace)
	switch {
	case maker != "":
		return fmt.Sprintf("%s does not come with the service: %s may make it", name, maker), false
	case looked != nil:
		return name + " does not exist" + s.others(b.Namespace), true
	case s.seen.Namespace(b.Namespace) == nil:
		return name + " does not exist, nor does its namespace", true
	}
	return name + " does not come with the service, and could not be looked up" + s.others(b.Namespace), false
}

// others names the Services that the service brings in a namespace, for a name that is nearly right.
func (s *services) others(namespace string) string {
	names := s.names[namespace]
	if len(names) == 0 {
		return ""
	}
	return ": the service brings " + text.Few(names)
}

// portless says that a Service has no port as a backend names it; "" where it has.
func portless(b facts.LandingBackend, kind string, ports []facts.NamedServicePort) string {
	has := func(p facts.NamedServicePort) bool {
		return b.PortName != "" && p.Name == b.PortName || b.PortName == "" && p.Port == b.Port
	}
	if b.Port == 0 && b.PortName == "" || kind == "ExternalName" || slices.ContainsFunc(ports, has) {
		return ""
	}
	var there []string
	for _, p := range ports {
		number := fmt.Sprint(p.Port)
		if p.Name != "" {
			number += " (" + p.Name + ")"
		}
		there = append(there, number)
	}
	wanted := b.PortName
	if wanted == "" {
		wanted = fmt.Sprint(b.Port)
	}
	if len(there) == 0 {
		return fmt.Sprintf("the Service %s has no port %s, nor any other", b.Name, wanted)
	}
	return fmt.Sprintf("the Service %s has no port %s: it has %s", b.Name, wanted, text.Few(there))
}
