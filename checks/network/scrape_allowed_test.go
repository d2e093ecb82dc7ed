package network

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

const (
	serviceMonitor = "---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: web, labels: {release: main}}\nspec: {selector: {matchLabels: {app: web}}, endpoints: [{port: metrics}]}\n"
	podMonitor     = "---\napiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: web, labels: {release: main}}\nspec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{portNumber: 9090}]}\n"
	metricsService = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {app: web}}\nspec: {selector: {app: web}, ports: [{name: metrics, port: 80, targetPort: 9090}]}\n"
)

// TestScrapeAllowed: the server that picks the monitor up has to get to the port that it scrapes.
func TestScrapeAllowed(t *testing.T) {
	picks := facts.ObjectSelection{Objects: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "release", Operator: "In", Values: []string{"main"}}}}, Namespaces: facts.Selector{Set: true}}
	cluster := guarded()
	cluster.Namespaces = append(cluster.Namespaces, facts.Namespace{Name: "monitoring"})
	cluster.Prometheuses = []facts.Prometheus{{Kind: "Prometheus", Namespace: "monitoring", Name: "main", ServiceMonitors: picks, PodMonitors: picks}}
	unseen := cluster
	cluster.Workloads = append(cluster.Workloads, facts.Workload{
		Kind: "StatefulSet", Namespace: "monitoring", Name: "prometheus-main", PodLabels: map[string]string{"operator.prometheus.io/name": "main", "app.kubernetes.io/name": "prometheus"},
	})
	other := cluster
	other.Prometheuses = []facts.Prometheus{{Kind: "Prometheus", Namespace: "monitoring", Name: "main"}}
	web := landtest.Deployment("web", "")
	let := func(from, ports string) string {
		return policyOf("in", "policyTypes: [Ingress], ingress: [{from: ["+from+"], ports: ["+ports+"]}]")
	}
	const (
		monitoring = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}"
		byLabels   = "{namespaceSelector: {}, podSelector: {matchLabels: {app.kubernetes.io/name: prometheus}}}"
		edge       = "{namespaceSelector: {matchLabels: {team: edge}}}"
	)
	for name, l := range map[string]landed{
		"no policy":               {web + metricsService + serviceMonitor, cluster, check.StatusPass, "1 way"},
		"another namespace":       {web + metricsService + serviceMonitor + let(edge, "{port: 9090}"), cluster, check.StatusGap, "no rule lets Prometheus monitoring/main reach them"},
		"its namespace":           {web + metricsService + serviceMonitor + let(monitoring, "{port: 9090}"), cluster, check.StatusPass, ""},
		"the port of the Service": {web + metricsService + serviceMonitor + let(monitoring, "{port: 80}"), cluster, check.StatusGap, ""},
		"its labels":              {web + podMonitor + let(byLabels, "{port: 9090}"), cluster, check.StatusPass, ""},
		"its labels, not seen":    {web + podMonitor + let(byLabels, "{port: 9090}"), unseen, check.StatusUnknown, "depends on what rules"},
		"pods and another port":   {web + podMonitor + let(monitoring, "{port: 8080}"), cluster, check.StatusGap, ""},
		"nothing picks it up":     {web + podMonitor + let(edge, "{port: 9090}"), other, check.StatusPass, "see metrics/monitors-picked"},
		"no pods of its own":      {podMonitor, cluster, check.StatusSkip, ""},
		"no monitor":              {web, cluster, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { l.judgeWith(t, ScrapeAllowed(), engine()...) })
	}
	t.Run("nothing enforces it", func(t *testing.T) {
		landed{web + podMonitor + let(edge, "{port: 9090}"), cluster, check.StatusUnknown, "whether anything enforces it is not known"}.judge(t, ScrapeAllowed())
	})
}

// TestMeshAllowed: pods that somebody is let in to need the port of the ambient mesh.
func TestMeshAllowed(t *testing.T) {
	cluster := guarded()
	cluster.Workloads = append(cluster.Workloads, facts.Workload{
		Kind: facts.DaemonSet, Namespace: "istio-system", Name: "ztunnel", Containers: []facts.Container{{Name: "istio-proxy", Image: facts.Image{Repository: "istio/ztunnel"}}},
	})
	const ambient = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}\n"
	let := func(port string) string {
		return policyOf("in", "policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}], ports: [{port: "+port+"}]}]")
	}
	web := landtest.Deployment("web", "")
	out := "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web, istio.io/dataplane-mode: none}}\nspec: {containers: [{name: web, image: a}]}\n"
	for name, l := range map[string]landed{
		"the application's port": {web + ambient + let("8080"), cluster, check.StatusGap, "no rule lets port 15008 in"},
		"both ports":             {web + ambient + let("8080") + policyOf("mesh", "policyTypes: [Ingress], ingress: [{ports: [{port: 15008}]}]"), cluster, check.StatusPass, ""},
		"all ports":              {web + ambient + policyOf("in", "policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]"), cluster, check.StatusPass, ""},
		"nobody is let in":       {web + ambient + policyOf("in", "policyTypes: [Ingress]"), cluster, check.StatusPass, ""},
		"a pod that stays out":   {out + ambient + let("8080"), cluster, check.StatusPass, "no pod of the service is in"},
		"no mesh":                {web + ambient + let("8080"), guarded(), check.StatusPass, "nor Linkerd runs here"},
		"not in the mesh":        {web + let("8080"), cluster, check.StatusPass, "no pod of the service is in"},
		"other policies":         {web + ambient + let("8080") + "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: more}\nspec: {}\n", cluster, check.StatusUnknown, "are not followed up"},
		"no pods":                {ambient, cluster, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { l.judgeWith(t, MeshAllowed(), engine()...) })
	}
}
