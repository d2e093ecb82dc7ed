package cause

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// pulling are the waiting reasons of a container whose image cannot be pulled, configuring those
// of one that cannot be made from its configuration.
var (
	pulling = []string{
		"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "ImageInspectError",
		"SignatureValidationFailed",
	}
	configuring = []string{"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun"}
)

// ofPods returns what the pods of a workload say for themselves, one cause a kind.
func (c *Causes) ofPods(w *facts.Workload) []check.Cause {
	var out []check.Cause
	for _, t := range c.troubles(w) {
		cause, ok := c.ofTrouble(w, t)
		if ok && !slices.ContainsFunc(out, func(o check.Cause) bool { return o.Kind == cause.Kind }) {
			out = append(out, cause)
		}
	}
	return out
}

// troubles are those of all pods of a workload. Of snapshots of older kready, the pods that are
// pending and the reasons of the others stand for them.
func (c *Causes) troubles(w *facts.Workload) []facts.Trouble {
	var out, older []facts.Trouble
	for _, p := range c.by.pending[kube.Ref(w)] {
		older = append(older, facts.Trouble{Reason: p.Reason, Message: p.Message, Image: p.Image, Count: p.Count})
	}
	for _, p := range c.pods[kube.Ref(w)] {
		out = append(out, p.Troubles...)
		for _, reason := range p.Reasons {
			if p.Ready < p.Count {
				older = append(older, facts.Trouble{Reason: reason})
			}
		}
	}
	if len(out) == 0 {
		out = older
	}
	slices.SortStableFunc(out, func(a, b facts.Trouble) int { return weight(b) - weight(a) }) // what says most first
	return out
}

// weight is how much a trouble says.
func weight(t facts.Trouble) int { return len(t.LastWords) + len(t.Message) + len(t.Image) }

// ofTrouble returns the cause that a trouble stands for; false for one that says nothing.
func (c *Causes) ofTrouble(w *facts.Workload, t facts.Trouble) (check.Cause, bool) {
	switch {
	case t.Container == "" && t.Reason == "Unschedulable":
		return c.unschedulable(w, t.Message), true
	case t.Reason == "SchedulingGated":
		return check.Cause{Object: kube.Ref(w), Kind: Unschedulable, Message: "a scheduling gate holds the pods of " + kube.FormatRef(kube.Ref(w)) + " back"}, true
	case t.Reason == facts.ReasonSealed, t.Reason == facts.ReasonUninitialized:
		return sealed(w, t.Reason == facts.ReasonUninitialized), true
	case slices.Contains(pulling, t.Reason) && injectedImage.MatchString(t.Image):
		return c.notInjected(w, t), true
	case slices.Contains(pulling, t.Reason):
		return imagePull(w, t), true
	case slices.Contains(configuring, t.Reason):
		return configuration(w, t), true
	case t.Ended == "OOMKilled":
		return outOfMemory(w, t), true
	case t.Reason == "CrashLoopBackOff" || t.Ended != "":
		return c.crash(w, t), true
	case c.isCoreDNS(w) && loopDetected.MatchString(t.LastWords):
		return c.dnsLoop(w, t), true
	case t.LastWords != "":
		return logged(w, t)
	}
	return check.Cause{}, false
}

// container names a container of a workload's pods: "container coredns of Deployment …".
func container(w *facts.Workload, t facts.Trouble) string {
	of := kube.FormatRef(kube.Ref(w))
	switch {
	case t.Container == "":
		return "a container of " + of
	case t.Init:
		return "init container " + t.Container + " of " + of
	}
	return "container " + t.Container + " of " + of
}

// injectedImage is what charts of Istio write where its injector is to write the image of the proxy.
var injectedImage = regexp.MustCompile(`^(?:docker\.io/(?:library/)?)?auto(?::latest)?$`)

// notInjected is the cause of pods whose image Istio's injector should have written.
func (c *Causes) notInjected(w *facts.Workload, t facts.Trouble) check.Cause {
	out := check.Cause{
		Object: kube.Ref(w), Kind: ImagePull, Source: "https://istio.io/latest/docs/setup/additional-setup/gateway/",
		Message: fmt.Sprintf("%s asks for the image auto, in whose place Istio's injector writes that of the proxy, and the injector was not asked about its pods", container(w, t)),
		Remedy: "See that an injector of Istio selects the pods, by `sidecar.istio.io/inject: \"true\"` or `istio.io/rev` among their labels, and that it is ready. Then have them made again:\n\n" +
			command("kubectl -n %s rollout restart %s/%s", w.Namespace, strings.ToLower(w.Kind), w.Name),
	}
	if n := c.by.namespaces[w.Namespace]; n != nil && n.Labels["istio-injection"] == "disabled" {
		out.Message += fmt.Sprintf(": Namespace %s says istio-injection=disabled", n.Name)
		out.Remedy = "Take the label off the namespace, which keeps its gateways out as well, and have the pods made again:\n\n" +
			command("kubectl label namespace %s istio-injection-", n.Name) + "\n" +
			command("kubectl -n %s rollout restart %s/%s", w.Namespace, strings.ToLower(w.Kind), w.Name)
	}
	return out
}

