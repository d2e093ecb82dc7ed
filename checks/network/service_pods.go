package network

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ServicePods asks whether there are pods behind each Service of a service.
func ServicePods() check.Check {
	return check.Check{
		ID:      "network/service-pods",
		Title:   "There are pods behind each Service of the service, with the ports that it leads to",
		Subject: check.SubjectService,
		Doc: `A Service whose selector matches no pod is accepted and has no endpoints: every connection to it is refused,
or times out. So it is with a ` + "`targetPort`" + ` that names a port which no container has, but in a headless Service: there clients
go to the pods themselves (` + "`network/service-ports`" + ` reports it).

kready looks for the labels of each selector among the pod templates of the service, among the workloads of
the platform, and, where neither has them, looks whether there is any such pod in the namespace. Where custom
resources of the service may make the pods, its own roles let it make or change pods, or pods may be given a label while they
run, as the leader of a database is, the answer is unknown in place of a gap. Ports by number are
not judged here: a container may listen on any (` + "`network/service-ports`" + `). Nor are Services without a selector.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedPods},
		OptionalReads: facts.Fields{facts.KindWorkloads},
		Remediation: `Let the selector name the labels of the pod template, and ` + "`targetPort`" + ` a port of a container by its name or
number. Which pods have which labels:

    kubectl -n NAMESPACE get pods --show-labels
`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
			"https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices",
		},
		Since: "0.2.0",
		Run:   runServicePods,
	}
}

func runServicePods(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	selecting, all := 0, newPodlessServices(in)
	for i := range in.Service.Services {
		s := &in.Service.Services[i]
		if len(s.Selector) == 0 || s.Type == "ExternalName" {
			continue
		}
		selecting++
		pods := all.brings.Pods(s.Namespace, s.Selector)
		if len(pods) > 0 {
			if !s.Headless { // its pods answer by their own names, on any port
				found.Gaps = append(found.Gaps, missingPorts(s, pods)...)
			}
			continue
		}
		message, known := all.message(s)
		finding := check.OfManifest(s.Manifest, s.SelectorLine, check.ByService, message)
		found.Add(finding, known)
	}
	if selecting == 0 {
		return check.Skip("the service has no Service with a selector"), nil
	}
	services := text.Counted(selecting, "Service", "Services")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%s of its Services would lead nowhere", text.Counted(len(found.Gaps), "port or selector", "ports or selectors")),
		fmt.Sprintf("whether there are pods behind %d of %s is not known", len(found.Unknowns), services),
		fmt.Sprintf("%s, with pods behind", services)), nil
}

func labelsOf(of map[string]string) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(of)) {
		out = append(out, key+"="+of[key])
	}
	return strings.Join(out, ",")
}

// missingPorts are findings on ports that a Service leads to by a name which no container of its pods has.
func missingPorts(s *facts.LandingService, pods []*facts.LandingPods) []check.Finding {
	var out []check.Finding
	if len(pods) == 0 {
		return nil
	}
	for _, port := range s.Ports {
		has := func(p *facts.LandingPods) bool {
			_, found := kube.NamedPort(p, port.TargetName, port.Protocol)
			return found
		}
		if port.TargetName == "" || slices.ContainsFunc(pods, has) {
			continue
		}
		out = append(out, check.OfManifest(s.Manifest, port.Line, check.ByService,
			fmt.Sprintf("its port %d leads to a %s port named %s, and no container of %s %s has one", port.Port, port.Protocol, port.TargetName, pods[0].Kind, pods[0].Name)))
	}
	return out
}
