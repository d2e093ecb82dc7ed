package tracing

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

// sending is a Deployment that sends telemetry to an endpoint.
func sending(endpoint string) string {
	return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: example.com/web:1
        env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "` + endpoint + `"}]
`
}

// TestExporterTarget: the host is read as pods resolve it, and what is no Service's name is not judged.
func TestExporterTarget(t *testing.T) {
	collector := facts.NamedService{Namespace: "observability", Name: "otel", Exists: true, Type: "ClusterIP", Ports: []facts.NamedServicePort{{Port: 4317}, {Port: 4318}}}
	headless := collector
	headless.Headless = true
	gone := facts.NamedService{Namespace: "observability", Name: "otel"}
	beside := facts.NamedService{Namespace: "shop", Name: "otel", Exists: true, Ports: []facts.NamedServicePort{{Port: 4317}}}
	own := "---\napiVersion: v1\nkind: Service\nmetadata: {name: otel, namespace: shop}\nspec: {ports: [{port: 4317}]}\n"
	operator := "---\napiVersion: opentelemetry.io/v1beta1\nkind: OpenTelemetryCollector\nmetadata: {name: otel, namespace: shop}\n"
	for name, tt := range map[string]struct {
		manifests string
		named     []facts.NamedService
		want      check.Status
		says      string
	}{
		"there":                  {sending("http://otel.observability:4318"), []facts.NamedService{collector}, check.StatusPass, "a Service that is there"},
		"there by its full name": {sending("http://otel.observability.svc.cluster.local:4317"), []facts.NamedService{collector}, check.StatusPass, ""},
		"without a scheme":       {sending("otel:4317"), []facts.NamedService{beside}, check.StatusPass, ""},
		"another port":           {sending("http://otel.observability:9411"), []facts.NamedService{collector}, check.StatusGap, "has no port 9411: it has 4317, 4318"},
		"any port":               {sending("http://otel.observability:9411"), []facts.NamedService{headless}, check.StatusPass, ""},
		"no port":                {sending("http://otel.observability"), []facts.NamedService{collector}, check.StatusPass, ""},
		"gone":                   {sending("http://otel.observability:4318"), []facts.NamedService{gone}, check.StatusGap, "the Service otel does not exist in the namespace observability"},
		"not looked up":          {sending("http://otel.observability:4318"), nil, check.StatusUnknown, "could not be looked up"},
		"of no namespace":        {sending("http://otel.tracing.svc:4318"), nil, check.StatusGap, "does not exist in the namespace tracing"},
		"perhaps of outside":     {sending("https://otlp.example:4318"), nil, check.StatusUnknown, "whether it is a name of the outside is not known"},
		"of outside":             {sending("https://otlp.example.com:4318"), nil, check.StatusPass, "does not judge"},
		"an address":             {sending("http://10.0.0.7:4318"), nil, check.StatusPass, "does not judge"},
		"beside it in the pod":   {sending("http://localhost:4318"), nil, check.StatusPass, "does not judge"},
		"of another variable":    {sending("http://$(NODE_IP):4318"), nil, check.StatusSkip, ""},
		"brought":                {sending("http://otel:4317") + own, nil, check.StatusPass, ""},
		"brought, another port":  {sending("http://otel:4318") + own, nil, check.StatusGap, "has no port 4318"},
		"an operator makes it":   {sending("http://otel-collector:4317") + operator, nil, check.StatusUnknown, "OpenTelemetryCollector otel may make it"},
	} {
		t.Run(name, func(t *testing.T) {
			cluster := facts.Snapshot{Namespaces: []facts.Namespace{{Name: "shop"}, {Name: "observability"}}, NamedServices: tt.named}
			landtest.Judge(t, ExporterTarget(), tt.manifests, facts.Input{Snapshot: cluster}, tt.want, tt.says)
		})
	}
}
