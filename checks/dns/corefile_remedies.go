package dns

import (
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// corefileRemedies say who writes the Corefile: where a distribution does, an edit is taken back.
func corefileRemedies() []check.Remedy {
	return []check.Remedy{
		{State: "own-resolver", Text: `Have the pods of CoreDNS take the resolvers of their node:

    kubectl -n NAMESPACE patch deployment NAME -p '{"spec":{"template":{"spec":{"dnsPolicy":"Default"}}}}'`},
		{Distributions: []string{"kubeadm", "kind", "minikube", "docker-desktop"}, Text: `Edit the Corefile; with reload in place CoreDNS takes it over within two minutes:

    kubectl -n kube-system edit configmap coredns`},
		{Distributions: []string{"k3s"}, Text: `K3s writes the ConfigMap coredns anew at each start. Plugins that are missing can be added with
a ConfigMap of your own, coredns-custom, whose keys end in .override (in the block of the cluster)
or .server (a block of their own):

    kubectl -n kube-system edit configmap coredns-custom

What K3s itself sets, as health without lameduck, changes only with a CoreDNS of your own:
start the servers with ` + "`--disable=coredns`" + ` and install its chart.`},
		{Distributions: []string{"rke2"}, Text: `RKE2's chart writes the Corefile. Set ` + "`servers`" + ` in its values, by a HelmChartConfig:

    kubectl -n kube-system edit helmchartconfigs.helm.cattle.io rke2-coredns`},
		{Distributions: []string{"eks"}, Text: `The add-on writes the Corefile. Give it yours as its configuration, as the value of ` + "`corefile`" + `:

    aws eks update-addon --cluster-name CLUSTER --addon-name coredns --configuration-values file://coredns.json`},
		{Distributions: []string{facts.Managed}, Text: `The provider writes the Corefile, and takes edits of it back. See what it lets you add, mostly by a ConfigMap
coredns-custom in kube-system; what it sets itself, it has to change.`},
		{Distributions: []string{"aks"}, Text: `AKS writes the Corefile and takes edits back. What may be added goes into the ConfigMap
coredns-custom, with keys that end in .override or .server; then restart CoreDNS:

    kubectl -n kube-system edit configmap coredns-custom
    kubectl -n kube-system rollout restart deployment coredns`},
	}
}
