package network

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

func policyOf(name, spec string) string {
	return "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: " + name + "}\nspec: {podSelector: {}, " + spec + "}\n"
}

// guarded is a cluster with an engine, cluster DNS and an ingress controller.
func guarded(more ...facts.ProductResource) facts.Snapshot {
	s := facts.Snapshot{
		Namespaces: []facts.Namespace{{Name: "kube-system"}, {Name: "edge", Labels: map[string]string{"team": "edge"}}, {Name: "data"}},
		Workloads: []facts.Workload{
			{Kind: "Deployment", Namespace: "kube-system", Name: "coredns", PodLabels: map[string]string{"k8s-app": "kube-dns"}},
			{Kind: "Deployment", Namespace: "edge", Name: "traefik", PodLabels: map[string]string{"app": "traefik"}},
		},
		Backends:       []facts.Backend{{Namespace: "kube-system", Name: "kube-dns", Exists: true, Selector: map[string]string{"k8s-app": "kube-dns"}, Roles: []string{"dns"}}},
		IngressClasses: []facts.IngressClass{{Name: "traefik", Controller: "traefik.io/ingress-controller"}},
		NamedServices:  []facts.NamedService{{Namespace: "data", Name: "db", Exists: true, Selector: map[string]string{"app": "db"}, Ports: []facts.NamedServicePort{{Port: 5432, Target: 5432, Protocol: "TCP"}}}},
	}
	s.ProductResources = more
	for _, name := range []string{
		"adminnetworkpolicies.policy.networking.k8s.io", "baselineadminnetworkpolicies.policy.networking.k8s.io", "ciliumclusterwidenetworkpolicies.cilium.io",
		"ciliumnetworkpolicies.cilium.io", "clusternetworkpolicies.crd.antrea.io", "clusternetworkpolicies.policy.networking.k8s.io",
		"globalnetworkpolicies.crd.projectcalico.org", "networkpolicies.crd.antrea.io", "networkpolicies.crd.projectcalico.org",
	} {
		if s.ProductResource(name).Name == name && !s.ProductResource(name).Read {
			s.ProductResources = append(s.ProductResources, facts.ProductResource{Name: name, Read: true})
		}
	}
	return s
}

// engine are the products of the guarded cluster.
func engine() []facts.Implementation {
	return []facts.Implementation{
		{Name: "calico", State: facts.StateRunning, Roles: []string{"network/policy"}},
		{Name: "traefik", State: facts.StateRunning, Roles: []string{"ingress/controller"}, Controllers: []string{"traefik.io/"}, Workloads: []facts.ObjectRef{{Kind: "Deployment", Namespace: "edge", Name: "traefik"}}},
	}
}

const (
	deny     = "policyTypes: [Egress]"
	onlyDNS  = "policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, protocol: UDP}]}]"
	byTCP    = "policyTypes: [Egress], egress: [{ports: [{port: 53}]}]"
	toBlocks = "policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]"
	toServer = "policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.1/32}}], ports: [{port: 6443}]}]"
	toAll    = "policyTypes: [Egress], egress: [{}]"
)

