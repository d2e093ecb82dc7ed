package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ofEvents returns what events say of a workload whose pods say nothing themselves: they wait to
// be made on their node, or run and are not ready.
func (c *Causes) ofEvents(w *facts.Workload) []check.Cause {
	object := kube.FormatRef(kube.Ref(w))
	for _, one := range []struct {
		kind, message, remedy string
		reasons               []string
	}{
		{Volume, "a volume of " + object + " is not mounted", "Make what the volume names, or see why it cannot be attached:\n\n" + describePods(w), []string{"FailedMount", "FailedAttachVolume", "FailedMapVolume"}},
		{PodNetwork, "the pods of " + object + " get no network", "See what the CNI plugin's agent on their nodes says:\n\n" + describePods(w), []string{"FailedCreatePodSandBox", "NetworkNotReady"}},
		{ProbeFails, "the pods of " + object + " run and their probe fails", "Ask them what they wait for:\n\n" + logs(w), []string{"Unhealthy"}},
		{ImagePull, "an image of " + object + " cannot be used", "Read what the kubelet says of the image:\n\n" + describePods(w), []string{"ErrImageNeverPull", "InspectFailed"}},
	} {
		for _, e := range c.events[kube.Ref(w)] {
			switch {
			case e.Reason == "Unhealthy" && saysUninitialized.MatchString(e.Message):
				return []check.Cause{sealed(w, true)}
			case e.Reason == "Unhealthy" && saysSealed.MatchString(e.Message):
				return []check.Cause{sealed(w, false)}
			case slices.Contains(one.reasons, e.Reason):
				return []check.Cause{{Object: kube.Ref(w), Kind: one.kind, Message: one.message + ": " + quote(e.Message), Remedy: one.remedy}}
			}
		}
	}
	return nil
}

// logs is the command that shows what a workload writes.
func logs(w *facts.Workload) string {
	if w.Kind == facts.StaticPod || w.Kind == facts.BarePod {
		return describePods(w)
	}
	return command("kubectl -n %s logs %s/%s --tail=50", w.Namespace, strings.ToLower(w.Kind), w.Name)
}

// kubeletServing is the signer of the certificates by which kubelets serve metrics and logs.
const kubeletServing = "kubernetes.io/kubelet-serving"

// ofSigningRequests says that kubelets wait for their serving certificates: of a workload that calls
// them, whose pods run and are not ready.
func (c *Causes) ofSigningRequests(w *facts.Workload) []check.Cause {
	callsKubelets := slices.ContainsFunc(c.in.Inventory, func(i facts.Implementation) bool {
		return slices.Contains(i.Roles, "metrics/resource-api") && slices.Contains(i.Workloads, kube.Ref(w))
	})
	if !callsKubelets {
		return nil
	}
	for _, s := range c.in.SigningRequests {
		if s.Signer != kubeletServing || s.Count == 0 {
			continue
		}
		requests := text.Counted(s.Count, "request of kubelets for their serving certificate waits", "requests of kubelets for their serving certificates wait")
		return []check.Cause{{
			Object: kube.Ref(w), Kind: SigningRequests,
			Message: fmt.Sprintf("%s for approval, so that %s cannot verify them", requests, kube.FormatRef(kube.Ref(w))),
			Remedy: "See who asks, approve what belongs to your nodes, and install an approver for kubelet serving certificates, since kubelets ask again before each expires:\n\n" +
				command("kubectl get csr") + "\n" + approve(s.Names),
			Source: "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation",
		}}
	}
	return nil
}

// approve is the command that approves some requests.
func approve(names []string) string {
	values := make([]any, len(names))
	for i, name := range names {
		values[i] = name
	}
	return command("kubectl certificate approve"+strings.Repeat(" %s", len(names)), values...)
}