func imagePull(w *facts.Workload, t facts.Trouble) check.Cause {
	out := check.Cause{Object: kube.Ref(w), Kind: ImagePull, Message: "the image of " + container(w, t) + " cannot be pulled"}
	if t.Image != "" {
		out.Message = fmt.Sprintf("image %s of %s cannot be pulled", t.Image, container(w, t))
	}
	if t.Message != "" {
		out.Message += ": " + quote(t.Message)
	}
	said := strings.ToLower(t.Message)
	switch {
	case mentions(said, "not found", "manifest unknown", "no such manifest", "invalid reference format", "couldn't parse image"):
		out.Remedy = "The registry has no such image or tag: correct the name that the workload asks for, or push the image."
	case mentions(said, "toomanyrequests", "too many requests", "429"):
		out.Remedy = "The registry counts pulls and refuses more: pull with credentials, or through a mirror of your own."
	case mentions(said, "unauthorized", "authentication required", "denied", "forbidden", "401", "403"):
		out.Remedy = fmt.Sprintf("The registry refuses the pull: correct the image's name, or give the ServiceAccount or the pods in namespace %s a pull secret for it.", prose(w.Namespace))
	case mentions(said, "no such host", "timeout", "connection refused", "i/o", "tls", "x509", "network is unreachable"):
		out.Remedy = "The node does not reach the registry: look at its DNS, proxy, firewall and trusted CAs."
	default:
		out.Remedy = "Read what the registry answered:\n\n" + describePods(w)
	}
	return out
}

func configuration(w *facts.Workload, t facts.Trouble) check.Cause {
	out := check.Cause{Object: kube.Ref(w), Kind: Configuration, Message: container(w, t) + " cannot be started"}
	if t.Message != "" {
		out.Message += ": " + quote(t.Message)
	}
	out.Remedy = "Make what its configuration names, or correct the name; then its pods start by themselves:\n\n" + describePods(w)
	return out
}

func outOfMemory(w *facts.Workload, t facts.Trouble) check.Cause {
	return check.Cause{
		Object: kube.Ref(w), Kind: OutOfMemory,
		Message: container(w, t) + " is killed because it uses more memory than it may (OOMKilled)",
		Remedy: "Raise the container's memory limit, where its values or its operator set it. Where it has none, its node runs out of memory.\n\n" +
			describePods(w),
		Source: "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/",
	}
}

// crash returns the cause of a container that ends again and again.
func (c *Causes) crash(w *facts.Workload, t facts.Trouble) check.Cause {
	coreDNS := c.isCoreDNS(w)
	if coreDNS && loopDetected.MatchString(t.LastWords) {
		return c.dnsLoop(w, t)
	}
	out := check.Cause{Object: kube.Ref(w), Kind: CrashLoop, Message: container(w, t) + " crashes"}
	if t.Ended != "" {
		out.Message += fmt.Sprintf(" with exit code %d", t.ExitCode)
	}
	if t.LastWords != "" {
		out.Message += ": " + quote(t.LastWords)
	}
	logs := command("kubectl -n %s logs %s/%s --previous", w.Namespace, strings.ToLower(w.Kind), w.Name)
	if t.Container != "" {
		logs = command("kubectl -n %s logs %s/%s -c %s --previous", w.Namespace, strings.ToLower(w.Kind), w.Name, t.Container)
	}
	if w.Kind == facts.StaticPod || w.Kind == facts.BarePod {
		logs = describePods(w)
	}
	out.Remedy = "Read what it said before it ended, and mend that:\n\n" + logs
	if known, ok := knownMessage(w, t); ok && known.Remedy != "" {
		out.Remedy, out.Source = known.Remedy+"\n\n"+logs, known.Source
	}
	if coreDNS && corefileBroken.MatchString(t.LastWords) {
		out.Remedy = "CoreDNS cannot read its Corefile. Correct it where it is made: in the ConfigMap, or where the distribution's own " +
			"values are set, since some write the ConfigMap again."
	}
	return out
}

// describePods is the command that shows a workload's pods with their events.
func describePods(w *facts.Workload) string {
	selector := make([]string, 0, len(w.Selector))
	for key, value := range w.Selector {
		selector = append(selector, key+"="+value)
	}
	slices.Sort(selector)
	if len(selector) == 0 {
		return command("kubectl -n %s describe pods", w.Namespace)
	}
	return command("kubectl -n %s describe pods -l %s", w.Namespace, strings.Join(selector, ","))
}

// mentions reports whether a text holds one of the words.
func mentions(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}