func TestEgressAllowed(t *testing.T) {
	web := landtest.Deployment("web", "")
	needing := "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}, annotations: {kready.dev/requires: \"db.data:5432\"}}\nspec: {containers: [{name: web, image: a}]}\n"
	bound := "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {serviceAccountName: web, containers: [{name: web, image: a}]}\n" +
		"---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: web}\nsubjects: [{kind: ServiceAccount, name: web}]\nroleRef: {kind: Role, name: web}\n"
	onHost := "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {hostNetwork: true, containers: [{name: web, image: a}]}\n"
	toDB := "policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: data}}, podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]"
	old := guarded()
	old.NetworkPolicies = []facts.NetworkPolicy{{Namespace: "shop", Name: "all", PolicyTypes: []string{"Egress"}, SelectsAll: true, Pods: facts.Selector{Set: true}}}
	calico := guarded(facts.ProductResource{Name: "globalnetworkpolicies.crd.projectcalico.org", Read: true, Served: true, Objects: []facts.ProductObject{{Name: "deny"}}})
	unread := guarded(facts.ProductResource{Name: "networkpolicies.crd.projectcalico.org"})
	unread.ProductResources = unread.ProductResources[:len(unread.ProductResources)-1]
	for name, tt := range map[string]landed{
		"none":                    {web, guarded(), check.StatusPass, "no network policy restricts what its pods send"},
		"DNS is denied":           {policyOf("deny", deny) + web, guarded(), check.StatusGap, "web.yaml:2 deny: NetworkPolicy deny selects the pods of Deployment web, and no rule lets them ask cluster DNS (UDP, port 53)"},
		"DNS is let":              {policyOf("dns", onlyDNS) + web, guarded(), check.StatusPass, "1 connection that its pods need, which network policies let through"},
		"two together":            {policyOf("deny", deny) + policyOf("dns", onlyDNS) + web, guarded(), check.StatusPass, ""},
		"a port is of TCP":        {policyOf("dns", byTCP) + web, guarded(), check.StatusGap, "no rule lets them ask cluster DNS"},
		"a block":                 {policyOf("blocks", toBlocks) + web, guarded(), check.StatusUnknown, "depends on what rules of NetworkPolicy blocks stand for here"},
		"of the cluster":          {web, old, check.StatusGap, "web: NetworkPolicy all selects the pods of Deployment web"},
		"replaced by its own":     {policyOf("all", toAll) + web, old, check.StatusPass, ""},
		"Calico's own":            {web, calico, check.StatusUnknown, "GlobalNetworkPolicy (Calico) deny), which kready does not follow up"},
		"Cilium's, of its own":    {web + "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: web}\n", guarded(), check.StatusUnknown, "CiliumNetworkPolicy web"},
		"in the host's network":   {policyOf("deny", deny) + onHost, guarded(), check.StatusPass, ""},
		"the API server":          {policyOf("dns", onlyDNS) + bound, guarded(), check.StatusGap, "no rule lets them reach the API server"},
		"by its addresses":        {policyOf("dns", onlyDNS) + policyOf("api", toServer) + bound, guarded(), check.StatusUnknown, "whether they can reach the API server"},
		"a need":                  {policyOf("dns", onlyDNS) + needing, guarded(), check.StatusGap, "no rule lets them reach db.data (TCP, port 5432)"},
		"a need that is let":      {policyOf("dns", onlyDNS) + policyOf("db", toDB) + needing, guarded(), check.StatusPass, "2 connections"},
		"no pods":                 {policyOf("deny", deny), guarded(), check.StatusSkip, "no pods"},
		"others are not readable": {policyOf("dns", onlyDNS) + web, unread, check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) { tt.judgeWith(t, EgressAllowed(), engine()...) })
	}
	t.Run("no engine", func(t *testing.T) {
		landed{policyOf("deny", deny) + web, guarded(), check.StatusUnknown, "whether anything enforces it is not known"}.judgeWith(t, EgressAllowed())
	})
}

