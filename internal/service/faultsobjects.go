package service

import (
	"strconv"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// service finds ports that a Service may not have.
func (f *faultFinder) service() {
	var spec corev1.ServiceSpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	path := []string{"spec", "ports"}
	if len(spec.Ports) == 0 && spec.Type != corev1.ServiceTypeExternalName && spec.ClusterIP != corev1.ClusterIPNone {
		f.add(path, "it has no ports")
	}
	f.oneOf([]string{"spec", "type"}, "its type", string(spec.Type), "ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
	if spec.Type == corev1.ServiceTypeExternalName && spec.ExternalName == "" {
		f.add([]string{"spec", "externalName"}, "it is of type ExternalName, and names none")
	}
	names, ports := map[string]bool{}, map[string]bool{}
	for i, p := range spec.Ports {
		at := below(path, strconv.Itoa(i))
		key := strconv.Itoa(int(p.Port)) + "/" + string(p.Protocol)
		if p.Protocol == "" {
			key += string(corev1.ProtocolTCP)
		}
		switch {
		case p.Port < 1 || p.Port > 65535:
			f.add(at, "its port must be from 1 to 65535, got %d", p.Port)
		case len(spec.Ports) > 1 && p.Name == "":
			f.add(at, "its port %d has no name: with several ports each needs one", p.Port)
		case p.Name != "" && len(validation.IsDNS1123Label(p.Name)) > 0:
			f.add(at, "the name %s of its port %d is not valid: %s", quoted(p.Name), p.Port, because(validation.IsDNS1123Label(p.Name)))
		case p.Name != "" && names[p.Name]:
			f.add(at, "two of its ports are named %s", p.Name)
		case ports[key]:
			f.add(at, "it has the port %s twice", key)
		case !protocolKnown(p.Protocol):
			f.add(at, "the protocol of its port %d must be TCP, UDP or SCTP, got %s", p.Port, quoted(string(p.Protocol)))
		case p.TargetPort.StrVal != "" && len(validation.IsValidPortName(p.TargetPort.StrVal)) > 0:
			f.add(at, "the targetPort %s of its port %d is not valid: %s", quoted(p.TargetPort.StrVal), p.Port, because(validation.IsValidPortName(p.TargetPort.StrVal)))
		}
		names[p.Name], ports[key] = true, true
	}
}

// claim finds a claim that asks for nothing.
func (f *faultFinder) claim() {
	var spec corev1.PersistentVolumeClaimSpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	if len(spec.AccessModes) == 0 {
		f.add([]string{"spec", "accessModes"}, "it names no accessModes")
	}
	f.accessModes([]string{"spec", "accessModes"}, spec.AccessModes)
	if spec.Resources.Requests.Storage().Sign() <= 0 {
		f.add([]string{"spec", "resources"}, "it requests no storage")
	}
}

// ingress finds rules that an Ingress may not have.
func (f *faultFinder) ingress() {
	var spec networkingv1.IngressSpec
	if f.version != "v1" || f.decode(&spec, "spec") != nil {
		return
	}
	if spec.DefaultBackend == nil && len(spec.Rules) == 0 {
		f.add([]string{"spec"}, "it has neither rules nor a defaultBackend")
	}
	if spec.DefaultBackend != nil {
		f.backend([]string{"spec", "defaultBackend"}, spec.DefaultBackend)
	}
	for i, rule := range spec.Rules {
		f.host([]string{"spec", "rules", strconv.Itoa(i), "host"}, rule.Host)
		if rule.HTTP == nil {
			continue
		}
		paths := []string{"spec", "rules", strconv.Itoa(i), "http", "paths"}
		if len(rule.HTTP.Paths) == 0 {
			f.add(paths, "a rule has no paths")
		}
		for j, p := range rule.HTTP.Paths {
			at := below(paths, strconv.Itoa(j))
			switch {
			case p.PathType == nil:
				f.add(at, "the path %s has no pathType", quoted(p.Path))
			case *p.PathType != networkingv1.PathTypeImplementationSpecific && !strings.HasPrefix(p.Path, "/"):
				f.add(at, "the path %s must begin with /, as its pathType is %s", quoted(p.Path), quoted(string(*p.PathType)))
			}
			f.backend(below(at, "backend"), &p.Backend)
		}
	}
}

// backend finds a backend that leads nowhere.
func (f *faultFinder) backend(at []string, b *networkingv1.IngressBackend) {
	switch {
	case b.Service == nil && b.Resource == nil:
		f.add(at, "a backend names neither a service nor a resource")
	case b.Service != nil && b.Resource != nil:
		f.add(at, "a backend names both a service and a resource")
	case b.Service != nil && b.Service.Name == "":
		f.add(at, "the service of a backend has no name")
	case b.Service != nil && (b.Service.Port.Name == "") == (b.Service.Port.Number == 0):
		f.add(at, "the port of the service %s must have a name or a number", quoted(b.Service.Name))
	}
}

// autoscaler finds bounds that an autoscaler may not have.
func (f *faultFinder) autoscaler() {
	var spec autoscalingv2.HorizontalPodAutoscalerSpec
	if f.version != "v2" || f.decode(&spec, "spec") != nil {
		return
	}
	switch {
	case spec.ScaleTargetRef.Kind == "" || spec.ScaleTargetRef.Name == "":
		f.add([]string{"spec", "scaleTargetRef"}, "its scaleTargetRef must have a kind and a name")
	case spec.MaxReplicas < 1:
		f.add([]string{"spec", "maxReplicas"}, "its maxReplicas must be 1 or more, got %d", spec.MaxReplicas)
	case spec.MinReplicas != nil && *spec.MinReplicas > spec.MaxReplicas:
		f.add([]string{"spec", "maxReplicas"}, "its maxReplicas of %d is less than its minReplicas of %d", spec.MaxReplicas, *spec.MinReplicas)
	}
}

// budget finds a budget that says both what must be there and what may be away.
func (f *faultFinder) budget() {
	spec := f.fieldsOf("spec")
	if spec["minAvailable"] != nil && spec["maxUnavailable"] != nil {
		f.add([]string{"spec", "minAvailable"}, "it has both minAvailable and maxUnavailable")
	}
}
