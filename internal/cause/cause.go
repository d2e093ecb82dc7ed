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

// The kinds of cause: a closed list.
const (
	ScaledToZero    = "scaled-to-zero"
	SelectsNoNode   = "selects-no-node"
	Terminating     = "namespace-terminating"
	PodSecurity     = "refused-by-pod-security"
	Quota           = "quota-exceeded"
	WebhookRefuses  = "refused-by-webhook"
	WebhookSilent   = "webhook-silent"
	Refused         = "refused-by-admission"
	NodeTaint       = "node-taint"
	Unschedulable   = "unschedulable"
	ImagePull       = "image-pull"
	Configuration   = "configuration-error"
	CrashLoop       = "crash-loop"
	OutOfMemory     = "out-of-memory"
	Volume          = "volume-not-mounted"
	PodNetwork      = "pod-network"
	SigningRequests = "signing-requests-pending"
	ProbeFails      = "probe-fails"
	Logged          = "log-says-why"
	NodeDown        = "node-not-ready"
	NetworkPolicy   = "network-policy"
	NothingSelected = "service-selects-nothing"
	NoAddress       = "no-address"
	Sealed          = "sealed"
	MayNotRead      = "may-not-read"
	NotReady        = "not-ready" // and nothing tells why
)

// quoteMax is how much of what the cluster says is quoted, mostPerWorkload how many causes a
// workload has at most.
const (
	quoteMax        = 240
	mostPerWorkload = 2
)

// Causes are why workloads of one cluster are not well.
type Causes struct {
	in *facts.Input
	// workloads, pods and events are by workload.
	workloads map[facts.ObjectRef]*facts.Workload
	pods      map[facts.ObjectRef][]facts.Pods
	events    map[facts.ObjectRef][]facts.Event
	// found are the causes that were looked for already.
	found map[facts.ObjectRef][]check.Cause
	// policiesOn is true where NetworkPolicies are enforced.
	policiesOn bool
	// otherKinds are the policies of other kinds; nil until they are asked for.
	otherKinds *kube.OtherKinds
	// names are the workloads of a namespace.
	names map[string][]facts.ObjectRef
	// denying are the NetworkPolicies that let nothing in to workloads, nil for those without, as far as they were looked for.
	denying map[facts.ObjectRef]*facts.NetworkPolicy
	// by finds the other objects that causes ask for.
	by index
}

// Find prepares to find causes in the facts of a cluster. The input must not change from then on.
func Find(in *facts.Input) *Causes {
	c := &Causes{
		in: in, workloads: map[facts.ObjectRef]*facts.Workload{}, pods: map[facts.ObjectRef][]facts.Pods{},
		events: map[facts.ObjectRef][]facts.Event{}, found: map[facts.ObjectRef][]check.Cause{}, names: map[string][]facts.ObjectRef{},
		denying: map[facts.ObjectRef]*facts.NetworkPolicy{}, by: indexed(in),
	}
	for i := range in.Workloads {
		w := &in.Workloads[i]
		c.workloads[kube.Ref(w)] = w
		c.names[w.Namespace] = append(c.names[w.Namespace], kube.Ref(w))
	}
	for _, p := range in.Pods {
		ref := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		c.pods[ref] = append(c.pods[ref], p)
	}
	for _, e := range in.Events {
		ref := facts.ObjectRef{Kind: e.Kind, Namespace: e.Namespace, Name: e.Name}
		c.events[ref] = append(c.events[ref], e)
	}
	return c
}

// Of returns why a workload is not well, what tells most first; nothing for one that is well. One
// of kind NotReady says no more than that.
func (c *Causes) Of(ref facts.ObjectRef) []check.Cause {
	if causes, ok := c.found[ref]; ok {
		return causes
	}
	w := c.workloads[ref]
	if w == nil {
		return nil
	}
	c.found[ref] = nil // a webhook that its own workload waits for comes back here
	causes := c.find(w)
	if len(causes) > mostPerWorkload {
		causes = causes[:mostPerWorkload]
	}
	c.found[ref] = causes
	return causes
}

// find looks for the causes of one workload.
func (c *Causes) find(w *facts.Workload) []check.Cause {
	if w.Kind == facts.CronJob || w.Hook {
		return nil
	}
	if causes := c.withoutPods(w); len(causes) > 0 {
		return causes
	}
	if !w.Status || w.Ready >= w.Desired && !c.restarting(w) {
		return nil
	}
	var causes []check.Cause
	for _, look := range []func(*facts.Workload) []check.Cause{c.terminating, c.refused, c.ofPods, c.ofNodes} {
		causes = append(causes, look(w)...)
	}
	for _, look := range []func(*facts.Workload) []check.Cause{c.ofSigningRequests, c.ofRights, c.ofEvents} {
		if len(causes) == 0 { // these tell less
			causes = look(w)
		}
	}
	if len(causes) == 0 {
		causes = []check.Cause{{Object: kube.Ref(w), Kind: NotReady, Message: fmt.Sprintf("%s has %d of %s ready",
			kube.FormatRef(kube.Ref(w)), w.Ready, text.Counted(w.Desired, "pod", "pods"))}}
	}
	return causes
}