// TestCiliumOfService: a CiliumNetworkPolicy that says what a NetworkPolicy can is judged as one, where Cilium runs.
func TestCiliumOfService(t *testing.T) {
	web := landtest.Deployment("web", "")
	of := func(spec string) string {
		return "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: web}\nspec: {endpointSelector: {matchLabels: {app: web}}, " + spec + "}\n"
	}
	const (
		toDNS = "toEndpoints: [{matchLabels: {'k8s:io.kubernetes.pod.namespace': kube-system, 'k8s:k8s-app': kube-dns}}]"
		port  = "toPorts: [{ports: [{port: '53', protocol: ANY}], rules: {dns: [{matchPattern: '*'}]}}]"
	)
	there := guarded()
	there.OtherPolicies = []facts.OtherPolicyKind{{Name: "ciliumnetworkpolicies.cilium.io", Served: true, Read: true, Policies: []facts.OtherPolicy{
		{Namespace: "shop", Name: "web", Place: facts.PlaceBeside, Pods: facts.Selector{Set: true}, Egress: facts.OtherPolicySide{Isolates: true}},
	}}}
	cilium := facts.Implementation{Name: "cilium", State: facts.StateRunning, Roles: []string{"network/policy", "network/cni"}}
	for name, tt := range map[string]landed{
		"DNS is let":         {of("egress: [{"+toDNS+", "+port+"}]") + web, guarded(), check.StatusPass, "1 connection that its pods need"},
		"of any port":        {of("egress: [{"+toDNS+"}]") + web, guarded(), check.StatusPass, ""},
		"without namespace":  {of("egress: [{toEndpoints: [{matchLabels: {k8s-app: kube-dns}}], "+port+"}]") + web, guarded(), check.StatusGap, "web.yaml:2 web: CiliumNetworkPolicy web selects the pods of Deployment web, and no rule lets them ask cluster DNS (UDP, port 53)"},
		"nothing at all":     {of("egress: [{}]") + web, guarded(), check.StatusGap, "no rule lets them ask cluster DNS"},
		"only what comes in": {of("ingress: [{fromEndpoints: [{}]}]") + web, guarded(), check.StatusPass, "no network policy restricts what its pods send"},
		"other pods":         {"---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: web}\nspec: {endpointSelector: {matchLabels: {app: other}}, egress: [{}]}\n" + web, guarded(), check.StatusPass, ""},
		"names outside":      {of("egress: [{toFQDNs: [{matchName: shop.example}], toPorts: [{ports: [{port: '443'}]}]}]") + web, guarded(), check.StatusGap, "no rule lets them ask cluster DNS"},
		"the cluster":        {of("egress: [{toEntities: [cluster]}]") + web, guarded(), check.StatusPass, ""},
		"all":                {of("egress: [{toEntities: [all], "+port+"}]") + web, guarded(), check.StatusPass, ""},
		"the world":          {of("egress: [{toEntities: [world]}]") + web, guarded(), check.StatusGap, "no rule lets them ask cluster DNS"},
		"a Service":          {of("egress: [{toServices: [{k8sService: {serviceName: kube-dns, namespace: kube-system}}]}]") + web, guarded(), check.StatusUnknown, "what rules of CiliumNetworkPolicy web stand for"},
		"a denial":           {of("egressDeny: [{toEntities: [world]}]") + web, guarded(), check.StatusUnknown, "policies of other kinds (CiliumNetworkPolicy web)"},
		"lets the rest":      {of("enableDefaultDeny: {egress: false}, egress: [{toEntities: [world]}]") + web, guarded(), check.StatusPass, ""},
		"beside another":     {of("egress: [{toEntities: [world]}]") + policyOf("dns", onlyDNS) + web, guarded(), check.StatusPass, ""},
		"there already":      {of("egress: [{"+toDNS+", "+port+"}]") + web, there, check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tt.judgeWith(t, EgressAllowed(), cilium)
		})
	}
}

func TestIngressAllowed(t *testing.T) {
	web := landtest.Deployment("web", "") + serviceOf("web", "selector: {app: web}, ports: [{port: 80, targetPort: web}]") +
		"---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {ingressClassName: traefik, defaultBackend: {service: {name: web, port: {number: 80}}}}\n"
	from := func(peers string) string {
		return policyOf("web", "ingress: [{from: ["+peers+"], ports: [{port: web}]}]")
	}
	onHost := guarded()
	onHost.Workloads[1].HostNetwork = true
	for name, tt := range map[string]landed{
		"none":                 {web, guarded(), check.StatusPass, "1 way from an ingress controller to its pods"},
		"denied":               {policyOf("deny", "policyTypes: [Ingress]") + web, guarded(), check.StatusGap, "no rule lets the ingress controller (Deployment edge/traefik) reach them"},
		"by the namespace":     {from("{namespaceSelector: {matchLabels: {team: edge}}}") + web, guarded(), check.StatusPass, ""},
		"by another namespace": {from("{namespaceSelector: {matchLabels: {team: data}}}") + web, guarded(), check.StatusGap, ""},
		"by a pod of its own":  {from("{podSelector: {matchLabels: {app: traefik}}}") + web, guarded(), check.StatusGap, ""},
		"on the host":          {from("{namespaceSelector: {matchLabels: {team: edge}}}") + web, onHost, check.StatusUnknown, "what rules of NetworkPolicy web stand for"},
		"by the wrong port":    {policyOf("web", "ingress: [{ports: [{port: 80}]}]") + web, guarded(), check.StatusGap, ""},
		"no Ingress":           {landtest.Deployment("web", ""), guarded(), check.StatusSkip, "leads to its own pods"},
		"another class":        {web, facts.Snapshot{}, check.StatusPass, "no controller is seen"},
	} {
		t.Run(name, func(t *testing.T) { tt.judgeWith(t, IngressAllowed(), engine()...) })
	}
}
