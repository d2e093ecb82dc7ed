package service

import (
	"cmp"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// partsMax is how many parts of one object are kept, such as the ports of a Service: more than any has.
const partsMax = 200

// distilService keeps which pods a Service leads to, and by which ports.
func distilService(o *object, out *facts.Landing) error {
	var spec corev1.ServiceSpec
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	s := facts.LandingService{
		Manifest: o.manifest(), Type: cmp.Or(text.Truncate(string(spec.Type), valueMax), string(corev1.ServiceTypeClusterIP)),
		Headless: spec.ClusterIP == corev1.ClusterIPNone, Selector: texts(o.at("spec", "selector")), SelectorLine: o.Line("spec", "selector"),
		ExternalIPsLine: o.Line("spec", "externalIPs"), FamilyLine: o.Line("spec", "ipFamilyPolicy"),
		NoNodePorts: spec.AllocateLoadBalancerNodePorts != nil && !*spec.AllocateLoadBalancerNodePorts,
		HealthPort:  int(spec.HealthCheckNodePort), HealthPortLine: o.Line("spec", "healthCheckNodePort"),
	}
	s.Addresses, s.AddressLine = clusterAddresses(&spec), o.Line("spec", "clusterIP")
	if spec.ClusterIP == "" {
		s.AddressLine = o.Line("spec", "clusterIPs")
	}
	for i, p := range spec.Ports[:min(len(spec.Ports), partsMax)] {
		s.Ports = append(s.Ports, servicePort(&p, o.Line("spec", "ports", fmt.Sprint(i))))
	}
	for _, ip := range spec.ExternalIPs[:min(len(spec.ExternalIPs), partsMax)] {
		s.ExternalIPs = append(s.ExternalIPs, text.Truncate(ip, nameMax))
	}
	for _, family := range spec.IPFamilies[:min(len(spec.IPFamilies), partsMax)] {
		s.Families = append(s.Families, text.Truncate(string(family), nameMax))
	}
	if spec.IPFamilyPolicy != nil {
		s.FamilyPolicy = text.Truncate(string(*spec.IPFamilyPolicy), nameMax)
	} else {
		s.FamilyLine = o.Line("spec", "ipFamilies")
	}
	out.Services = append(out.Services, s)
	return nil
}

// clusterAddresses are those that a Service names, each once.
func clusterAddresses(spec *corev1.ServiceSpec) []string {
	var out []string
	for _, ip := range append([]string{spec.ClusterIP}, spec.ClusterIPs[:min(len(spec.ClusterIPs), partsMax)]...) {
		if ip = text.Truncate(ip, nameMax); ip != "" && ip != corev1.ClusterIPNone && !slices.Contains(out, ip) {
			out = append(out, ip)
		}
	}
	return out
}

// servicePort is a port with the defaults of the API.
func servicePort(p *corev1.ServicePort, line int) facts.LandingServicePort {
	port := facts.LandingServicePort{
		Name: text.Truncate(p.Name, nameMax), Protocol: cmp.Or(text.Truncate(string(p.Protocol), nameMax), string(corev1.ProtocolTCP)),
		Port: int(p.Port), Target: int(p.TargetPort.IntVal), NodePort: int(p.NodePort), Line: line,
	}
	if p.TargetPort.Type == intstr.String {
		port.TargetName, port.Target = text.Truncate(p.TargetPort.StrVal, nameMax), 0
	} else if port.Target == 0 {
		port.Target = port.Port
	}
	if p.AppProtocol != nil {
		port.AppProtocol = text.Truncate(*p.AppProtocol, nameMax)
	}
	return port
}

// distilBudget keeps which pods a PodDisruptionBudget selects, and what it allows.
func distilBudget(o *object, out *facts.Landing) error {
	selector, err := o.selector("spec", "selector")
	if err != nil {
		return err
	}
	b := facts.LandingBudget{Manifest: o.manifest(), Selector: selector, SelectorLine: o.Line("spec", "selector"), LimitLine: o.Line("spec")}
	for _, limit := range []struct {
		name string
		to   *string
	}{{"minAvailable", &b.MinAvailable}, {"maxUnavailable", &b.MaxUnavailable}} {
		if value, ok := scalar(o.at("spec", limit.name)); ok {
			*limit.to, b.LimitLine = value, o.Line("spec", limit.name)
		}
	}
	out.Budgets = append(out.Budgets, b)
	return nil
}
