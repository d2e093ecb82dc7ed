package ingress

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func ingressTo(backend string) string {
	return "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: " + backend + "}}]}}]}\n"
}

const web = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{name: http, port: 80}]}\n"

func TestBackendsThere(t *testing.T) {
	looked := facts.Snapshot{NamedServices: []facts.NamedService{
		{Namespace: "shop", Name: "api"},
		{Namespace: "shop", Name: "old", Exists: true, Ports: []facts.NamedServicePort{{Port: 8080}}},
		{Namespace: "shop", Name: "outside", Exists: true, Type: "ExternalName"},
	}}
	route := "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec: {rules: [{backendRefs: [{name: web, port: 81}]}]}\n"
	for name, tt := range map[string]landed{
		"its own":              {web + ingressTo("{name: web, port: {name: http}}"), looked, check.StatusPass, "1 backend, which is there"},
		"its own, wrong port":  {web + ingressTo("{name: web, port: {number: 8080}}"), looked, check.StatusGap, "the Service web has no port 8080: it has 80 (http)"},
		"a number is no name":  {web + ingressTo("{name: web, port: {name: web}}"), looked, check.StatusGap, "has no port web"},
		"not there":            {web + ingressTo("{name: api, port: {number: 80}}"), looked, check.StatusGap, "the Service shop/api that it leads to does not exist: the service brings web"},
		"there":                {ingressTo("{name: old, port: {number: 8080}}"), looked, check.StatusPass, ""},
		"there, wrong port":    {ingressTo("{name: old, port: {number: 80}}"), looked, check.StatusGap, "has no port 80: it has 8080"},
		"a name elsewhere":     {ingressTo("{name: outside, port: {number: 80}}"), looked, check.StatusPass, ""},
		"not looked up":        {ingressTo("{name: gone, port: {number: 80}}"), looked, check.StatusUnknown, "could not be looked up"},
		"made by an operator":  {ingressTo("{name: api, port: {number: 80}}") + "---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: api}\n", looked, check.StatusUnknown, "Service api may make it"},
		"a route":              {web + route, looked, check.StatusGap, "has no port 81"},
		"AWS's annotations":    {ingressTo("{name: redirect, port: {name: use-annotation}}"), looked, check.StatusSkip, "leads to a Service"},
		"nothing to lead to":   {web, looked, check.StatusSkip, "leads to a Service"},
		"its namespace is not": {"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: till}\nspec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n", looked, check.StatusGap, "nor does its namespace"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, BackendsThere()) })
	}
}

func TestTLSSecrets(t *testing.T) {
	ingress := func(annotations string) string {
		return "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: {" + annotations + "}}\nspec: {tls: [{secretName: web-tls}]}\n"
	}
	secret := func(kind, namespace string) string {
		return "---\napiVersion: v1\nkind: Secret\nmetadata: {name: web-tls, namespace: " + namespace + "}\ntype: " + kind + "\n"
	}
	for name, tt := range map[string]landed{
		"nothing makes it":    {ingress(""), facts.Snapshot{}, check.StatusUnknown, "web.yaml:5 web: whether the Secret web-tls exists is not known"},
		"cert-manager":        {ingress("cert-manager.io/cluster-issuer: main"), facts.Snapshot{}, check.StatusPass, "1 certificate"},
		"a Certificate":       {ingress("") + "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: web}\nspec: {secretName: web-tls}\n", facts.Snapshot{}, check.StatusPass, ""},
		"an ExternalSecret":   {ingress("") + "---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: web-tls}\n", facts.Snapshot{}, check.StatusPass, ""},
		"of another name":     {ingress("") + "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: web-tls}\nspec: {secretName: other}\n", facts.Snapshot{}, check.StatusUnknown, ""},
		"a Secret":            {ingress("") + secret("kubernetes.io/tls", "shop"), facts.Snapshot{}, check.StatusPass, ""},
		"of another type":     {ingress("") + secret("kubernetes.io/dockerconfigjson", "shop"), facts.Snapshot{}, check.StatusGap, "which is no certificate"},
		"of another place":    {ingress("") + secret("kubernetes.io/tls", "till"), facts.Snapshot{}, check.StatusUnknown, "Secret web-tls is for the namespace till"},
		"the controller's is": {"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {tls: [{hosts: [a.example]}]}\n", facts.Snapshot{}, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, TLSSecrets()) })
	}
}

// TestIstioCredentials: the pods of a gateway read Secrets from their own namespace.
func TestIstioCredentials(t *testing.T) {
	const gateway = "---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: web}\nspec: {selector: {istio: edge}, servers: [{tls: {mode: SIMPLE, credentialName: web-tls}}]}\n"
	in := func(namespace string) string {
		return "---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: web, namespace: " + namespace + "}\nspec: {secretName: web-tls}\n"
	}
	there := facts.Snapshot{Workloads: []facts.Workload{{Kind: "Deployment", Namespace: "edge", Name: "gateway", PodLabels: map[string]string{"istio": "edge"}}}}
	for name, tt := range map[string]landed{
		"nothing makes it": {gateway, there, check.StatusUnknown, "web.yaml:5 web: whether the Secret web-tls exists where the gateway's pods run is not known"},
		"where it is read": {gateway + in("edge"), there, check.StatusPass, "1 certificate"},
		"elsewhere":        {gateway + in("shop"), there, check.StatusUnknown, "Deployment edge/gateway reads the Secret web-tls from its own namespace, and Certificate web makes it in shop"},
		"no pods are seen": {gateway + in("shop"), facts.Snapshot{}, check.StatusUnknown, "run in shop is not known"},
		"without TLS":      {"apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: web}\nspec: {selector: {istio: edge}, servers: [{port: {number: 80}}]}\n", there, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, TLSSecrets()) })
	}
}
