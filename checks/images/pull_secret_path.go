package images

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// PullSecretPath asks whether there is a way to authenticate to the registries that ask for it.
func PullSecretPath() check.Check {
	return check.Check{
		ID:    "images/pull-secret-path",
		Title: "The platform can authenticate to the registries that ask for it",
		Doc: `Images stay on the nodes that once pulled them, with whatever credentials there were then. A workload whose
credentials are gone runs on, until a pod of it moves to a new node and says ImagePullBackOff.

kready looks at the products that it knows and at images of registries that give nothing without credentials: private ones of Amazon ECR,
and registry.redhat.io. There must be a way to them: a pull secret of the pods or of their ServiceAccount, nodes of AWS, whose
kubelets ask ECR by the node's own role, or OpenShift, which has a pull secret for all of its nodes. It does not see whether a pull
secret is for that registry or still good, nor credentials in the nodes' own files: without any of these ways the answer is a
gap where pods wait for the image, and otherwise unknown. Other registries may have public repositories and are left out.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartInventory, facts.PartDistribution, facts.KindWorkloads, facts.KindServiceAccounts, facts.KindNodes, facts.KindPods},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: `Make a pull secret in the namespace and name it in the ServiceAccount of the pods. A token of ECR ends after twelve hours, so let
something renew it, or set up a credential provider for the nodes' kubelets:

    kubectl -n NAMESPACE get KIND NAME -o jsonpath='{.spec.template.spec.serviceAccountName}'`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
			"https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/",
			"https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html",
			"https://access.redhat.com/RegistryAuthentication",
		},
		Since: "0.2.0",
		Run:   pullSecretPath,
	}
}

func pullSecretPath(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if !in.Applied() {
		return check.Skip("the manifests are not applied: their nodes are not known"), nil
	}
	var waiting, open []check.Finding
	private := 0
	for _, w := range pulling(in) {
		private++
		registry := privateRegistry(w)
		if hasPullSecret(in, w) || nodesMayPull(in, registry) {
			continue
		}
		finding := check.Finding{Object: kube.Ref(w), Message: fmt.Sprintf("it pulls from %s, which asks for credentials; neither its pods nor their ServiceAccount name a pull secret", registry)}
		if waits(in, w) {
			waiting = append(waiting, finding)
			continue
		}
		finding.Message += ", and its pods do not wait for an image: their nodes had it, or credentials of their own"
		open = append(open, finding)
	}
	switch {
	case private == 0:
		return check.Skip("no product that kready knows comes from a registry that always asks for credentials"), nil
	case len(waiting) > 0:
		return check.Gap(fmt.Sprintf("%s without a way to authenticate", text.Counted(len(waiting), "workload waits for its image", "workloads wait for their images")), waiting...), nil
	case len(open) > 0:
		return check.Unknown(fmt.Sprintf("of %s it is not known how their nodes authenticate", text.Counted(len(open), "workload", "workloads")), open...), nil
	}
	return check.Pass(fmt.Sprintf("%s from registries that ask for credentials, each with a way to authenticate", text.Counted(private, "workload pulls", "workloads pull"))), nil
}

// pulling are the workloads of known products with an image of a private registry, each once, in the facts' order.
func pulling(in *facts.Input) []*facts.Workload {
	known := map[facts.ObjectRef]bool{}
	for _, impl := range in.Inventory {
		for _, ref := range impl.Workloads {
			known[ref] = true
		}
	}
	var out []*facts.Workload
	for i := range in.Workloads {
		if w := &in.Workloads[i]; known[kube.Ref(w)] && privateRegistry(w) != "" {
			out = append(out, w)
		}
	}
	return out
}

// privateRegistry is the first private registry of a workload's images, "" without one.
func privateRegistry(w *facts.Workload) string {
	for _, c := range slices.Concat(w.Containers, w.InitContainers) {
		if kube.PrivateRegistry(c.Image.Registry) {
			return c.Image.Registry
		}
	}
	return ""
}

func hasPullSecret(in *facts.Input, w *facts.Workload) bool {
	if len(w.ImagePullSecrets) > 0 {
		return true
	}
	account := w.ServiceAccount
	if account == "" {
		account = "default"
	}
	return slices.ContainsFunc(in.ServiceAccounts, func(a facts.ServiceAccount) bool {
		return a.Namespace == w.Namespace && a.Name == account && len(a.ImagePullSecrets) > 0
	})
}

// nodesMayPull reports whether all nodes have an identity of their own that a registry knows.
func nodesMayPull(in *facts.Input, registry string) bool {
	if in.Distribution.Name == "openshift" {
		return true
	}
	ecr := strings.Contains(registry, "ecr")
	return ecr && len(in.Nodes) > 0 && !slices.ContainsFunc(in.Nodes, func(n facts.Node) bool { return n.Provider != "aws" })
}

// waits reports whether a pod of a workload waits for its image.
func waits(in *facts.Input, w *facts.Workload) bool {
	return slices.ContainsFunc(in.Pods, func(p facts.Pods) bool {
		return p.Kind == w.Kind && p.Namespace == w.Namespace && p.Name == w.Name &&
			slices.ContainsFunc(p.Reasons, func(reason string) bool { return reason == "ImagePullBackOff" || reason == "ErrImagePull" })
	})
}
