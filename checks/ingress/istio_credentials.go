package ingress

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// credentials judges the Secrets by which a Gateway of Istio ends TLS, and returns how many there are. Its pods read them from
// their own namespace: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
func (m *secretMakers) credentials(in *facts.Input, o *facts.LandingObject, found *check.Found) int {
	if o.Group != "networking.istio.io" || o.Kind != "Gateway" {
		return 0
	}
	pods := gatewayPods(in, o)
	total := 0
	for _, credential := range kube.FieldsOf(o, "spec.servers[].tls.credentialName") {
		total++
		why := m.unread(pods, credential.Value)
		found.Add(check.OfManifest(o.Manifest, credential.Line, check.ByService, why), false)
	}
	return total
}

// gatewayPods are the workloads that a Gateway of Istio selects: of the service and of the platform, as "Deployment edge/istio" by
// their namespaces.
func gatewayPods(in *facts.Input, o *facts.LandingObject) map[string]string {
	selector := map[string]string{}
	for _, label := range []string{"app", "istio"} {
		if value, _ := kube.FieldOf(o, "spec.selector."+label); value != "" {
			selector[label] = value
		}
	}
	out := map[string]string{}
	if len(selector) == 0 {
		return out
	}
	for i := range in.Workloads {
		if w := &in.Workloads[i]; kube.HasLabels(w.PodLabels, selector) {
			out[w.Namespace] = fmt.Sprintf("%s %s/%s", w.Kind, w.Namespace, w.Name)
		}
	}
	for i := range in.Service.Pods {
		if p := &in.Service.Pods[i]; kube.HasLabels(p.Labels, selector) {
			out[p.Namespace] = fmt.Sprintf("%s %s/%s", p.Kind, p.Namespace, p.Name)
		}
	}
	return out
}

// unread says of a Secret that pods of gateways read why it is not known that they have it; "" where they do.
func (m *secretMakers) unread(pods map[string]string, secret string) string {
	for namespace := range pods {
		if m.made[[2]string{namespace, secret}] {
			return ""
		}
	}
	readers := slices.Sorted(maps.Values(pods))
	switch maker := m.last[secret]; {
	case maker == nil:
		return fmt.Sprintf("whether the Secret %s exists where the gateway's pods run is not known, and nothing in the manifests makes it", secret)
	case len(readers) == 0:
		return fmt.Sprintf("whether the gateway's pods, which read the Secret %s, run in %s is not known: %s %s makes it there", secret, maker.Namespace, maker.Kind, maker.Name)
	default:
		return fmt.Sprintf("%s reads the Secret %s from its own namespace, and %s %s makes it in %s", text.Few(readers), secret, maker.Kind, maker.Name, maker.Namespace)
	}
}
