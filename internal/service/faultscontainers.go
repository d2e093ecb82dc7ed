package service

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// container finds what is wrong with one container.
func (p *podFaults) container(at []string, c *corev1.Container) {
	switch {
	case len(validation.IsDNS1123Label(c.Name)) > 0:
		p.add(at, "the name %s of a container is not valid: %s", quoted(c.Name), because(validation.IsDNS1123Label(c.Name)))
	case p.names[c.Name]:
		p.add(at, "two containers are named %s", c.Name)
	}
	p.names[c.Name] = true
	if c.Image == "" {
		p.add(at, "the container %s has no image", c.Name)
	}
	p.mounts(at, c)
	p.ports(at, c)
	p.limits(at, c)
	p.oneOf(below(at, "imagePullPolicy"), "the imagePullPolicy of the container "+c.Name, string(c.ImagePullPolicy), "Always", "IfNotPresent", "Never")
	if s := c.SecurityContext; s != nil && s.Privileged != nil && *s.Privileged && s.AllowPrivilegeEscalation != nil && !*s.AllowPrivilegeEscalation {
		p.add(below(at, "securityContext"), "the container %s is privileged, and allowPrivilegeEscalation is false", c.Name)
	}
	p.oneOf(below(at, "terminationMessagePolicy"), "the terminationMessagePolicy of the container "+c.Name, string(c.TerminationMessagePolicy), "File", "FallbackToLogsOnError")
	p.env(at, c)
	p.checks(at, c)
}

func (p *podFaults) mounts(at []string, c *corev1.Container) {
	paths := map[string]bool{}
	for i, m := range c.VolumeMounts {
		path := below(at, "volumeMounts", strconv.Itoa(i))
		switch {
		case m.Name == "" || !p.volumes[m.Name]:
			p.add(path, "the container %s mounts the volume %s, which its pods do not have", c.Name, quoted(m.Name))
		case m.MountPath == "":
			p.add(path, "the container %s mounts the volume %s at no mountPath", c.Name, m.Name)
		case slices.Contains(strings.Split(m.SubPath, "/"), ".."):
			p.add(path, "the subPath %s of the container %s may not lead upwards", quoted(m.SubPath), c.Name)
		case strings.HasPrefix(m.SubPath, "/") || strings.HasPrefix(m.SubPathExpr, "/"):
			p.add(path, "the subPath %s of the container %s may not begin with /", quoted(m.SubPath+m.SubPathExpr), c.Name)
		case m.SubPath != "" && m.SubPathExpr != "":
			p.add(path, "the container %s mounts the volume %s with both subPath and subPathExpr", c.Name, m.Name)
		case paths[m.MountPath]:
			p.add(path, "the container %s mounts two volumes at %s", c.Name, quoted(m.MountPath))
		}
		paths[m.MountPath] = true
	}
	for i, d := range c.VolumeDevices {
		if !p.volumes[d.Name] {
			p.add(below(at, "volumeDevices", strconv.Itoa(i)), "the container %s takes the volume %s, which its pods do not have", c.Name, quoted(d.Name))
		}
	}
}

func (p *podFaults) ports(at []string, c *corev1.Container) {
	names := map[string]bool{}
	for i, port := range c.Ports {
		path := below(at, "ports", strconv.Itoa(i))
		switch {
		case port.ContainerPort < 1 || port.ContainerPort > 65535:
			p.add(path, "the containerPort of the container %s must be from 1 to 65535, got %d", c.Name, port.ContainerPort)
		case port.Name != "" && len(validation.IsValidPortName(port.Name)) > 0:
			p.add(path, "the name %s of a port of the container %s is not valid: %s", quoted(port.Name), c.Name, because(validation.IsValidPortName(port.Name)))
		case port.Name != "" && names[port.Name]:
			p.add(path, "two ports of the container %s are named %s", c.Name, port.Name)
		case port.HostPort < 0 || port.HostPort > 65535:
			p.add(path, "the hostPort of the container %s must be from 1 to 65535, got %d", c.Name, port.HostPort)
		case p.spec.HostNetwork && port.HostPort != 0 && port.HostPort != port.ContainerPort:
			p.add(path, "with hostNetwork, the hostPort of the container %s must be its containerPort %d, got %d", c.Name, port.ContainerPort, port.HostPort)
		case !protocolKnown(port.Protocol):
			p.add(path, "the protocol of a port of the container %s must be TCP, UDP or SCTP, got %s", c.Name, quoted(string(port.Protocol)))
		}
		names[port.Name] = true
	}
}

// protocolKnown reports whether a protocol is one of Kubernetes; TCP is meant where none is named.
func protocolKnown(p corev1.Protocol) bool {
	return p == "" || p == corev1.ProtocolTCP || p == corev1.ProtocolUDP || p == corev1.ProtocolSCTP
}

// indivisible reports whether a resource is given to one container alone: a device, or huge pages.
func indivisible(name corev1.ResourceName) bool {
	return strings.HasPrefix(string(name), corev1.ResourceHugePagesPrefix) ||
		strings.Contains(string(name), "/") && !strings.Contains(string(name), corev1.ResourceDefaultNamespacePrefix)
}

// limits finds requests above their limits, those that need one, and resources that a container does not have.
func (p *podFaults) limits(at []string, c *corev1.Container) {
	for _, part := range []struct {
		field     string
		resources corev1.ResourceList
	}{{"limits", c.Resources.Limits}, {"requests", c.Resources.Requests}} {
		for _, name := range slices.Sorted(maps.Keys(part.resources)) {
			amount := part.resources[name]
			path := below(at, "resources", part.field, string(name))
			switch {
			case !strings.Contains(string(name), "/") && !standard(name):
				p.add(path, "the container %s has the %s %s: a resource without a domain is cpu, memory, ephemeral-storage or huge pages", c.Name, part.field, quoted(string(name)))
			case amount.Sign() < 0:
				p.add(path, "the %s of the container %s must be 0 or more, got %s of %s", part.field, c.Name, amount.String(), name)
			case indivisible(name) && amount.MilliValue()%1000 != 0:
				p.add(path, "the %s of the container %s must be a whole number of %s, got %s", part.field, c.Name, name, amount.String())
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Resources.Requests)) {
		request := c.Resources.Requests[name]
		limit, limited := c.Resources.Limits[name]
		path := below(at, "resources", "requests", string(name))
		switch {
		case indivisible(name) && !limited:
			p.add(path, "the container %s requests %s without a limit, which must be the same", c.Name, name)
		case limited && request.Cmp(limit) > 0:
			p.add(path, "the container %s requests %s of %s, more than its limit of %s", c.Name, request.String(), name, limit.String())
		case limited && indivisible(name) && request.Cmp(limit) < 0:
			p.add(path, "the container %s requests %s of %s, and its limit of %s must be the same", c.Name, request.String(), name, limit.String())
		}
	}
}

// standard reports whether a resource is one of Kubernetes' own that containers have.
func standard(name corev1.ResourceName) bool {
	return name == corev1.ResourceCPU || name == corev1.ResourceMemory || name == corev1.ResourceEphemeralStorage || strings.HasPrefix(string(name), corev1.ResourceHugePagesPrefix)
}
