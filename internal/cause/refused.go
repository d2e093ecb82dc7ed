package cause

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// What the API server says when it makes no pod; the names in it are objects'.
var (
	violates  = regexp.MustCompile(`violates PodSecurity "([a-z]+)[^"]*": (.*)`)
	overQuota = regexp.MustCompile(`(?:exceeded|failed) quota: ([^\s,:]+)[,:] ?(.*)`)
	deniedBy  = regexp.MustCompile(`admission webhook "([^"]+)" denied the request:? ?(.*)`)
	created   = regexp.MustCompile(`^(?:\(combined from similar events\): )?(?:Error creating: )?(?:pods "[^"]*" is forbidden: )?(?:Internal error occurred: )?`)
)

// refused returns why the API server makes no pods for a workload.
func (c *Causes) refused(w *facts.Workload) []check.Cause {
	pods := 0
	for _, p := range c.pods[kube.Ref(w)] {
		pods += p.Count
	}
	if pods >= w.Desired {
		return nil // what was refused is there by now
	}
	if message := c.refusal(w); message != "" {
		return []check.Cause{c.ofRefusal(w, message)}
	}
	level := c.podSecurityLevel(w.Namespace)
	if why := kube.ForbiddenByPodSecurity(w, level); why != "" && pods == 0 && w.Ready == 0 {
		return []check.Cause{podSecurity(w, level, why)}
	}
	return nil
}

// refusal is what the API server last said of a pod that it did not make; "" when nothing tells.
func (c *Causes) refusal(w *facts.Workload) string {
	for _, e := range c.events[kube.Ref(w)] {
		if e.Reason == "FailedCreate" {
			return e.Message
		}
	}
	return kube.ReplicaFailure(w)
}

// podSecurityLevel is the level that a namespace enforces by its label.
func (c *Causes) podSecurityLevel(namespace string) string {
	if n := c.by.namespaces[namespace]; n != nil {
		return n.Labels[kube.PodSecurityLabel]
	}
	return ""
}

// ofRefusal is the cause that a refusal stands for.
func (c *Causes) ofRefusal(w *facts.Workload, message string) check.Cause {
	said := created.ReplaceAllString(message, "")
	out := check.Cause{Object: kube.Ref(w), Kind: Refused, Message: fmt.Sprintf("the API server refuses the pods of %s: %s", kube.FormatRef(kube.Ref(w)), quote(said))}
	if m := violates.FindStringSubmatch(said); m != nil {
		return podSecurity(w, m[1], m[2])
	}
	if m := overQuota.FindStringSubmatch(said); m != nil {
		out.Kind = Quota
		out.Message = fmt.Sprintf("ResourceQuota %s of namespace %s lets no more pods of %s be made: %s", m[1], w.Namespace, kube.FormatRef(kube.Ref(w)), quote(m[2]))
		out.Remedy = "Raise the quota, or ask for less:\n\n" + command("kubectl -n %s describe resourcequota %s", w.Namespace, m[1])
		return out
	}
	if hook, why, failed := kube.FailedCall(said); failed {
		return c.silent(w, hook, why)
	}
	if m := deniedBy.FindStringSubmatch(said); m != nil {
		out.Kind = WebhookRefuses
		out.Message = fmt.Sprintf("webhook %s refuses the pods of %s: %s", m[1], kube.FormatRef(kube.Ref(w)), quote(m[2]))
		out.Remedy = fmt.Sprintf("Change the pods so that the webhook admits them, or except namespace %s from its rule.", prose(w.Namespace))
		return out
	}
	out.Remedy = "Mend what the message names; the controller then tries again by itself:\n\n" + command("kubectl -n %s get events --field-selector reason=FailedCreate", w.Namespace)
	return out
}

// podSecurity is the cause of pods that a namespace's Pod Security level refuses.
func podSecurity(w *facts.Workload, level, why string) check.Cause {
	return check.Cause{
		Object: kube.Ref(w), Kind: PodSecurity,
		Message: fmt.Sprintf("Pod Security level %s of namespace %s refuses the pods of %s: %s", level, w.Namespace, kube.FormatRef(kube.Ref(w)), quote(why)),
		Remedy: "Let the namespace enforce nothing, if only the platform runs in it, and have the pods made again:\n\n" +
			command("kubectl label --overwrite namespace %s "+kube.PodSecurityLabel+"=privileged", w.Namespace) + "\n" +
			command("kubectl -n %s rollout restart %s/%s", w.Namespace, strings.ToLower(w.Kind), w.Name),
		Source: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
	}
}

// silent is the cause of pods that a webhook keeps away because nobody answers for it: where its
// own workload is not well, that is the cause of both.
func (c *Causes) silent(w *facts.Workload, hook, why string) check.Cause {
	out := check.Cause{
		Object: kube.Ref(w), Kind: WebhookSilent,
		Message: fmt.Sprintf("webhook %s, which must admit the pods of %s, could not be called: %s", hook, kube.FormatRef(kube.Ref(w)), quote(why)),
		Remedy:  "Bring the webhook's backend back, or delete its configuration if the product is gone.",
	}
	config, service, ok := c.webhook(hook)
	if !ok {
		return out
	}
	behind := c.workloadsBehind(service.Namespace, service.Name)
	if slices.Contains(behind, kube.Ref(w)) {
		out.Message += "; its own pods are behind it, so that they wait for themselves"
		out.Remedy = "Delete the webhook's configuration until its pods are back; the product writes it again:\n\n" +
			command("kubectl delete %s %s", strings.ToLower(config.Kind), config.Name)
		return out
	}
	for _, ref := range behind {
		if causes := c.Of(ref); len(causes) > 0 {
			out.Object = causes[0].Object
			out.Message = fmt.Sprintf("webhook %s, which must admit the pods of %s, could not be called: %s", hook, kube.FormatRef(kube.Ref(w)), causes[0].Message)
			out.Remedy = cmp.Or(causes[0].Remedy, out.Remedy)
			return out
		}
	}
	return out
}

// webhook finds a webhook by its name, with its configuration and Service.
func (c *Causes) webhook(name string) (config, service facts.ObjectRef, ok bool) {
	h, ok := c.by.hooks[name]
	return h.config, h.service, ok
}
