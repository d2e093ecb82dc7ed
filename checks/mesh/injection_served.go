package mesh

import (
	"context"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// InjectionServed asks whether some injector serves each request for a mesh's proxy.
func InjectionServed() check.Check {
	return check.Check{
		ID:    "mesh/injection-served",
		Title: "An injector of the mesh serves every namespace that asks for it",
		Doc: `A namespace says by a label or an annotation that its pods belong into the mesh. When no webhook's
selectors match what it carries, its pods start without a proxy, work, and are outside of the mesh:
in plain text, past every rule. Nothing reports it. It happens when a revision of Istio is removed
while namespaces still name it, or when only revisions are installed and a namespace says
` + "`istio-injection=enabled`" + `, which only the default injector serves.

The selectors of the webhooks of Istio, Linkerd, Kuma and Open Service Mesh are evaluated against
what namespaces carry, and against the labels of their workloads' pods; the same goes for workloads
that ask by a label of their pods (` + "`sidecar.istio.io/inject`" + `) where their namespace does not. A namespace
that asks by an annotation in place of the label, or the reverse, is not heard. A webhook without a CA bundle serves nobody. Ambient mode needs ztunnel. Only meshes whose control
plane runs are looked at, and not Consul, which is asked by annotations that are not read. Whether
the injector does its work when it is asked, ` + "`mesh/injection`" + ` proves.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindWebhooks, facts.KindNamespaces, facts.KindWorkloads, facts.PartApplications, facts.PartInventory},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}},
		Remediation:   `Let the namespace ask by what an injector serves, as the finding says, and restart its pods.`,
		Remedies: []check.Remedy{
			{State: stateRevision, Text: `Give the namespace the label of the revision or tag that is served, in place of its own, and restart its
pods: ` + "`kubectl label namespace`" + ` with ` + "`istio-injection-`" + ` and the served label of the finding. Or let the
revision serve ` + "`istio-injection=enabled`" + ` as well: ` + "`istioctl tag set default --revision`" + ` with its name.`},
			{State: stateNoInjector, Text: `Bring back the injector's webhook: install the control plane of the mesh again, by its chart, and see that
its injector is ready. It writes the CA bundle itself. Then restart the pods.`},
			{State: stateAmbient, Text: `Install Istio's chart ` + "`ztunnel`" + `, with istio-cni in ambient mode, or take the label
` + "`istio.io/dataplane-mode`" + ` off the namespace.`},
			{State: stateMisplaced, Text: `Say it where the mesh looks, and restart the pods: namespaces ask Istio, Kuma and Open Service Mesh by a
label, and Linkerd by an annotation.`},
			{State: stateDisabled, Text: `Take the label off the namespace, if its pods belong into the mesh, and restart them:

    kubectl label namespace NAMESPACE istio-injection-

Pods that are to stay out should not say ` + "`sidecar.istio.io/inject: \"true\"`" + `.`},
		},
		Links: []string{
			"https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels",
			"https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy",
			"https://linkerd.io/2/features/proxy-injection/",
			"https://kuma.io/docs/latest/production/dp-config/dpp-on-kubernetes/",
		},
		Requires: []string{"mesh/present"},
		Since:    "0.1.0",
		Run:      runInjectionServed,
	}
}

func runInjectionServed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var sure, open []check.Finding
	var states []string
	asked := 0
	for _, m := range meshesOf(in) {
		if unheard := m.misplaced(in); len(unheard) > 0 {
			sure, states = append(sure, unheard...), append(states, stateMisplaced)
			asked += len(unheard)
		}
		for _, r := range requestsOf(in, m) {
			asked++
			served, known := m.serves(r)
			switch {
			case served && known:
			case served || m.hidden && len(m.hooks) == 0:
				open = append(open, check.Finding{Object: r.object, Message: r.how + ": whether the injector is asked depends on what is not read"})
			default:
				sure = append(sure, check.Finding{Object: r.object, Message: m.whyNot(r)})
				states = append(states, m.stateOf(r))
			}
		}
	}
	switch {
	case asked == 0:
		return check.Skip("no namespace and no workload asks for the proxy of a mesh that runs"), nil
	case len(sure) > 0:
		return check.Gap(fmt.Sprintf("no injector serves %d of %s for the mesh", len(sure), askers(asked)), sure...).In(states...), nil
	case len(open) > 0:
		return check.Unknown(fmt.Sprintf("it cannot be told whether an injector serves %d of %s for the mesh", len(open), askers(asked)), open...), nil
	}
	return check.Pass(fmt.Sprintf("the selectors of an injector match %s for the mesh", askers(asked))), nil
}

func askers(n int) string {
	return text.Counted(n, "namespace or workload that asks", "namespaces and workloads that ask")
}

// serves reports whether an injector of the mesh selects any of a request's pods: others may be
// kept out on purpose. It is not known where that depends on what is not read.
func (m *mesh) serves(r request) (served, known bool) {
	if r.ambient {
		return m.ztunnel, true
	}
	for _, labels := range r.pods {
		matched, sure := m.injects(r.namespace, labels)
		if matched && sure {
			return true, true
		}
		served = served || matched
	}
	return served, !served
}

// injects reports whether an injector is asked about a pod.
func (m *mesh) injects(n *facts.Namespace, labels map[string]string) (matched, sure bool) {
	for _, h := range m.hooks {
		asks, known := kube.AsksAboutPod(h, n, labels)
		if !asks || m.untrusted(h) {
			continue
		}
		if known {
			return true, true
		}
		matched = true
	}
	return matched, false
}

// asksUntrusted reports whether an injector selects any of a request's pods, and the API server has
// nothing to verify it by.
func (m *mesh) asksUntrusted(r request) bool {
	for _, labels := range r.pods {
		for _, h := range m.hooks {
			if asks, _ := kube.AsksAboutPod(h, r.namespace, labels); asks && m.untrusted(h) {
				return true
			}
		}
	}
	return false
}

// The states that have a remedy of their own.
const (
	stateRevision   = "another-revision"
	stateNoInjector = "no-injector"
	stateAmbient    = "no-ztunnel"
	stateMisplaced  = "misplaced"
	stateDisabled   = "disabled"
)

// stateOf returns the state of a request that nobody serves; "" for one without a remedy of its own.
func (m *mesh) stateOf(r request) string {
	switch {
	case r.ambient:
		return stateAmbient
	case len(m.hooks) == 0 || m.asksUntrusted(r):
		return stateNoInjector
	case r.namespace.Labels[injectionLabel] == "disabled":
		return stateDisabled
	case m.name == "istio":
		return stateRevision
	}
	return ""
}

// whyNot says why nobody serves a request, and what would be served.
func (m *mesh) whyNot(r request) string {
	switch {
	case r.ambient:
		return fmt.Sprintf("%s, and no ztunnel runs", r.how)
	case len(m.hooks) == 0:
		return fmt.Sprintf("%s, and no injection webhook of %s is registered", r.how, m.title)
	case m.asksUntrusted(r):
		return fmt.Sprintf("%s, and the injection webhook of %s has no CA bundle: the API server cannot call it", r.how, m.title)
	}
	message := fmt.Sprintf("%s, and no injector of %s selects it", r.how, m.title)
	if r.note != "" {
		message += "; " + r.note
	}
	if labels := m.offers(); len(labels) > 0 && r.namespace.Labels[injectionLabel] != "disabled" {
		message += "; served is " + strings.Join(labels, ", ")
	}
	return message
}
