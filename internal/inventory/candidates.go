package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// possibility says what makes a workload that the catalogue does not explain look like one
// that provides a role.
type possibility struct {
	roles []string
	// right is the right of its ServiceAccount that shows it; "" when only sign does.
	right string
	// rightText says what the right is.
	rightText string
	// kinds are the only kinds of workload; none for all but CronJobs.
	kinds []string
	// sign says what else shows it; "" when nothing does. It may be nil.
	sign func(*candidateFinder, int) string
}

// possibilities is the table of what could provide which role. A role that is not in it, such
// as a collector of traces, shows itself by nothing that the facts hold.
func possibilities() []possibility {
	daemon := []string{facts.DaemonSet}
	always := []string{facts.Deployment, facts.StatefulSet}
	all := []string{facts.Deployment, facts.StatefulSet, facts.DaemonSet, facts.CronJob}
	return []possibility{
		{roles: []string{"network/policy"}, right: facts.MayWatchNetworkPolicies, rightText: "list or watch NetworkPolicies", kinds: daemon},
		{roles: []string{"network/policy", "network/service-proxy"}, kinds: daemon, sign: networkAgent},
		{roles: []string{"network/service-proxy"}, right: facts.MayWatchEndpoints, rightText: "list or watch endpoints", kinds: daemon},
		{roles: []string{"network/load-balancer"}, right: facts.MayWriteServiceStatus, rightText: "write the status of Services"},
		{roles: []string{"ingress/controller"}, right: facts.MayWatchIngresses, rightText: "list or watch Ingresses"},
		{roles: []string{"ingress/gateway"}, right: facts.MayWatchGateways, rightText: "list or watch Gateways"},
		{roles: []string{"mesh/control-plane", "secrets/injector", "identity/webhook"}, sign: changesPods},
		{roles: []string{"secrets/operator"}, right: facts.MayWatchSecretKinds, rightText: "list or watch custom resources of secrets"},
		{roles: []string{"secrets/csi-provider"}, kinds: daemon, sign: mounting("secrets-store-csi-providers")},
		{roles: []string{"certificates/issuer"}, right: facts.MayIssueCertificates, rightText: "answer requests for certificates"},
		{roles: []string{"logs/agent"}, kinds: daemon, sign: mountsLogs},
		{roles: []string{"logs/events"}, right: facts.MayWatchEvents, rightText: "watch Events"},
		{roles: []string{"metrics/resource-api"}, sign: servesAPI("metrics.k8s.io")},
		{roles: []string{"metrics/custom-api"}, sign: servesAPI("custom.metrics.k8s.io")},
		{roles: []string{"metrics/external-api"}, sign: servesAPI("external.metrics.k8s.io")},
		{roles: []string{"metrics/pipeline"}, right: facts.MayReadMetrics, rightText: "read metrics"},
		{roles: []string{"storage/provisioner"}, right: facts.MayCreateVolumes, rightText: "create PersistentVolumes", sign: drivesVolumes},
		{roles: []string{"storage/snapshots"}, right: facts.MayCreateVolumeSnapshots, rightText: "create VolumeSnapshotContents"},
		{roles: []string{"scaling/nodes"}, right: facts.MayScaleNodes, rightText: "change Nodes and evict pods", kinds: always},
		{roles: []string{"policy/engine"}, sign: refuses},
		{roles: []string{"backup/cluster"}, right: facts.MayReadEverything, rightText: "read objects of every kind", kinds: all},
		{roles: []string{"delivery/gitops"}, right: facts.MayWriteEverything, rightText: "write objects of every kind", kinds: all},
	}
}

// candidatesReads says what candidates is derived from: no node makes a workload one, or none.
func candidatesReads() Reads {
	return Reads{Needs: []facts.Kind{facts.KindWorkloads}}.withOptional(recognitionReads(), Reads{Needs: []facts.Kind{facts.KindAccountRights}})
}

// candidateFinder looks for candidates in one snapshot.
type candidateFinder struct {
	*finder
	// rights are those of each ServiceAccount, by namespace and name.
	rights map[[2]string][]string
	// blind holds when the rights of ServiceAccounts were not read.
	blind bool
	// answering are the webhooks that workloads answer, by the kind of configuration.
	answering map[string]map[int]string
}

