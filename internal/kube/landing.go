package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

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

// makesNothing reports whether a custom resource configures something, and leads to no pods and no Services.
func (b *Brought) makesNothing(o *facts.LandingObject) bool {
	kinds, known := b.idle[o.Group]
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
