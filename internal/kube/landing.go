package kube

import (
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Brings returns the object of a service with this kind and name, in any version of its group; nil when it
// brings none.
func Brings(s *facts.Landing, group, kind, namespace, name string) *facts.LandingObject {
	for i := range s.Objects {
		o := &s.Objects[i]
		if o.Group == group && o.Kind == kind && o.Namespace == namespace && o.Name == name {
			return o
		}
	}
	return nil
}

// BroughtService returns the Service of a service with this name; nil when it brings none.
func BroughtService(s *facts.Landing, namespace, name string) *facts.LandingService {
	for i := range s.Services {
		if s.Services[i].Namespace == namespace && s.Services[i].Name == name {
			return &s.Services[i]
		}
	}
	return nil
}

// NodePorts are the ports of the nodes that a Service asks for by number, each once.
func NodePorts(s *facts.LandingService) []int {
	var out []int
	for _, port := range s.Ports {
		if port.NodePort > 0 && !slices.Contains(out, port.NodePort) {
			out = append(out, port.NodePort)
		}
	}
	if s.HealthPort > 0 && !slices.Contains(out, s.HealthPort) {
		out = append(out, s.HealthPort)
	}
	return out
}

// BroughtPods returns the pod templates of a service that have all of some labels, but for those that controllers
// give to pods. None are asked for by no labels.
func BroughtPods(s *facts.Landing, namespace string, with map[string]string) []*facts.LandingPods {
	var out []*facts.LandingPods
	with = maps.Clone(with)
	maps.DeleteFunc(with, func(key, _ string) bool { return GivenLabel(key) })
	for i := range s.Pods {
		if p := &s.Pods[i]; len(with) > 0 && p.Namespace == namespace && HasLabels(p.Labels, with) {
			out = append(out, p)
		}
	}
	return out
}

// GivenLabel reports whether a label is one that Kubernetes' own controllers give to pods.
func GivenLabel(key string) bool { return slices.Contains(givenLabels(), key) }

// givenLabels are those that Kubernetes' own controllers give to pods.
// https://kubernetes.io/docs/reference/labels-annotations-taints/
func givenLabels() []string {
	return []string{
		"apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "batch.kubernetes.io/job-name",
		"controller-revision-hash", "controller-uid", "job-name", "pod-template-hash", "statefulset.kubernetes.io/pod-name",
	}
}

// Namespace returns a namespace of the cluster; nil when it is not there, or not known.
func Namespace(s *facts.Snapshot, name string) *facts.Namespace {
	for i := range s.Namespaces {
		if s.Namespaces[i].Name == name {
			return &s.Namespaces[i]
		}
	}
	return nil
}

// Maker names an object of a service that may make others in a namespace once it is there, as the custom resource
// of an operator does, for a message: "Kafka main", or several of them; "" where there is none. Those that are known to make no pods
// and no Services are left out.
func Maker(s *facts.Landing, namespace string) string {
	var all []string
	for i := range s.Objects {
		o := &s.Objects[i]
		if !o.Builtin && o.Namespace == namespace && !makesNothing(o) {
			all = append(all, o.Kind+" "+o.Name)
		}
	}
	return text.Few(all)
}

// makesNothing reports whether a custom resource configures something, and leads to no pods and no Services.
func makesNothing(o *facts.LandingObject) bool {
	kinds, known := idleKinds()[o.Group]
	return known && (len(kinds) == 0 || slices.Contains(kinds, o.Kind)) || strings.HasSuffix(o.Group, ".istio.io") && o.Group != "install.istio.io"
}

// idleKinds are the kinds of custom resources, by group, that lead to no pods and no Services; all of the group
// where none is named. A Rollout's pods are known, and a Gateway may make its own.
func idleKinds() map[string][]string {
	return map[string][]string{
		"acme.cert-manager.io":           nil,
		"argoproj.io":                    {"Rollout", "AnalysisTemplate", "AppProject"},
		"autoscaling.k8s.io":             nil,
		"bitnami.com":                    {"SealedSecret"},
		"cert-manager.io":                nil,
		"cilium.io":                      nil,
		"cloud.google.com":               {"BackendConfig"},
		"configuration.konghq.com":       {"KongPlugin", "KongIngress", "KongConsumer", "KongConsumerGroup", "KongUpstreamPolicy", "TCPIngress", "UDPIngress"},
		"crd.projectcalico.org":          nil,
		"elbv2.k8s.aws":                  nil,
		"external-secrets.io":            nil,
		"gateway.envoyproxy.io":          {"SecurityPolicy", "BackendTrafficPolicy", "ClientTrafficPolicy", "EnvoyExtensionPolicy", "EnvoyPatchPolicy", "HTTPRouteFilter"},
		"gateway.networking.k8s.io":      {"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "ReferenceGrant", "BackendTLSPolicy", "ListenerSet"},
		"gateway.networking.x-k8s.io":    nil,
		"generators.external-secrets.io": nil,
		"grafana.integreatly.org":        {"GrafanaDashboard", "GrafanaDatasource", "GrafanaFolder", "GrafanaAlertRuleGroup", "GrafanaContactPoint"},
		"kafka.strimzi.io":               {"KafkaTopic", "KafkaUser"},
		"keda.sh":                        {"ScaledObject", "TriggerAuthentication"},
		"kyverno.io":                     nil,
		"linkerd.io":                     nil,
		"monitoring.coreos.com":          {"ServiceMonitor", "PodMonitor", "PrometheusRule", "Probe", "ScrapeConfig", "AlertmanagerConfig"},
		"networking.gke.io":              {"ManagedCertificate", "FrontendConfig", "GCPBackendPolicy", "HealthCheckPolicy", "GCPGatewayPolicy"},
		"operator.victoriametrics.com":   {"VMServiceScrape", "VMPodScrape", "VMRule", "VMProbe", "VMNodeScrape", "VMStaticScrape", "VMScrapeConfig", "VMAlertmanagerConfig"},
		"policies.kyverno.io":            nil,
		"policy.linkerd.io":              nil,
		"policy.networking.k8s.io":       nil,
		"postgresql.cnpg.io":             {"Backup", "ScheduledBackup", "Database", "Publication", "Subscription"},
		"projectcalico.org":              nil,
		"projectcontour.io":              {"HTTPProxy", "TLSCertificateDelegation"},
		"secrets-store.csi.x-k8s.io":     nil,
		"secrets.hashicorp.com":          nil,
		"snapshot.storage.k8s.io":        nil,
		"traefik.containo.us":            nil,
		"traefik.io":                     nil,
		"vpcresources.k8s.aws":           nil,
	}
}

// NamedPort returns the number of a port of a pod template by its name. Init containers have none, but for those
// that stay.
func NamedPort(p *facts.LandingPods, name, protocol string) (number int, found bool) {
	for _, c := range p.Containers {
		for _, port := range c.Ports {
			if c.Role != "init" && port.Name == name && port.Protocol == protocol {
				return port.Port, true
			}
		}
	}
	return 0, false
}

// FieldOf returns the first value of a field that is kept of an object, and the line that it is written at: "" and 0
// where it has none.
func FieldOf(o *facts.LandingObject, path string) (value string, line int) {
	for _, f := range o.Fields {
		if f.Path == path {
			return f.Value, f.Line
		}
	}
	return "", 0
}

// FieldsOf returns all values of a field that is kept of an object.
func FieldsOf(o *facts.LandingObject, path string) []facts.LandingField {
	var out []facts.LandingField
	for _, f := range o.Fields {
		if f.Path == path {
			out = append(out, f)
		}
	}
	return out
}

// GroupOf is the group of an apiVersion: "" for the core group.
func GroupOf(apiVersion string) string {
	if group, _, found := strings.Cut(apiVersion, "/"); found {
		return group
	}
	return ""
}

// MatchLabels returns a selector as the labels that it asks for, and whether it asks for nothing else.
func MatchLabels(s *facts.Selector) (map[string]string, bool) {
	out := map[string]string{}
	for _, r := range s.Requirements {
		if r.Operator != "In" || len(r.Values) != 1 {
			return nil, false
		}
		out[r.Key] = r.Values[0]
	}
	return out, s.Set && len(out) > 0
}

// PodsThere reports whether the cluster has a pod with some labels, among the workloads of its platform or those that were
// looked up, and whether that is known.
func PodsThere(s *facts.Snapshot, namespace string, with map[string]string) (there, known bool) {
	ofPlatform := slices.ContainsFunc(s.Workloads, func(w facts.Workload) bool {
		return w.Namespace == namespace && HasLabels(w.PodLabels, with)
	})
	if ofPlatform {
		return true, true
	}
	for _, p := range s.NamedPods {
		if p.Namespace == namespace && maps.Equal(p.Labels, with) {
			return p.Exists, true
		}
	}
	return false, Namespace(s, namespace) == nil
}

// PortNames are the names by which containers of a template have a port.
func PortNames(p *facts.LandingPods, number int, protocol string) []string {
	var out []string
	for _, c := range p.Containers {
		for _, port := range c.Ports {
			if c.Role != "init" && port.Name != "" && port.Port == number && port.Protocol == protocol {
				out = append(out, port.Name)
			}
		}
	}
	return out
}