// candidates returns the workloads that no rule of the catalogue explains and that could
// provide a role, by role and object. Accounts holds the rights of ServiceAccounts.
func candidates(known *finder, accounts *facts.Snapshot) []facts.Candidate {
	f := candidateFinder{
		finder: known, rights: rightsOf(accounts), answering: map[string]map[int]string{},
		blind: len(accounts.Blind([]facts.Kind{facts.KindAccountRights})) > 0,
	}
	found := candidateList{seen: map[roleOf]bool{}}
	for _, p := range possibilities() {
		var unread []string
		for w := range f.s.Workloads {
			if f.explainedWorkloads[w] || f.s.Workloads[w].Hook || !p.takes(f.s.Workloads[w].Kind) {
				continue
			}
			why := f.why(p, w)
			if why == "" && p.right != "" && f.rightsUnread(w) {
				unread = append(unread, workloadName(&f.s.Workloads[w]))
			}
			if why != "" {
				found.add(p.roles, kube.Ref(&f.s.Workloads[w]), why)
			}
		}
		if len(unread) > 0 {
			found.add(p.roles, facts.ObjectRef{}, unreadText(unread))
		}
	}
	f.addNamed(&found)
	return sortedCandidates(slices.Concat(found.all, f.configurable()))
}

// configurable returns the workloads of known products that have a role where their configuration,
// which is not read, says so.
func (f *candidateFinder) configurable() []facts.Candidate {
	var found []facts.Candidate
	seen := map[facts.Candidate]bool{}
	for e, hits := range f.hits {
		for _, h := range hits {
			if h.rule < 0 || !f.proves(h) {
				continue
			}
			rule := f.ix.rules[h.rule]
			if rule.CouldWith != "" && !f.may(h.workload, rule.CouldWith) && !f.rightsUnread(h.workload) {
				continue
			}
			for _, role := range rule.Could {
				c := facts.Candidate{Role: role, Object: kube.Ref(&f.s.Workloads[h.workload]), Why: "its configuration decides, which is not read", Product: f.c.Entries[e].Title}
				if !seen[c] {
					seen[c] = true
					found = append(found, c)
				}
			}
		}
	}
	return found
}

// candidateList holds each object once for each role.
type candidateList struct {
	all  []facts.Candidate
	seen map[roleOf]bool
}

type roleOf struct {
	role   string
	object facts.ObjectRef
}

func (l *candidateList) add(roles []string, object facts.ObjectRef, why string) {
	for _, role := range roles {
		if is := (roleOf{role, object}); object.Name == "" || !l.seen[is] {
			l.seen[is] = true
			l.all = append(l.all, facts.Candidate{Role: role, Object: object, Why: why})
		}
	}
}

// takes reports whether a workload of a kind could provide the role.
func (p possibility) takes(kind string) bool {
	if len(p.kinds) == 0 {
		return kind != facts.CronJob
	}
	return slices.Contains(p.kinds, kind)
}

// why says what makes a workload look like one that provides a role; "" when nothing does.
func (f *candidateFinder) why(p possibility, w int) string {
	if p.sign != nil {
		if why := p.sign(f, w); why != "" {
			return why
		}
	}
	if p.right == "" {
		return ""
	}
	if f.may(w, p.right) {
		return fmt.Sprintf("its ServiceAccount %s may %s", accountOf(&f.s.Workloads[w])[1], p.rightText)
	}
	return ""
}

// may reports whether a workload's ServiceAccount has a right.
func (f *candidateFinder) may(w int, right string) bool {
	return may(f.rights, &f.s.Workloads[w], right)
}

// rightsOf are the rights of each ServiceAccount, by namespace and name.
func rightsOf(s *facts.Snapshot) map[[2]string][]string {
	rights := map[[2]string][]string{}
	for _, a := range s.AccountRights {
		key := [2]string{a.Namespace, a.Name}
		rights[key] = append(rights[key], a.May...)
	}
	return rights
}

func may(rights map[[2]string][]string, w *facts.Workload, right string) bool {
	return slices.Contains(rights[accountOf(w)], right) || slices.Contains(rights[everyAccountOf(w)], right)
}

// accountOf names the ServiceAccount of a workload, and everyAccountOf all those of its namespace.
func accountOf(w *facts.Workload) [2]string {
	return [2]string{w.Namespace, cmp.Or(w.ServiceAccount, "default")}
}

func everyAccountOf(w *facts.Workload) [2]string { return [2]string{w.Namespace, ""} }

// rightsUnread reports whether a workload has a ServiceAccount of its own whose rights were not read.
func (f *candidateFinder) rightsUnread(w int) bool {
	account := f.s.Workloads[w].ServiceAccount
	return f.blind && account != "" && account != "default"
}

// unreadText says that nothing is known of the rights of workloads.
func unreadText(names []string) string {
	slices.Sort(names)
	const shown = 3
	more := ""
	if len(names) > shown {
		more = fmt.Sprintf(" and %d more", len(names)-shown)
		names = names[:shown]
	}
	return "what ServiceAccounts may do was not read, and these workloads with one of their own are not recognised: " +
		strings.Join(names, ", ") + more
}
