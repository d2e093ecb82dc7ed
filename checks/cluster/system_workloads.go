package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// SystemWorkloads asks whether the platform's own workloads are ready and stay up.
func SystemWorkloads() check.Check {
	return check.Check{
		ID:    "cluster/system-workloads",
		Title: "The platform's own workloads are ready and stay up",
		Doc: `What runs in kube-system and in the distribution's other namespaces (openshift-*, cattle-*,
gke-* and so on), and every add-on that kready recognises, is what services stand on. A replica that is missing there is felt late: at the next failover, or as requests that
fail now and then.

Deployments, DaemonSets and StatefulSets in these namespaces, static pods in kube-system, and
the recognised ones elsewhere, must have as many ready pods as they want. A pod that has restarted five
times or more, the last time within the hour, counts as well.

Each fault is reported once. Pods on nodes that are not Ready are the matter of
` + "`cluster/nodes-ready`" + `. CNI, proxy and log agents that miss a node, and products of which
nothing is ready, are the matter of their own battery's checks; while there is one, this check
does not apply, and is no pass. What is scaled to 0 is not counted as ready. Pods and workloads younger
than five minutes are given time, as are the pods of a node that has just joined while others
of the workload are ready.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNodes, facts.KindPods, facts.KindWorkloads},
		StandsWithout: check.StandsWithout{Pass: []facts.Portion{"workloads/cronjobs"}, Gap: []facts.Portion{"workloads"}},
		Remediation: `Read why the pod is not ready, then what it said before it died:

    kubectl -n NAMESPACE describe pod POD
    kubectl -n NAMESPACE logs POD --previous`,
		Links: []string{"https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/"},
		Since: "0.1.0",
		Run:   runSystemWorkloads,
	}
}

func runSystemWorkloads(_ context.Context, in *facts.Input) (check.Outcome, error) {
	j := newJudge(in)
	if j.nodes > 0 && j.ready == 0 {
		return check.Skip("no node is Ready, so nothing can run"), nil
	}
	var findings, withoutStatus, starting []check.Finding
	var n counted
	for i := range in.Workloads {
		w := &in.Workloads[i]
		if !j.platform(w) {
			continue
		}
		object := kube.Ref(w)
		if !w.Status {
			withoutStatus = append(withoutStatus, check.Finding{Object: object, Message: "it carries no status"})
			continue
		}
		if j.judgedElsewhere(w) {
			n.elsewhere++
			continue
		}
		n.judged++
		message, young := j.fault(w)
		switch {
		case w.Desired == 0:
			n.off++
		case message == "":
			n.ready++
		case young:
			starting = append(starting, check.Finding{Object: object, Message: message})
		default:
			findings = append(findings, check.Finding{Object: object, Message: message})
		}
	}
	total := text.Counted(n.judged, "workload", "workloads")
	switch {
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("%d of %s of the platform %s not well", len(findings), total, text.Are(len(findings))), findings...), nil
	case len(withoutStatus) > 0:
		return check.Unknown(text.Counted(len(withoutStatus), "workload carries", "workloads carry")+
			" no status: whether they run cannot be told", withoutStatus...), nil
	case len(starting) > 0:
		return check.Unknown(fmt.Sprintf("%d of %s of the platform %s still starting, and younger than %s",
			len(starting), total, text.Are(len(starting)),
			text.Counted(int(in.Thresholds.OrDefault().SettlingMinutes), "minute", "minutes")), starting...), nil
	case n.elsewhere > 0:
		return check.Skip(n.others()), nil
	case n.ready == 0 && n.off == 0:
		return check.Skip("no workload of the platform is visible: the provider runs it all"), nil
	case n.ready == 0:
		return check.Unknown("every workload of the platform that can be seen wants no pods"), nil
	}
	return check.Pass(n.text()), nil
}

// counted is what came of the workloads.
type counted struct {
	// judged are those of this check: ready with all pods, or off, wanting none, or faulty.
	judged, ready, off int
	// elsewhere are those that are not ready, and of which another check says so.
	elsewhere int
}

func (n counted) text() string {
	all := text.Counted(n.ready, "workload of the platform has", "workloads of the platform have") + " all pods ready"
	if n.off > 0 {
		all += fmt.Sprintf("; %s no pods", text.Counted(n.off, "more wants", "more want"))
	}
	return all
}

// others says that the faults that are left are the matter of other checks: it is no pass.
func (n counted) others() string {
	return fmt.Sprintf("%s the matter of the battery's own checks; %s",
		text.Counted(n.elsewhere, "workload that is not ready is", "workloads that are not ready are"), n.text())
}

// judge knows which workloads are the platform's and which faults are not theirs.
type judge struct {
	now    time.Time
	limits facts.Thresholds
	// nodes are those that are not virtual, ready how many of them are Ready.
	nodes, ready int
	// down are the nodes that are not Ready, justJoined those that are and have just come.
	down, justJoined map[string]bool
	// roles are what the recognised workloads provide, and the product's name: cert-manager
	// has a check of its own that other issuers of certificates have not.
	roles map[facts.ObjectRef][]string
	pods  map[facts.ObjectRef][]*facts.Pods
}

func newJudge(in *facts.Input) *judge {
	j := &judge{
		now:        in.CollectedAt,
		limits:     in.Thresholds.OrDefault(),
		down:       map[string]bool{},
		justJoined: map[string]bool{},
		roles:      map[facts.ObjectRef][]string{},
		pods:       map[facts.ObjectRef][]*facts.Pods{},
	}
	justJoined := in.JoinedWithin(j.limits.SettlingMinutes.Duration())
	for i := range in.Nodes {
		n := &in.Nodes[i]
		if n.Virtual {
			continue
		}
		j.nodes++
		if n.Ready() {
			j.ready++
		}
		j.down[n.Name] = !n.Ready()
		j.justJoined[n.Name] = n.Ready() && justJoined(n)
	}
	for _, impl := range in.Inventory {
		for _, ref := range impl.Workloads {
			j.roles[ref] = append(append(j.roles[ref], impl.Roles...), impl.Name)
		}
	}
	for i := range in.Pods {
		p := &in.Pods[i]
		ref := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		j.pods[ref] = append(j.pods[ref], p)
	}
	return j
}

// platform reports whether the workload is one that services stand on.
func (j *judge) platform(w *facts.Workload) bool {
	_, recognised := j.roles[kube.Ref(w)]
	return !w.Hook && (recognised || kube.SystemNamespace(w.Namespace))
}

// fault says what is wrong with a workload, or nothing. The second result is true when
// all of it may pass: the workload, or each pod that is not ready, has just been made.
func (j *judge) fault(w *facts.Workload) (string, bool) {
	young := !w.CreatedAt.IsZero() && j.now.Sub(w.CreatedAt) < j.limits.SettlingMinutes.Duration()
	missing, starting := w.Desired-w.Ready, 0
	var reasons, faults []string
	for _, p := range j.pods[kube.Ref(w)] {
		if j.down[p.Node] || j.justJoined[p.Node] && w.Ready > 0 {
			missing -= p.Count - p.Ready
			continue
		}
		if p.Ready < p.Count {
			reasons = append(reasons, p.Reasons...)
		}
		if j.starting(p) {
			starting += p.Count - p.Ready
			continue
		}
		if p.Restarts >= j.limits.PodRestarts && j.now.Sub(p.LastRestart) <= j.limits.RestartedMinutes.Duration() {
			faults = append(faults, fmt.Sprintf("restarted %d times on %s, last %s ago", p.Restarts, p.Node,
				text.Duration(j.now.Sub(p.LastRestart))))
		}
	}
	young = len(faults) == 0 && (young || missing <= starting)
	if missing > 0 {
		message := fmt.Sprintf("%d of %s ready", w.Ready, text.Counted(w.Desired, "pod", "pods"))
		slices.Sort(reasons)
		if reasons = slices.Compact(reasons); len(reasons) > 0 {
			message += ": " + strings.Join(reasons, ", ")
		}
		faults = append([]string{message}, faults...)
	}
	return strings.Join(faults, "; "), young
}

// starting reports whether the pods of a group are too young to be judged.
func (j *judge) starting(p *facts.Pods) bool {
	return p.Ready < p.Count && !p.OldestNotReady.IsZero() && j.now.Sub(p.OldestNotReady) < j.limits.SettlingMinutes.Duration()
}

// judgedElsewhere reports whether another check says the same of the workload: checks of agents
// judge every node, checks of products that nothing of it is ready.
func (j *judge) judgedElsewhere(w *facts.Workload) bool {
	roles := j.roles[kube.Ref(w)]
	has := func(names ...string) bool {
		return slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(names, r) })
	}
	if w.Ready >= w.Desired && w.Desired > 0 {
		return false
	}
	if w.Desired == 0 {
		// Scaled to 0, a Deployment provides nothing; a DaemonSet may have no node to run on.
		return w.Kind != facts.DaemonSet && has("dns/cluster")
	}
	if w.Kind == facts.DaemonSet && has("network/cni", "network/policy", "network/service-proxy", "logs/agent") {
		return true
	}
	if has("dns/cluster") {
		return w.Ready == 0 || (w.Ready == 1 && j.nodes > 1)
	}
	return w.Ready == 0 && has("ingress/controller", "ingress/gateway", "mesh/control-plane", "secrets/operator",
		"secrets/csi", "metrics/resource-api", "metrics/pipeline", "storage/provisioner", "logs/agent", "delivery/gitops", "cert-manager")
}
