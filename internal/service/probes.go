package service

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// probes are those of the containers of a template that ask a port, and their hooks that do.
func (t template) probes() []facts.LandingProbe {
	var all []facts.LandingProbe
	add := func(of string, c *corev1.Container, port intstr.IntOrString, by string, path []string) {
		one := facts.LandingProbe{Container: text.Truncate(c.Name, nameMax), Of: of, By: by, Line: t.line(append(path, by, "port")...)}
		if port.Type == intstr.String {
			one.PortName = text.Truncate(port.StrVal, nameMax)
		} else {
			one.Port = int(port.IntVal)
		}
		all = append(all, one)
	}
	for _, of := range []struct {
		list       string
		containers []corev1.Container
	}{{"initContainers", t.spec.InitContainers}, {"containers", t.spec.Containers}} {
		for i := range of.containers {
			c := &of.containers[i]
			for _, asked := range asking(c) {
				path := append([]string{of.list, fmt.Sprint(i)}, asked.path...)
				switch {
				case asked.http != nil:
					add(asked.of, c, asked.http.Port, "httpGet", path)
				case asked.tcp != nil:
					add(asked.of, c, asked.tcp.Port, "tcpSocket", path)
				case asked.grpc != nil:
					add(asked.of, c, intstr.FromInt32(asked.grpc.Port), "grpc", path)
				}
			}
		}
	}
	return all
}

// asked is what a probe or a hook asks.
type asked struct {
	of   string
	path []string
	http *corev1.HTTPGetAction
	tcp  *corev1.TCPSocketAction
	grpc *corev1.GRPCAction
}

// asking are the probes and hooks of a container.
func asking(c *corev1.Container) []asked {
	var all []asked
	for _, p := range []struct {
		of    string
		probe *corev1.Probe
	}{{"livenessProbe", c.LivenessProbe}, {"readinessProbe", c.ReadinessProbe}, {"startupProbe", c.StartupProbe}} {
		if p.probe != nil {
			all = append(all, asked{p.of, []string{p.of}, p.probe.HTTPGet, p.probe.TCPSocket, p.probe.GRPC})
		}
	}
	if c.Lifecycle == nil {
		return all
	}
	for _, h := range []struct {
		of   string
		hook *corev1.LifecycleHandler
	}{{"postStart", c.Lifecycle.PostStart}, {"preStop", c.Lifecycle.PreStop}} {
		if h.hook != nil {
			all = append(all, asked{h.of, []string{"lifecycle", h.of}, h.hook.HTTPGet, h.hook.TCPSocket, nil})
		}
	}
	return all
}