// restarting reports whether containers of a workload that is ready end again and again.
func (c *Causes) restarting(w *facts.Workload) bool {
	limits := c.in.Thresholds.OrDefault()
	return slices.ContainsFunc(c.pods[kube.Ref(w)], func(p facts.Pods) bool {
		return p.Restarts >= limits.PodRestarts && c.in.CollectedAt.Sub(p.LastRestart) <= limits.RestartedMinutes.Duration()
	})
}

// withoutPods returns why a workload wants no pod at all.
func (c *Causes) withoutPods(w *facts.Workload) []check.Cause {
	switch {
	case w.Desired > 0:
	case w.Kind == facts.Deployment, w.Kind == facts.StatefulSet:
		return []check.Cause{c.scaledToZero(w)}
	case w.Kind == facts.DaemonSet && w.Status && len(w.NodeSelector) > 0 && len(c.in.Nodes) > 0:
		fits := func(n facts.Node) bool { return kube.HasLabels(n.Labels, w.NodeSelector) }
		if !slices.ContainsFunc(c.in.Nodes, fits) {
			return []check.Cause{c.selectsNoNode(w)}
		}
	}
	return nil
}

func (c *Causes) scaledToZero(w *facts.Workload) check.Cause {
	out := check.Cause{Object: kube.Ref(w), Kind: ScaledToZero, Message: kube.FormatRef(kube.Ref(w)) + " is scaled to 0 replicas"}
	if w.OwnerKind != "" {
		out.Message += fmt.Sprintf(", and %s %s owns it", w.OwnerKind, w.OwnerName)
		out.Remedy = fmt.Sprintf("Set the number of replicas in %s, which owns it.", prose(w.OwnerKind+" "+w.OwnerName))
		return out
	}
	replicas := 1
	if c.servesDNS(w) {
		replicas = 2
	}
	out.Remedy = "Scale it up again, and keep whatever scaled it down (an autoscaler, a script, a delivery tool) from doing so once more:\n\n" +
		command("kubectl -n %s scale %s %s --replicas=%d", w.Namespace, strings.ToLower(w.Kind), w.Name, replicas)
	return out
}

// servesDNS reports whether the Service of cluster DNS selects a workload.
func (c *Causes) servesDNS(w *facts.Workload) bool {
	return slices.ContainsFunc(c.in.Backends, func(b facts.Backend) bool {
		return slices.Contains(b.Roles, "dns") && b.Namespace == w.Namespace && len(b.Selector) > 0 && kube.HasLabels(w.PodLabels, b.Selector)
	})
}

func (c *Causes) selectsNoNode(w *facts.Workload) check.Cause {
	var labels []string
	for key, value := range w.NodeSelector {
		labels = append(labels, key+"="+value)
	}
	slices.Sort(labels)
	return check.Cause{
		Object: kube.Ref(w), Kind: SelectsNoNode,
		Message: fmt.Sprintf("%s selects nodes with %s, and no node has that", kube.FormatRef(kube.Ref(w)), strings.Join(labels, ", ")),
		Remedy: "Give the nodes that it is for the labels of its nodeSelector, or take the nodeSelector away where it comes from:\n\n" +
			command("kubectl -n %s get %s %s -o jsonpath='{.spec.template.spec.nodeSelector}'", w.Namespace, strings.ToLower(w.Kind), w.Name),
	}
}

// terminating says that a workload's namespace is being deleted: no pod is made there.
func (c *Causes) terminating(w *facts.Workload) []check.Cause {
	if n := c.by.namespaces[w.Namespace]; n == nil || n.Phase != "Terminating" {
		return nil
	}
	return []check.Cause{{
		Object: facts.ObjectRef{Kind: "Namespace", Name: w.Namespace}, Kind: Terminating,
		Message: fmt.Sprintf("Namespace %s is being deleted, so that no pod of %s is made", w.Namespace, kube.FormatRef(kube.Ref(w))),
		Remedy: "See what holds the deletion up. When it has ended, install the product again:\n\n" +
			command("kubectl get namespace %s -o yaml", w.Namespace),
	}}
}

// command is one command of a remedy, its values quoted for a shell. It is "" when one of them
// cannot be given safely.
func command(format string, values ...any) string {
	for i, v := range values {
		s, isText := v.(string)
		if !isText {
			continue
		}
		quoted, ok := check.Quote(s)
		if !ok {
			return ""
		}
		values[i] = quoted
	}
	return "    " + fmt.Sprintf(format, values...)
}

// prose writes a name of the cluster into the running text of a remedy, where a line of its own
// would be taken for a command.
func prose(name string) string { return text.Clean(text.OneLine(name)) }

// quote writes what the cluster said, on one line and cut to a length.
func quote(message string) string { return text.Truncate(text.OneLine(message), quoteMax) }
