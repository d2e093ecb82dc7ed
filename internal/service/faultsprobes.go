package service

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
)

// namedProbe is a probe with the name of its field.
type namedProbe struct {
	field string
	probe *corev1.Probe
}

func probesOf(c *corev1.Container) []namedProbe {
	return []namedProbe{{"livenessProbe", c.LivenessProbe}, {"readinessProbe", c.ReadinessProbe}, {"startupProbe", c.StartupProbe}}
}

// checks finds probes and hooks that a container may not have.
func (p *podFaults) checks(at []string, c *corev1.Container) {
	for _, one := range probesOf(c) {
		if one.probe != nil {
			p.probe(below(at, one.field), c.Name, one.field, one.probe)
		}
	}
	if c.Lifecycle == nil {
		return
	}
	p.hook(below(at, "lifecycle", "postStart"), "the postStart of the container "+c.Name, c.Lifecycle.PostStart)
	p.hook(below(at, "lifecycle", "preStop"), "the preStop of the container "+c.Name, c.Lifecycle.PreStop)
}

func (p *podFaults) hook(at []string, what string, hook *corev1.LifecycleHandler) {
	if hook != nil {
		p.handler(at, what, "exec, httpGet, sleep and tcpSocket", hook.Exec != nil, hook.Sleep != nil, hook.HTTPGet != nil, hook.TCPSocket != nil)
		p.reached(at, what, hook.HTTPGet, hook.TCPSocket)
	}
}

// initChecks finds probes and hooks of an init container that ends before the others start.
func (p *podFaults) initChecks(at []string, c *corev1.Container) {
	if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
		return
	}
	for _, one := range probesOf(c) {
		if one.probe != nil {
			p.add(below(at, one.field), "the init container %s may have no %s without restartPolicy: Always", c.Name, one.field)
		}
	}
	if c.Lifecycle != nil {
		p.add(below(at, "lifecycle"), "the init container %s may have no lifecycle without restartPolicy: Always", c.Name)
	}
}

// probe finds a probe that does not say how to probe, or says what is none.
func (p *podFaults) probe(at []string, container, field string, probe *corev1.Probe) {
	what := "the " + field + " of the container " + container
	p.handler(at, what, "exec, grpc, httpGet and tcpSocket", probe.Exec != nil, probe.HTTPGet != nil, probe.TCPSocket != nil, probe.GRPC != nil)
	p.reached(at, what, probe.HTTPGet, probe.TCPSocket)
	if probe.GRPC != nil && len(validation.IsValidPortNum(int(probe.GRPC.Port))) > 0 {
		p.add(below(at, "grpc", "port"), "%s has the port %d: it must be from 1 to 65535", what, probe.GRPC.Port)
	}
	if field != "readinessProbe" && probe.SuccessThreshold > 1 {
		p.add(below(at, "successThreshold"), "the successThreshold of the %s of the container %s must be 1, got %d", field, container, probe.SuccessThreshold)
	}
	for _, one := range []struct {
		name string
		n    int32
	}{
		{"initialDelaySeconds", probe.InitialDelaySeconds},
		{"timeoutSeconds", probe.TimeoutSeconds},
		{"periodSeconds", probe.PeriodSeconds},
		{"successThreshold", probe.SuccessThreshold},
		{"failureThreshold", probe.FailureThreshold},
	} {
		if one.n < 0 {
			p.add(below(at, one.name), "the %s of %s must be 0 or more, got %d", one.name, what, one.n)
		}
	}
}

// handler finds what does not say what to do, or says it twice.
func (p *podFaults) handler(at []string, what, may string, set ...bool) {
	n := 0
	for _, one := range set {
		if one {
			n++
		}
	}
	if n != 1 {
		p.add(at, "%s must have one of %s, and has %d", what, may, n)
	}
}

// reached finds a port that there cannot be, and a scheme that is none.
func (p *podFaults) reached(at []string, what string, get *corev1.HTTPGetAction, tcp *corev1.TCPSocketAction) {
	if get != nil {
		p.port(below(at, "httpGet", "port"), what, get.Port)
		p.oneOf(below(at, "httpGet", "scheme"), "the scheme of "+what, string(get.Scheme), "HTTP", "HTTPS")
		for _, header := range get.HTTPHeaders {
			if why := validation.IsHTTPHeaderName(header.Name); len(why) > 0 {
				p.add(below(at, "httpGet", "httpHeaders"), "the header %s of %s is not valid: %s", quoted(header.Name), what, because(why))
			}
		}
	}
	if tcp != nil {
		p.port(below(at, "tcpSocket", "port"), what, tcp.Port)
	}
}

// port finds a port by number or name that there cannot be.
func (p *podFaults) port(at []string, what string, port intstr.IntOrString) {
	why := validation.IsValidPortNum(port.IntValue())
	if port.Type == intstr.String {
		why = validation.IsValidPortName(port.StrVal)
	}
	if len(why) > 0 {
		p.add(at, "the port %s of %s is not valid: %s", quoted(strings.TrimSpace(port.String())), what, because(why))
	}
}
